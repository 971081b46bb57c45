"""Words that may speak of danger are found however they are written; ordinary words are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.danger import SITE_FILE, DangerFaults, read
from content.danger.letters import STOPS

LISTS = read()


@pytest.mark.parametrize(
    "text",
    [
        "不想活了",
        "我真的想死",
        "撑不下去了",
        "想过自杀",
        "結束生命",
        "自殺",
        "我想４了，真的想死",
        "活着没意思",
        "自 杀",
        "自.杀",
        "自*杀",
        "自\u200b杀",
        "不　想　活",
        "不\n想\n活",
        "自sha",
        "想ｓ了",
        "称不下去了",
        "生不如死",
        "还不如死了算了",
        "带着孩子一起死",
        "zi sha",
        "孩子说他不想死",
        "kill myself",
        "I want to end it all",
        "I’m going to KILL MYSELF",
        "I don’t want to live",
        "i dont want to live",
        "I can't go on",
        "I am sucidal",
        "suiside",
        "kil myself",
        "better off without me",
        "ｋｉｌｌ ｍｙｓｅｌｆ",
        "k i l l m y s e l f",
        "k i l l myself",
        "k.i.l.l myself",
        "s.u.i.c.i.d.e",
        "s-u-i-c-i-d-e",
        "k1ll myse1f",
        "su1c1de",
        "suiiiicide",
        "killlll myself",
        "sui*cide",
        "kill\n\nmyself",
        "I don't want to live in this world",
        "want_to_die",
        "今天 I want to die 真的",
    ],
)
def test_words_of_danger_are_found_however_they_are_written(text: str) -> None:
    assert LISTS.find(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "累死了",
        "饿死了",
        "气死我了",
        "困死了",
        "吓死我了",
        "笑死",
        "急死人了",
        "烦死了",
        "撑死了",
        "热死了",
        "疼死了",
        "想死你了",
        "孩子说想死我了",
        "不想活动",
        "死马当活马医",
        "打死我也不去",
        "马上吊水",
        "不想上吊针",
        "早上吊瓶",
        "他独自伤心",
        "年轻生病的人",
        "跳楼价",
        "癌细胞自杀",
        "CAR-T 自杀基因",
        "来自杀虫剂",
        "我想，死亡率有多高",
        "孩子会死吗",
        "我们坚持得下去",
        "想4点来",
        "不要紧",
        "",
        "I'm dying to see him",
        "killing time",
        "my back is killing me",
        "to die for",
        "I could kill for a coffee",
        "dead tired",
        "scared to death",
        "bored to death",
        "I killed it",
        "5 kms from here",
        "suicide genes in CAR-T",
        "I want to die laughing",
        "I don't want to live in Shanghai",
        "it ended all well",
        "will he die?",
        "A S A P please",
        "I'll take my life in stride",
        "skill myself up",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert LISTS.find(text) is None


def test_what_is_excused_does_not_excuse_the_rest_of_the_message() -> None:
    assert LISTS.find("想死你了，可是我真的不想活了") == "zh-Hans.not_to_live"
    assert LISTS.find("kill myself laughing? No: I want to kill myself.") == "en.kill_myself"


def every_phrase() -> list[tuple[str, str]]:
    return [(name, phrase.text) for name, phrases in LISTS.entries.items() for phrase in phrases]


@pytest.mark.parametrize(("name", "says"), every_phrase())
def test_every_phrase_of_the_lists_is_found_in_the_middle_of_a_sentence(name: str, says: str) -> None:
    assert LISTS.find(f"今天，{says}，真的") is not None
    assert LISTS.find(f"today, {says}, really") is not None


@given(st.sampled_from(every_phrase()), st.text(max_size=40), st.text(max_size=40))
def test_words_around_a_phrase_never_lower_it(phrase: tuple[str, str], before: str, after: str) -> None:
    """Whatever else is written in sentences of its own; keywords only raise."""
    assert LISTS.find(f"{before} {STOPS[0]} {phrase[1]} {STOPS[0]} {after}") is not None


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    LISTS.find(text)


def brought(folder, text: str):
    (folder / SITE_FILE).write_text(text, "utf-8")
    return read(folder)


def test_a_site_may_add_excuse_and_silence(tmp_path) -> None:
    lists = brought(tmp_path, "add: [去找太奶]\nexcuse: [想死那碗面]\nsilence: [跳河, en.cannot_go_on]\n")

    assert lists.find("我要去找太奶了") == "site.added"
    assert lists.find("我想死那碗面了") is None
    assert lists.find("昨天去跳河边舞") is None
    assert lists.find("I can't go on") is None
    assert lists.find("想死") == "zh-Hans.wish_to_die"
    assert lists.silenced == ("跳河", "en.cannot_go_on")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("words: [x]", "nothing else"),
        ("- a", "nothing else"),
        ("add: 死", "must be a list"),
        ("add: [死]", "too short"),
        ("add: [die]", "too short"),
        ("silence: [this is nowhere]", "there is no entry"),
        ("add: [", "cannot be read"),
    ],
)
def test_what_is_wrong_with_a_sites_list_is_told(tmp_path, text: str, fault: str) -> None:
    with pytest.raises(DangerFaults, match=fault):
        brought(tmp_path, text)


def test_an_empty_file_changes_nothing(tmp_path) -> None:
    assert brought(tmp_path, "# nothing yet\n").entries.keys() == LISTS.entries.keys()
