"""Polls and quizzes: sending and stopping them."""

from sandbox import keyboards, texts
from sandbox.calls import Call
from sandbox.errors import bad_request
from sandbox.journal import Json
from sandbox.methods.sending import post
from sandbox.polls import Poll

_LONGEST_QUESTION, _LONGEST_OPTION, _MOST_OPTIONS, _LONGEST_EXPLANATION = 300, 100, 12, 200
_SHORTEST_PERIOD, _LONGEST_PERIOD = 5, 2_628_000


def send_poll(call: Call) -> Json:
    """Send a poll or a quiz and return the message."""
    chat = call.open_chat()
    quiz = call.text("type") == "quiz"
    told: Json = {
        "id": call.world.next_number(),
        **_question(call),
        "options": _options(call),
        "total_voter_count": 0,
        "is_closed": call.flag("is_closed"),
        "is_anonymous": call.flag("is_anonymous") or "is_anonymous" not in call.params,
        "type": "quiz" if quiz else "regular",
        "allows_multiple_answers": call.flag("allows_multiple_answers"),
        "allows_revoting": call.flag("allows_revoting") if "allows_revoting" in call.params else not quiz,
        "members_only": call.flag("members_only"),
    }
    if quiz:
        told |= _answer(call, len(told["options"]))
    told |= _end(call)
    message = post(call, chat, {"poll": told})
    call.world.polls[told["id"]] = Poll(chat, message["message_id"], told)
    return message


def stop_poll(call: Call) -> Json:
    """Close a poll of the bot's and return it with its final counts; its message changes along."""
    chat = call.chat()
    shown = chat.messages.get(call.number("message_id"), {}).get("poll", {}).get("id")
    poll = call.world.polls.get(shown)
    if poll is None or poll.chat is not chat:
        raise bad_request("message with poll to stop not found")
    poll.close_by(call.world.clock.time())
    if poll.told["is_closed"]:
        raise bad_request("poll has already been closed")
    poll.close(keyboards.inline(call))
    call.bot.updates.add({"poll": poll.told})
    return poll.told


def _question(call: Call) -> Json:
    text, entities = texts.formatted(call, "question", "question_entities", "question_parse_mode")
    if not 1 <= len(text) <= _LONGEST_QUESTION:
        raise bad_request(
            f"poll question length must not exceed {_LONGEST_QUESTION}"
            if text
            else "poll question must be non-empty"
        )
    return {"question": text, **({"question_entities": entities} if entities else {})}


def _options(call: Call) -> list[Json]:
    given = call.params.get("options")
    if not isinstance(given, list):
        raise bad_request("can't parse options: expected an Array")
    words = [str(one.get("text") or "") if isinstance(one, dict) else str(one) for one in given]
    if not 1 <= len(words) <= _MOST_OPTIONS:
        raise bad_request(f"poll must have 1-{_MOST_OPTIONS} options")
    if not all(1 <= len(one) <= _LONGEST_OPTION for one in words):
        raise bad_request(f"poll options must be non-empty and not exceed {_LONGEST_OPTION} characters")
    return [{"persistent_id": str(number), "text": one, "voter_count": 0} for number, one in enumerate(words)]


def _answer(call: Call, options: int) -> Json:
    """Return what a quiz holds beyond a poll: the right answers and why they are right."""
    right = call.params.get("correct_option_ids")
    right = right if isinstance(right, list) else [call.number("correct_option_id", -1)]
    if not right or not all(isinstance(one, int) and 0 <= one < options for one in right):
        raise bad_request("wrong correct option ID specified")
    why, entities = texts.formatted(call, "explanation", "explanation_entities", "explanation_parse_mode")
    if len(why) > _LONGEST_EXPLANATION:
        raise bad_request(f"quiz explanation length must not exceed {_LONGEST_EXPLANATION}")
    told: Json = {"correct_option_ids": right}
    if why:
        told |= {"explanation": why, "explanation_entities": entities}
    return told


def _end(call: Call) -> Json:
    """Return when the poll closes by itself, where the call says so."""
    now = call.world.now()
    period, date = call.number("open_period"), call.number("close_date")
    if period and date:
        raise bad_request("open_period and close_date can't be used together")
    if not period and not date:
        return {}
    seconds = period or date - now
    if not _SHORTEST_PERIOD <= seconds <= _LONGEST_PERIOD:
        raise bad_request(f"poll must be open for {_SHORTEST_PERIOD} to {_LONGEST_PERIOD} seconds")
    return {**({"open_period": period} if period else {}), "close_date": now + seconds}
