"""Letters: a text as it is meant, whatever its spaces, widths, digits and drawn-out letters. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property

# Between two of these no phrase goes on.
STOPS = "。！？；，、!?;,…"
SIGN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
SIGNS = re.compile(f"[{SIGN}]")
DRAWN_OUT = re.compile(r"(.)\1{2,}")
SPELLED = re.compile(r"(?<!\S)(?:\S ){3,}\S(?!\S)")
DIGITS = str.maketrans("0134578@$", "oleastbas")
# A one may stand for an i as well as for an l: with digits in it, a text is read as if these were one letter.
ONE_LETTER = str.maketrans("i", "l")
APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ＇")


def plain(text: str) -> str:
    """Return the text in small letters of normal width, without invisible marks and accents."""
    folded = unicodedata.normalize("NFKD", text.replace("\u3000", " ")).casefold()
    return "".join(
        letter
        for letter in folded
        if unicodedata.category(letter) not in {"Cf", "Cc", "Mn"} or letter == "\n"
    )


class Read:
    """One text in every way in which it can be read: `signs` for Chinese, several `words` for letters."""

    def __init__(self, text: str) -> None:
        self._plain = plain(text)

    @cached_property
    def signs(self) -> str:
        """The text without anything between its characters but stops, each as one bar."""
        kept = (letter if letter.isalnum() else "|" if letter in STOPS else "" for letter in self._plain)
        return "".join(kept)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The text as words, each way once: as it stands, and with marks, digits and long letters undone."""
        bare = self._plain.translate(APOSTROPHES)
        joined = re.sub(r"[^\w\s]|_", "", bare)
        ways = [bare, joined]
        ways += [DRAWN_OUT.sub(put, each) for each in (bare, joined) for put in (r"\1\1", r"\1")]
        ways = [_words(each) for each in ways]
        ways += [SPELLED.sub(lambda run: run.group().replace(" ", ""), each) for each in ways[:2]]
        return tuple(dict.fromkeys(ways))

    @cached_property
    def guessed(self) -> str:
        """The text as words with letters in place of digits; empty where there are none in it."""
        bare = self._plain.translate(APOSTROPHES)
        guessed = bare.translate(DIGITS)
        return "" if guessed == bare else _words(guessed).translate(ONE_LETTER)


class Phrase:
    """One thing to look for: with a Chinese character it is looked for anywhere, else as whole words."""

    def __init__(self, text: str) -> None:
        self.text = text
        folded = plain(text)
        self.has_signs = SIGNS.search(folded) is not None
        self.key = (
            "".join(letter for letter in folded if letter.isalnum())
            if self.has_signs
            else _words(folded.translate(APOSTROPHES))
        )
        self._solid = self.key.replace(" ", "")

    def spans(self, read: Read) -> Iterator[tuple[int, int, int]]:
        """Yield where the phrase stands: in which way of reading, from where to where."""
        if self.has_signs:
            yield from self._all(read.signs, self.key, 0)
            return
        for number, words in enumerate(read.words, 1):
            yield from self._all(f" {words} ", f" {self.key} ", number)
            if " " in self.key or len(self._solid) >= len("suicide"):
                # Spelled letter by letter its words run together.
                yield from self._all(f" {words} ", f" {self._solid} ", number)
        yield from self._all(f" {read.guessed} ", f" {self.key.translate(ONE_LETTER)} ", -1)

    @staticmethod
    def _all(text: str, key: str, number: int) -> Iterator[tuple[int, int, int]]:
        at = text.find(key)
        while at >= 0:
            yield number, at, at + len(key)
            at = text.find(key, at + 1)


def _words(text: str) -> str:
    """Return the words of a text, one space between them; Chinese characters stand between words."""
    return " ".join(re.sub(rf"[^\w]|[_{SIGN}]", " ", text).split())
