"""Telegram's HTML subset: markup in, plain text and entities out, errors in Telegram's words."""

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox import references
from sandbox.errors import Refused, bad_request

Json = dict[str, Any]
TAGS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
}
_SPECIAL = re.compile(r"[<&]")
_NAME = re.compile(r"[^\s>]*")
_SPACE = re.compile(r"\s*")
_ATTRIBUTE = re.compile(r"[^\s=>/\"']*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


def units(text: str) -> int:
    """Return the length of `text` in UTF-16 code units, in which entities are measured."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def parse(html: str) -> tuple[str, list[Json]]:
    """Return the plain text of `html` and its entities, in order of their offsets.

    Raises Refused with "can't parse entities" and the byte offset, like Telegram.
    """
    if not _SPECIAL.search(html):
        return html, []
    return _Parser(html).run()


@dataclass
class _Tag:
    name: str
    offset: int
    attributes: dict[str, str]
    language: tuple[str, int] | None = None


@dataclass
class _Parser:
    html: str
    at: int = 0
    length: int = 0
    parts: list[str] = field(default_factory=list)
    open: list[_Tag] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def run(self) -> tuple[str, list[Json]]:
        while found := _SPECIAL.search(self.html, self.at):
            self._write(self.html[self.at : found.start()])
            self.at = found.start()
            if found[0] == "&":
                character, self.at = references.character(self.html, self.at)
                self._write(character)
            elif self.html.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        self._write(self.html[self.at :])
        if self.open:
            raise _error(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.parts), self.entities

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += units(text)

    def _start_tag(self) -> None:
        begin = self.at
        name, at = _match(_NAME, self.html, begin + 1)
        if at == len(self.html):
            raise self._error_at("Unclosed start tag", begin)
        name = name.lower()
        if name not in TAGS:
            raise self._error_at(f'Unsupported start tag "{name}"', begin)
        attributes, self.at = self._attributes(name, begin, at)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._error_at('Tag "span" must have class "tg-spoiler"', begin)
        if name == "tg-emoji" and not attributes.get("emoji-id", "").isdigit():
            raise self._error_at("Invalid custom emoji identifier specified", begin)
        self.open.append(_Tag(name, self.length, attributes))

    def _attributes(self, tag: str, begin: int, at: int) -> tuple[dict[str, str], int]:
        """Return the attributes from `at` on, and the position behind the closing '>'."""
        found: dict[str, str] = {}
        while True:
            _, at = _match(_SPACE, self.html, at)
            if self.html.startswith(">", at):
                return found, at + 1
            if at == len(self.html):
                raise self._error_at(f'Unclosed start tag "{tag}"', begin)
            name, at = _match(_ATTRIBUTE, self.html, at)
            if not name:
                raise self._error_at(f'Empty attribute name in the tag "{tag}"', begin)
            _, at = _match(_SPACE, self.html, at)
            value = ""
            if self.html.startswith("=", at):
                value, at = self._value(tag, begin, at + 1)
            found[name.lower()] = value

    def _value(self, tag: str, begin: int, at: int) -> tuple[str, int]:
        _, at = _match(_SPACE, self.html, at)
        if at == len(self.html):
            raise self._error_at(f'Unclosed start tag "{tag}"', begin)
        quote = self.html[at]
        if quote in "\"'":
            end = self.html.find(quote, at + 1)
            if end < 0 or end + 1 == len(self.html):
                raise self._error_at("Unclosed start tag", begin)
            return references.decoded(self.html[at + 1 : end]), end + 1
        value, end = _match(_TOKEN, self.html, at)
        if end == len(self.html) or not (self.html[end].isspace() or self.html[end] == ">"):
            raise self._error_at("Unexpected end of name token", at)
        return value.lower(), end

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise self._error_at("Unexpected end tag", begin)
        name, at = _match(_NAME, self.html, begin + 2)
        _, at = _match(_SPACE, self.html, at)
        if not self.html.startswith(">", at):
            raise self._error_at("Unclosed end tag", begin)
        tag = self.open.pop()
        if name and name.lower() != tag.name:
            raise self._error_at("Unmatched end tag", begin, f', expected "</{tag.name}>", found "</{name}>"')
        self.at = at + 1
        self._close(tag)

    def _close(self, tag: _Tag) -> None:
        length = self.length - tag.offset
        if not length:
            return
        outer = self.open[-1] if self.open else None
        language = tag.attributes.get("class", "").removeprefix("language-")
        if tag.name == "code" and language and outer and (outer.name, outer.offset) == ("pre", tag.offset):
            outer.language = (language, length)
            return
        entity: Json = {"type": TAGS[tag.name], "offset": tag.offset, "length": length}
        if tag.name == "a":
            entity["url"] = tag.attributes.get("href") or self._written_since(tag.offset)
        elif tag.name == "tg-emoji":
            entity["custom_emoji_id"] = tag.attributes["emoji-id"]
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        elif tag.language and tag.language[1] == length:
            entity["language"] = tag.language[0]
        self.entities.append(entity)

    def _written_since(self, offset: int) -> str:
        return "".join(self.parts).encode("utf-16-le")[offset * 2 :].decode("utf-16-le")

    def _error_at(self, words: str, position: int, rest: str = "") -> Refused:
        return _error(f"{words} at byte offset {len(self.html[:position].encode())}{rest}")


def _match(pattern: re.Pattern[str], text: str, at: int) -> tuple[str, int]:
    found = pattern.match(text, at)
    return (found[0], found.end()) if found else ("", at)


def _error(words: str) -> Refused:
    return bad_request(f"can't parse entities: {words}")
