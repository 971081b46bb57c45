"""The journal of a rehearsal: two kinds of lines, and nobody's words in somebody else's chat."""

import re

from bot.rehearsal.families import Family, caregivers
from tests.rehearsal.stage import CAREGIVERS, WORKER, Rehearsed

CALL = {"ts", "method", "params", "files", "ok"}


def said_to(rehearsed: Rehearsed, chat: int) -> list[str]:
    """Everything the bot wrote into one chat."""
    params = [call["params"] for call in rehearsed.calls if str(call["params"].get("chat_id")) == str(chat)]
    return [text for each in params for text in (each.get("text"), each.get("caption")) if text]


def own_words(family: Family) -> set[str]:
    return {word for word in (family.called, family.phone, family.adult) if word}


def test_every_line_is_a_call_or_an_update(rehearsed):
    for entry in rehearsed.journal:
        if "update" in entry:
            assert set(entry) == {"ts", "update"}
            assert isinstance(entry["update"]["update_id"], int)
        else:
            assert set(entry) == CALL | ({"result"} if entry["ok"] else {"error"})


def test_time_never_runs_back_in_the_journal(rehearsed):
    moments = [entry["ts"] for entry in rehearsed.journal]

    assert moments == sorted(moments)


def test_only_a_blocked_chat_refuses_the_bot(rehearsed):
    errors = [call["error"] for call in rehearsed.calls if not call["ok"]]
    # Some other bot of this machine may still knock at a port that was its sandbox's a moment ago.
    refused = {error["description"] for error in errors if error["error_code"] != 401}

    assert refused <= {"Forbidden: bot was blocked by the user"}


def test_no_token_stands_in_what_the_bot_said(rehearsed):
    texts = [
        entry["update"].get("message", {}).get("text", "") for entry in rehearsed.journal if "update" in entry
    ]
    invites = {match[1] for text in texts if (match := re.fullmatch(r"/start (\S+)", text))}
    said = "\n".join(str(call["params"]) for call in rehearsed.calls)

    assert len(invites) == 2
    assert not [token for token in invites if token in said]
    assert "synthetic-programme" not in (rehearsed.out / "journal.jsonl").read_text()


def test_no_caregiver_hears_of_another(rehearsed):
    families = caregivers(rehearsed.seed, CAREGIVERS)
    for family in families:
        heard = "\n".join(said_to(rehearsed, family.user_id))
        others = {word for other in families if other is not family for word in own_words(other)}
        assert family.called in heard
        assert not [word for word in others - own_words(family) if word in heard]


def test_alerts_and_digests_carry_no_name_phone_or_word_of_a_family(rehearsed):
    sent = [
        call["params"].get("text") or call["params"].get("caption")
        for call in rehearsed.calls
        if call["method"] in {"sendMessage", "sendDocument"} and str(call["params"]["chat_id"]) == str(WORKER)
    ]
    words = {word for family in caregivers(rehearsed.seed, CAREGIVERS) for word in own_words(family)}

    assert any("alert:take" in str(call["params"]) for call in rehearsed.calls)
    assert not [word for word in words for text in sent if word in text]
