"""Answers to taps."""

from sandbox.calls import Call
from sandbox.errors import bad_request

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(call: Call) -> bool:
    """End a tap's waiting, with a toast or an alert where the call brings a text.

    Raises Refused for a query that is unknown, answered, or older than the limit.
    """
    number = call.text("callback_query_id")
    query = call.bot.queries.get(number)
    now = call.world.clock.time()
    if query is None or query.answered or now - query.asked_at > call.world.limits.callback_seconds:
        raise bad_request(_TOO_OLD)
    text = call.text("text")
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answered = True
    if text:
        alert = call.flag("show_alert")
        query.chat.answers.append({"query": number, "text": text, "show_alert": alert, "ts": now})
        query.chat.version += 1
    return True
