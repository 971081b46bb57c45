"""The doctor's look at what comes with the program."""

from bot.commands.shelves import locale_faults

EN = {"hello": ("Hello {name}",), "days": ("{n} day", "{n} days")}


def test_languages_that_say_the_same_have_no_fault():
    assert list(locale_faults({"en": EN, "zh-Hans": {"hello": ("{name}，您好",), "days": ("{n}天",)}})) == []


def test_a_text_that_one_language_lacks_is_told():
    assert list(locale_faults({"en": EN, "zh-Hans": {"hello": ("{name}，您好",)}})) == [
        "days has no words in zh-Hans"
    ]


def test_an_empty_form_is_told():
    empty = {"hello": ("{name}，您好",), "days": ("",)}

    assert list(locale_faults({"en": EN, "zh-Hans": empty})) == ["days has no words in zh-Hans"]


def test_a_placeholder_that_one_language_lacks_is_told():
    nameless = {"hello": ("您好",), "days": ("{n}天",)}

    assert list(locale_faults({"en": EN, "zh-Hans": nameless})) == [
        "hello has not the same placeholders in every language"
    ]
