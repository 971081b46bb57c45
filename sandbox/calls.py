"""A call of one Bot API method: its parameters, read as the method needs them."""

from dataclasses import dataclass, field

import orjson

from sandbox.chat import Chat
from sandbox.errors import Refused, bad_request
from sandbox.files import Upload
from sandbox.journal import Json
from sandbox.state import Bot, World

OBJECTS = frozenset(
    {
        "allowed_updates",
        "caption_entities",
        "correct_option_ids",
        "commands",
        "entities",
        "explanation_entities",
        "link_preview_options",
        "media",
        "message_ids",
        "options",
        "permissions",
        "question_entities",
        "reaction",
        "reply_markup",
        "reply_parameters",
        "scope",
        "suggested_post_parameters",
    }
)


@dataclass
class Call:
    """One call of `method` by `bot`; `params` is as received, with structured JSON text parsed."""

    world: World
    bot: Bot
    method: str
    params: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a parameter as text, empty where it is missing."""
        value = self.params.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """Return a parameter as a whole number, or `default` where it is missing or no number."""
        try:
            return int(str(self.params.get(name, default)))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Tell whether a parameter says yes."""
        return str(self.params.get(name, "")).lower() in ("true", "yes", "1")

    def record(self, name: str) -> Json:
        """Return a parameter that is an object, empty where it is missing; else raises Refused."""
        value = self.params.get(name)
        if value is None or value == "":
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {_said(name)} JSON object")
        return value

    def records(self, name: str) -> list[Json]:
        """Return a parameter that is an array of objects, empty where it is missing; else raises Refused."""
        value = self.params.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise bad_request(f"can't parse {_said(name)}: expected an Array of Objects")
        return value

    def numbers(self, name: str) -> list[int]:
        """Return a parameter that is an array of whole numbers; raises Refused for anything else."""
        value = self.params.get(name)
        if not isinstance(value, list) or not all(isinstance(item, int) for item in value):
            raise bad_request(f"can't parse {_said(name)}: expected an Array of Numbers")
        return value

    def chat(self, name: str = "chat_id") -> Chat:
        """Return the chat that a parameter names; raises Refused where it is missing, unknown or moved."""
        if not self.text(name):
            raise bad_request(f"{name} is empty")
        chat = self.world.chat(self.bot, self.params[name])
        if chat.moved_to is not None:
            raise Refused(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": chat.moved_to},
            )
        return chat

    def open_chat(self) -> Chat:
        """Return the chat to send to; raises Refused (403) where the bot may not."""
        chat = self.chat()
        if chat.closed is not None:
            raise Refused(403, chat.closed)
        return chat


def _said(name: str) -> str:
    return name.replace("_", " ")


def structured(params: Json) -> Json:
    """Parse the JSON text of structured parameters in place and return them all; broken text stays text."""
    for name in OBJECTS.intersection(params):
        value = params[name]
        if isinstance(value, str) and value[:1] in ("{", "["):
            try:
                params[name] = orjson.loads(value)
            except orjson.JSONDecodeError:
                continue
    return params
