"""The library: by what one feels, by a word, by what one keeps; a piece, and whether it helped."""

from collections.abc import Sequence
from datetime import timedelta

from content.library import library
from content.library.piece import Piece
from content.message import Button, Message, Reply, Rows, column, edit, send
from db import deliveries, people, practices
from db.models import Draft, Kind, Priority
from flows import leaf
from flows.act import Act
from flows.arm import Waiting, waits_for_programme
from flows.errors import OldButton

SEARCH, SEARCH_LASTS = "library", timedelta(minutes=30)
A_PAGE = 5
FEELINGS = (
    "sleep", "worry", "low", "worn", "angry", "guilty", "body", "alone", "family", "child", "ward", "news",
    "ahead", "group",
)  # fmt: skip


def open_(act: Act, *, word: str = "") -> Reply:
    """Open the library, or look in it for a word."""
    come_in(act)
    return send(_found(act, word) if word else _menu(act, 0))


def menu(act: Act, *, page: int) -> Reply:
    """Show a page of what one may feel."""
    come_in(act)
    return edit(_menu(act, page))


def felt(act: Act, *, feeling: str, page: int) -> Reply:
    """Show the pieces for what one feels."""
    come_in(act)
    if feeling not in FEELINGS:
        raise OldButton
    said = act.words.say(f"library.feel.{feeling}")
    return edit(_titles(act, said, library().felt(feeling), f"library:felt:{feeling}", page))


def kept(act: Act, *, page: int) -> Reply:
    """Show the pieces that the person keeps at hand."""
    come_in(act)
    mine = practices.favourites(act.session, act.who.id)
    said = act.words.say("library.kept" if mine else "library.kept_none")
    return edit(_titles(act, said, mine, "library:kept", page))


def read(act: Act, *, key: str) -> Reply:
    """Show a whole piece."""
    return edit(_leaf(act, _open_piece(act, key)))


def judge(act: Act, *, key: str, helped: str) -> Reply:
    """Keep whether a piece helped, and show it again with what was said."""
    piece = _open_piece(act, key)
    practices.judge(act.session, act.who, key, helped, act.now)
    return edit(_leaf(act, piece).with_note(act.words.say(f"library.noted.{helped}")))


def keep(act: Act, *, key: str, at_hand: bool) -> Reply:
    """Keep a piece at hand, or let it go."""
    piece = _open_piece(act, key)
    if at_hand:
        practices.keep(act.session, act.who, key, act.now)
    else:
        practices.let_go(act.session, act.who.id, key)
    return edit(_leaf(act, piece))


def ask_medium(act: Act, *, key: str) -> Reply:
    """Queue the medium of a piece: its size was on the button."""
    piece = _open_piece(act, key)
    if piece.front.media is None:
        raise OldButton
    owed = {
        "site_id": act.who.site_id,
        "kind": Kind.MATERIAL,
        "subject": leaf.medium_subject(piece.front.media, act.update_id),
        "person_id": act.who.id,
        "priority": Priority.REPLY,
        "due_at": act.now,
        "queued_at": act.now,
    }
    deliveries.queue(act.session, [owed])
    return edit(_leaf(act, piece).with_note(act.words.say("library.on_its_way")))


def ask_word(act: Act) -> Reply:
    """Ask for a word to look for."""
    come_in(act)
    people.begin_draft(act.session, act.who.id, SEARCH, "word", said={}, now=act.now, lasts=SEARCH_LASTS)
    back = column(Button(act.words.say("library.back"), "library:menu:0"))
    return edit(Message(act.words.say("library.which_word"), back))


def hear_word(act: Act, draft: Draft, text: str) -> Reply:
    """Look for what was written; the next thing written is heard as ever."""
    people.drop_draft(act.session, act.who.id)
    come_in(act)
    return send(_found(act, text))


def come_in(act: Act) -> None:
    """Let the person in; raises Waiting for somebody whose programme comes later."""
    if waits_for_programme(act.session, act.who):
        raise Waiting


def _open_piece(act: Act, key: str) -> Piece:
    """Return a piece that is open to everybody; raises OldButton for any other."""
    come_in(act)
    piece = library().text(key, act.language)
    if piece is None or piece.front.sent_by_person_only:
        raise OldButton
    return piece


def _leaf(act: Act, piece: Piece) -> Message:
    mine = practices.verdicts(act.session, act.who.id), practices.favourites(act.session, act.who.id)
    return leaf.page(piece, act.words, buttons=leaf.below(piece, act.words, verdicts=mine[0], kept=mine[1]))


def _menu(act: Act, page: int) -> Message:
    say = act.words.say
    lines = [Button(say(f"library.feel.{each}"), f"library:felt:{each}:0") for each in FEELINGS]
    ways = (
        Button(say("library.search"), "library:search"),
        Button(say("library.kept_ones"), "library:kept:0"),
        Button(say("library.step"), "library:step"),
    )
    return Message(say("library.menu"), (*_page(act, lines, "library:menu", page), ways))


def _found(act: Act, word: str) -> Message:
    keys = library().found(word, act.language)[:A_PAGE]
    key = "library.found" if keys else "library.found_none"
    return _titles(act, act.words.say(key, word=word[:40]), keys, "library:found", 0)


def _titles(act: Act, said: str, keys: Sequence[str], verb: str, page: int) -> Message:
    """Return a page of titles below what is said; a title that left the shelf is not among them."""
    texts = [library().text(key, act.language) for key in keys]
    lines = [
        Button(piece.front.title, f"library:read:{piece.front.key}") for piece in texts if piece is not None
    ]
    back = Button(act.words.say("library.back"), "library:menu:0")
    return Message(said, (*_page(act, lines, verb, page), (back,)))


def _page(act: Act, lines: Sequence[Button], verb: str, page: int) -> Rows:
    """Return one page of buttons, one below the other, with the ways to the pages beside it."""
    last = max(0, (len(lines) - 1) // A_PAGE)
    page = min(page, last)
    rows = column(*lines[page * A_PAGE : (page + 1) * A_PAGE])
    turns = [
        Button(act.words.say(f"library.{way}"), f"{verb}:{to}")
        for way, to in (("earlier", page - 1), ("further", page + 1))
        if 0 <= to <= last
    ]
    return (*rows, tuple(turns)) if turns else rows
