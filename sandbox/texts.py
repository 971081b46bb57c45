"""Texts as Telegram takes them: markup parsed, ends trimmed, length held."""

from sandbox import html, limits
from sandbox.calls import Call
from sandbox.errors import bad_request
from sandbox.journal import Json

_COMMAND_ENDS = " \n\t@"


def message_text(call: Call) -> Json:
    """Return `text` and, where there are some, `entities` of a text message.

    Raises Refused for an empty or too long text, or for markup that does not parse.
    """
    text, entities = formatted(call, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if len(text) > limits.TEXT:
        raise bad_request("message is too long")
    return {"text": text, **({"entities": entities} if entities else {})}


def caption(call: Call) -> Json:
    """Return `caption` and `caption_entities` of a media message, each where there is one."""
    text, entities = formatted(call, "caption", "caption_entities")
    if len(text) > limits.CAPTION:
        raise bad_request("message caption is too long")
    told: Json = {"caption": text} if text else {}
    return {**told, "caption_entities": entities} if entities else told


def command_entities(text: str) -> list[Json]:
    """Return the entity of the command that a person's text begins with, if it does."""
    if not text.startswith("/") or len(text) < 2 or text[1] in _COMMAND_ENDS:
        return []
    command = text.split(maxsplit=1)[0]
    return [{"type": "bot_command", "offset": 0, "length": html.units(command)}]


def formatted(
    call: Call, name: str, entities_name: str, mode_name: str = "parse_mode"
) -> tuple[str, list[Json]]:
    """Return one parameter as plain text with its entities; raises Refused for markup that does not parse."""
    text = call.text(name).replace("\r", "")
    mode = call.text(mode_name).lower()
    if mode == "html":
        return _trimmed(*html.parse(text))
    if mode:
        raise bad_request("unsupported parse_mode")
    return _trimmed(text, [_entity(one) for one in call.records(entities_name)])


def _entity(entity: Json) -> Json:
    for name, kind in (("type", str), ("offset", int), ("length", int)):
        if not isinstance(entity.get(name), kind):
            words = "String" if kind is str else "Number"
            raise bad_request(f'can\'t parse MessageEntity: field "{name}" must be of type {words}')
    return entity


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Take the white space off both ends and move the entities along; one left with no text is dropped."""
    kept = text.strip()
    if not entities:
        return kept, entities
    cut = html.units(text[: len(text) - len(text.lstrip())])
    end = html.units(kept)
    moved = []
    for entity in entities:
        first = max(entity["offset"] - cut, 0)
        last = min(entity["offset"] + entity["length"] - cut, end)
        if last > first:
            moved.append({**entity, "offset": first, "length": last - first})
    return kept, moved
