"""Strangers: somebody whom no invite brought gets the friendly refusal, and leaves no trace."""

from tests.journeys.newcomers import answers, dump, known, say
from tests.journeys.uttering import commands, edit_last, kinds, texts
from tests.journeys.ward import Ward

SOMEBODY = 9002
OURS = ("/start", "/help", "/pause", "/stop", "/trend", "/digest")
TAPS = (
    "help",
    "contact",
    "join:language:en",
    "answer:1:micro.mood:3",
    "alert:take:1",
    "return:yes",
    "junk",
    "",
)


async def test_every_kind_of_message_from_a_stranger_gets_the_friendly_refusal(ward: Ward) -> None:
    ward.box.add_person(user_id=SOMEBODY, first_name="Nobody", language_code="zh-hans")
    refusal = [say("zh-Hans", "refusal.stranger")]
    before = dump(ward)

    for name, utter in (texts() | kinds() | commands()).items():
        assert await answers(ward, SOMEBODY, utter(ward, SOMEBODY)) == refusal, name
    for command in OURS:
        assert await answers(ward, SOMEBODY, ward.text(SOMEBODY, command)) == refusal, command
    assert await edit_last(ward, SOMEBODY) == refusal

    assert dump(ward) == before


async def test_the_refusal_speaks_chinese_or_english_as_telegram_does(ward: Ward) -> None:
    spoken = {"en-GB": "en", "zh-TW": "zh-Hans", "zh-hans": "zh-Hans", "de": "zh-Hans"}
    for user, (speaks, language) in enumerate(spoken.items(), start=SOMEBODY):
        ward.box.add_person(user_id=user, first_name="Nobody", language_code=speaks)
        assert await answers(ward, user, ward.text(user, "hi")) == [say(language, "refusal.stranger")], speaks


async def test_a_strangers_tap_gets_the_friendly_refusal_whatever_it_says(ward: Ward) -> None:
    ward.box.add_person(user_id=SOMEBODY, first_name="Nobody", language_code="en")
    await ward.text(SOMEBODY, "hello")
    before = dump(ward)

    for data in TAPS:
        said = await answers(ward, SOMEBODY, ward.tap(SOMEBODY, data, forged=True))
        assert said == [say("en", "refusal.stranger")], data

    assert dump(ward) == before


async def test_a_stranger_who_blocks_and_unblocks_leaves_no_trace(ward: Ward) -> None:
    ward.box.add_person(user_id=SOMEBODY, first_name="Nobody", language_code="en")
    await ward.text(SOMEBODY, "hello")
    before = dump(ward)

    await ward.box.block(SOMEBODY)
    await ward.quiet()
    await ward.box.unblock(SOMEBODY)
    await ward.quiet()

    assert dump(ward) == before
    assert known(ward, SOMEBODY) is None
