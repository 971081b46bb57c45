"""Whose menu a bot's commands are for, and which of them a person sees."""

from sandbox.journal import Json
from sandbox.state import Bot, World

NAMED: dict[str, tuple[str, ...]] = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def key(scope: Json) -> str:
    """Return a scope as text, without what does not belong to its type."""
    named = ",".join(f"{name}={scope.get(name)}" for name in NAMED[scope["type"]])
    return f"{scope['type']}({named})"


def shown(world: World, bot: Bot, person: int, group: int | None = None) -> list[Json]:
    """Return the commands a person sees in private or in a group.

    The narrowest scope that has any for the person's language counts, then the same
    scope without a language; a person is never an administrator of a group here.
    """
    language = world.person(person).user.get("language_code", "")[:2]
    if group is None:
        scopes: list[Json] = [{"type": "chat", "chat_id": person}, {"type": "all_private_chats"}]
    else:
        member = {"type": "chat_member", "chat_id": group, "user_id": person}
        scopes = [member, {"type": "chat", "chat_id": group}, {"type": "all_group_chats"}]
    for scope in [*scopes, {"type": "default"}]:
        for spoken in (language, ""):
            commands = bot.commands.get((key(scope), spoken))
            if commands:
                return commands
    return []
