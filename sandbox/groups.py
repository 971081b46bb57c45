"""What happens to groups: founded, bots let in and thrown out, people coming and going, migration."""

from sandbox import standing, talk
from sandbox.chat import Chat
from sandbox.errors import Misuse, NotInGroup
from sandbox.group import Group
from sandbox.journal import Json
from sandbox.state import Bot, Person, World

_KICKED = "Forbidden: bot was kicked from the {kind} chat"


def found(
    world: World, group: int, title: str, people: list[int] | None = None, supergroup: bool = False
) -> Json:
    """Let a group with these people exist, and return it as a chat; its number is below zero."""
    if group >= 0 or group in world.groups:
        raise Misuse(f"{group} cannot be a new group: take a number below zero that is not in use")
    members = {person for person in people or [] if world.person(person)}
    made = Group(group, title, "supergroup" if supergroup else "group", members)
    world.groups[group] = made
    return made.info


def admit(world: World, user_id: int, group: int, bot: str | None = None) -> None:
    """Let a person bring a bot into the group; the bot learns of it and the group sees it."""
    its_bot, place, person = _actors(world, user_id, group, bot)
    if place.has_bot(its_bot.id):
        raise Misuse(f"the bot is in the group {group} already")
    old = place.bots.get(its_bot.id, "left")
    place.bots[its_bot.id] = "member"
    chat = its_bot.chats.setdefault(group, Chat(group, place.info))
    chat.closed = None
    standing.tell(world, its_bot, chat, person, "member", old)
    talk.tell(world, place, person, {"new_chat_members": [its_bot.user]}, service=True)


def expel(world: World, user_id: int, group: int, bot: str | None = None) -> None:
    """Let a person throw a bot out of the group; the bot learns of it and cannot send there any more."""
    its_bot, place, person = _present(world, user_id, group, bot)
    old, place.bots[its_bot.id] = place.bots[its_bot.id], "kicked"
    chat = its_bot.chats[group]
    chat.closed = _KICKED.format(kind=place.kind)
    standing.tell(world, its_bot, chat, person, "kicked", old)


def promote(world: World, user_id: int, group: int, bot: str | None = None) -> None:
    """Let a person make a bot administrator of the group: it hears everything, members and reactions too."""
    its_bot, place, person = _present(world, user_id, group, bot)
    old, place.bots[its_bot.id] = place.bots[its_bot.id], "administrator"
    standing.tell(world, its_bot, its_bot.chats[group], person, "administrator", old)


def join(world: World, user_id: int, group: int) -> None:
    """Let a person come into the group."""
    person, place = world.person(user_id), world.group(group)
    if user_id in place.people:
        raise Misuse(f"person {user_id} is in the group {group} already")
    place.people.add(user_id)
    _moved(world, place, person, "member", "left", {"new_chat_members": [person.user]})


def leave(world: World, user_id: int, group: int) -> None:
    """Let a person go out of the group."""
    person, place = world.person(user_id), world.group(group)
    place.expect(user_id)
    place.people.remove(user_id)
    _moved(world, place, person, "left", "member", {"left_chat_member": person.user})


def migrate(world: World, user_id: int, group: int, to: int) -> Json:
    """Let a person turn the group into a supergroup under a new number, and return it as a chat.

    Both chats hold a message that says so; whatever is sent to the old number is
    refused with the new one.
    """
    person, old = world.person(user_id), world.group(group)
    old.expect(user_id)
    if old.kind != "group":
        raise Misuse(f"{group} is a supergroup already")
    found(world, to, old.title, sorted(old.people), supergroup=True)
    new = world.groups[to]
    new.bots = dict(old.bots)
    talk.tell(world, old, person, {"migrate_to_chat_id": to}, service=True)
    for bot in world.bots.values():
        if new.has_bot(bot.id):
            bot.chats[to] = Chat(to, new.info)
            bot.chats[group].moved_to = to
    talk.tell(world, new, person, {"migrate_from_chat_id": group}, service=True)
    old.moved_to = to
    return new.info


def _actors(world: World, user_id: int, number: int, which: str | None) -> tuple[Bot, Group, Person]:
    place = world.group(number)
    place.expect(user_id)
    return world.bot(which), place, world.person(user_id)


def _present(world: World, user_id: int, number: int, which: str | None) -> tuple[Bot, Group, Person]:
    bot, place, person = _actors(world, user_id, number, which)
    if not place.has_bot(bot.id):
        raise NotInGroup(f"the bot is not in the group {number}")
    return bot, place, person


def _moved(world: World, group: Group, person: Person, new: str, old: str, content: Json) -> None:
    """Tell of a person who came or went: everybody by a message, administrators by an update as well."""
    for bot in world.bots.values():
        if group.bots.get(bot.id) == "administrator":
            standing.tell_of(world, bot, bot.chats[group.id], person, new, old)
    talk.tell(world, group, person, content, service=True)
