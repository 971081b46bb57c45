"""The catalogues: every word the bot says, by key and language, one .po file an area."""

import gettext
from collections.abc import Mapping
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "locales"
LANGUAGES: Mapping[str, str] = {"zh-Hans": "简体中文", "en": "English"}


class NoWords(KeyError):
    """A key that a catalogue lacks: add it to every language under content/locales."""


class Words:
    """The words of one language; `say` escapes what is put into them, so a name cannot break the markup."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts, self._translations = _load(language)

    def say(self, key: str, /, **values: object) -> str:
        """Return the text of `key` as HTML, placeholders filled; raises NoWords for an unknown key."""
        if key not in self._texts:
            raise NoWords(f"{key} ({self.language})")
        return self._translations.gettext(key).format(**_escaped(values))

    def count(self, key: str, n: int, /, **values: object) -> str:
        """Return the plural form of `key` that fits `n`; the placeholder {n} holds the number."""
        if key not in self._texts:
            raise NoWords(f"{key} ({self.language})")
        return self._translations.ngettext(key, f"{key}+", n).format(n=n, **_escaped(values))

    def keys(self) -> Mapping[str, tuple[str, ...]]:
        """Return every key with its text, or its plural forms."""
        return self._texts


@cache
def words(language: str) -> Words:
    """Return the words of `language`; raises NoWords for a language we do not speak."""
    if language not in LANGUAGES:
        raise NoWords(language)
    return Words(language)


def nearest(code: str | None) -> str | None:
    """Return our language for a Telegram language code, or None if we do not speak it."""
    if not code:
        return None
    if code.lower().startswith("zh"):
        return "zh-Hans"
    return "en" if code.lower().startswith("en") else None


def _escaped(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: value if isinstance(value, int) else escape(str(value), quote=False)
        for name, value in values.items()
    }


def _load(language: str) -> tuple[dict[str, tuple[str, ...]], gettext.GNUTranslations]:
    folder = FOLDER / language.replace("-", "_")
    whole = Catalog(locale=language.replace("-", "_"))
    texts: dict[str, tuple[str, ...]] = {}
    for file in sorted(folder.glob("*.po")):
        for message in read_po(BytesIO(file.read_bytes()), locale=whole.locale):
            if not message.id:
                continue
            key = message.id if isinstance(message.id, str) else message.id[0]
            if key in texts:
                raise ValueError(f"{file.name}: {key} is in two files")
            whole.add(message.id, message.string)
            texts[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return texts, gettext.GNUTranslations(compiled)
