"""The bot itself: who it is, its commands per scope and language, its names and descriptions."""

from sandbox import scopes
from sandbox.calls import Call
from sandbox.errors import bad_request
from sandbox.journal import Json

_FEATURES = (
    "can_join_groups",
    "can_read_all_group_messages",
    "supports_inline_queries",
    "can_connect_to_business",
    "has_main_web_app",
)
_LONGEST = {"name": 64, "description": 512, "short_description": 120}


def get_me(call: Call) -> Json:
    """Return the bot as a user, with what it is allowed."""
    told = {**call.bot.user, **dict.fromkeys(_FEATURES, False)}
    return {**told, "can_join_groups": True, "can_read_all_group_messages": call.bot.reads_all}


def set_my_commands(call: Call) -> bool:
    """Replace the commands shown in one scope and language."""
    commands = call.records("commands")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check(command)
    call.bot.commands[_place(call)] = commands
    return True


def get_my_commands(call: Call) -> list[Json]:
    """Return the commands of exactly this scope and language."""
    return call.bot.commands.get(_place(call), [])


def delete_my_commands(call: Call) -> bool:
    """Forget the commands of exactly this scope and language."""
    call.bot.commands.pop(_place(call), None)
    return True


def set_my_name(call: Call) -> bool:
    """Set the name shown for a language; an empty one takes it back."""
    return _set(call, "name")


def set_my_description(call: Call) -> bool:
    """Set the text an empty chat shows in a language; an empty one takes it back."""
    return _set(call, "description")


def set_my_short_description(call: Call) -> bool:
    """Set the text on the bot's profile in a language; an empty one takes it back."""
    return _set(call, "short_description")


def get_my_name(call: Call) -> Json:
    """Return the name in a language, the bot's own where none was set."""
    return {"name": _get(call, "name") or call.bot.user["first_name"]}


def get_my_description(call: Call) -> Json:
    """Return the description in a language."""
    return {"description": _get(call, "description")}


def get_my_short_description(call: Call) -> Json:
    """Return the short description in a language."""
    return {"short_description": _get(call, "short_description")}


def _place(call: Call) -> tuple[str, str]:
    """Return scope and language as one key; raises Refused for a scope or a language that does not exist."""
    scope = call.record("scope") or {"type": "default"}
    language = call.text("language_code")
    if scope.get("type") not in scopes.NAMED:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if language and not (len(language) == 2 and language.isascii() and language.isalpha()):
        raise bad_request("invalid language code specified")
    if "chat_id" in scopes.NAMED[scope["type"]]:
        scope = {**scope, "chat_id": call.world.chat(call.bot, scope.get("chat_id")).id}
    return scopes.key(scope), language


def _check(command: Json) -> None:
    name, description = str(command.get("command", "")).removeprefix("/"), str(command.get("description", ""))
    if not 1 <= len(name) <= 32 or not name.replace("_", "a").isalnum() or name != name.lower():
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def _set(call: Call, field: str) -> bool:
    text = call.text(field)
    if len(text) > _LONGEST[field]:
        raise bad_request(f"{field.replace('_', ' ')} is too long")
    call.bot.profile[field, call.text("language_code")] = text
    return True


def _get(call: Call, field: str) -> str:
    profile = call.bot.profile
    return profile.get((field, call.text("language_code"))) or profile.get((field, ""), "")
