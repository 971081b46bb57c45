"""Who is in a chat."""

from sandbox import standing
from sandbox.calls import Call
from sandbox.errors import bad_request
from sandbox.journal import Json


def get_chat_member(call: Call) -> Json:
    """Return how a person or the bot itself stands in a chat; raises Refused for an unknown id."""
    chat = call.open_chat()
    user_id = call.number("user_id")
    group = call.world.groups.get(chat.id)
    if user_id == call.bot.id:
        return standing.member(call.bot.user, group.bots[user_id] if group else "member")
    person = call.world.people.get(user_id)
    if person is None or (group is None and user_id != chat.id):
        raise bad_request("PARTICIPANT_ID_INVALID")
    here = group is None or user_id in group.people
    return standing.member(person.user, "member" if here else "left")


def get_chat_member_count(call: Call) -> int:
    """Return how many people and bots are in a chat."""
    chat = call.open_chat()
    group = call.world.groups.get(chat.id)
    return len(group.people) + sum(map(group.has_bot, group.bots)) if group else 2


def get_chat_administrators(call: Call) -> list[Json]:
    """Return the administrators of a group: here only the calling bot can be one."""
    chat = call.open_chat()
    group = call.world.groups.get(chat.id)
    if group is None:
        raise bad_request("there are no administrators in the private chat")
    if group.bots[call.bot.id] != "administrator":
        return []
    return [standing.member(call.bot.user, "administrator")]
