"""Answers to taps."""

from sandbox.calls import Call
from sandbox.errors import bad_request

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(call: Call) -> bool:
    """End a tap's waiting, with a toast, an alert or a link where the call brings one.

    Raises Refused for a query that is unknown, answered, or older than the limit.
    """
    number = call.text("callback_query_id")
    query = call.bot.queries.get(number)
    now = call.world.clock.time()
    if query is None or query.answered or now - query.asked_at > call.world.limits.callback_seconds:
        raise bad_request(_TOO_OLD)
    text, url = call.text("text"), call.text("url")
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answered = True
    if text or url:
        told = {"query": number, "text": text, "show_alert": call.flag("show_alert"), "ts": now}
        query.chat.answers.append({**told, **({"url": url} if url else {})})
        query.chat.version += 1
    return True
