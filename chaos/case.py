"""The case: everything that the audit looks at, sorted so that each check is a comparison."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from chaos.books import Books
from chaos.casualties import Casualties
from chaos.expected import Chat
from chaos.journal import DOCUMENT, REPLY, UNNUMBERED, Call
from db.models import Delivery, Kind
from sandbox.journal import Json

What = tuple[str, int]


@dataclass(frozen=True)
class Case:
    """Books and journal side by side; `called` is how many families were owed a check-in."""

    books: Books
    casualties: Sequence[Casualties]
    calls: Sequence[Call]
    handed: Sequence[Json]
    expected: Mapping[int, Chat]
    called: int

    @cached_property
    def copies(self) -> Counter[tuple[int, What]]:
        """How many copies of each message arrived, by chat and by what it is."""
        return Counter((each.chat, each.what) for each in self.calls if each.sends and each.accepted)

    @cached_property
    def owed(self) -> Mapping[tuple[int, What], Sequence[Delivery]]:
        """The deliveries by the message that they are on the phone."""
        found: dict[tuple[int, What], list[Delivery]] = {}
        for each in self.books.deliveries:
            found.setdefault((self.books.chats[each.person_id], self._what_of(each)), []).append(each)
        return found

    @cached_property
    def killed_sending(self) -> Counter[int]:
        """How often each delivery was in the air at a kill."""
        return Counter(each for kill in self.casualties for each in kill.sending)

    @cached_property
    def killed_answering(self) -> Counter[int]:
        """How often each update was being answered at a kill."""
        return Counter(each for kill in self.casualties for each in kill.answering)

    @cached_property
    def unknown(self) -> Counter[tuple[int, What]]:
        """How many copies arrived of which the bot could not learn."""
        return Counter((each.chat, each.what) for each in self.calls if each.sends and each.arrived_unknown)

    @cached_property
    def lost_answers(self) -> Counter[tuple[int, What]]:
        """How often the bot could not learn what became of a message."""
        return Counter((each.chat, each.what) for each in self.calls if each.sends and each.answer_lost)

    def refused(self, chat: int) -> int:
        """Return how many sends to a chat were refused for good, on purpose."""
        return sum(each.chat == chat and each.sends and each.refused_for_good for each in self.calls)

    def allowed(self, key: tuple[int, What]) -> tuple[int, int]:
        """Return how many repeats of what was owed the kills explain, and how many the lost answers."""
        return sum(self.killed_sending[each.id] for each in self.owed.get(key, ())), self.unknown[key]

    def allowed_replies(self, chat: int) -> int:
        """Return how many repeated replies of a chat the kills and the failed calls explain.

        A reply that is shown again is shown from its beginning. A check-in that is sent again shows the
        question at hand by then, and looks like a reply if that is not the first.
        """
        replies = self.expected[chat].replies
        kills = sum(self.killed_answering[number] * most for number, most in replies.items())
        failed = sum(
            each.chat == chat and each.what == REPLY and (not each.accepted or each.arrived_unknown)
            for each in self.calls
        )
        checkins = [key for key in self.owed if key[0] == chat and key[1][0] == Kind.CHECKIN]
        later = sum(max(0, self._copies_explained(key) - self.copies[key]) for key in checkins)
        return kills + failed * max(replies.values(), default=0) + later

    def _copies_explained(self, key: tuple[int, What]) -> int:
        return len(self.owed[key]) + sum(self.allowed(key))

    def _what_of(self, delivery: Delivery) -> What:
        """Return what a delivery is on the phone, as the journal names it."""
        if delivery.kind == Kind.DIGEST:
            return DOCUMENT
        about = 0 if delivery.kind in UNNUMBERED else delivery.about_id or 0
        return str(delivery.kind), self.books.labels[about] if delivery.kind == "unreachable" else about

    def figures(self) -> dict[str, int]:
        """Return the figures of the table."""
        owed = [key for key in self.copies if key[1] != REPLY]
        air = [len(kill.sending) for kill in self.casualties]
        ended = Counter(str(each.outcome).partition(":")[0] for each in self.books.deliveries)
        return {
            "owed": sum(each.kind != Kind.REMINDER for each in self.books.deliveries),
            "sent": ended["sent"],
            "refused by an injected fault": ended["failed"],
            "ended as unknown": ended["unknown"],
            "in the air at a kill, in all": sum(air),
            "in the air at a kill, at most": max(air, default=0),
            "repeats of what was owed": sum(self.copies[key] - len(self.owed.get(key, ())) for key in owed),
            "replies": sum(self.copies[key] for key in self.copies if key[1] == REPLY),
            "updates made": len({each["update_id"] for each in self.handed}),
            "updates handed out": len(self.handed),
            "updates applied": sum(each.applied_at is not None for each in self.books.heard),
            "answers given": sum(
                len(given) for chat in self.expected.values() for given in chat.answers.values()
            ),
            "answers stored": len(self.books.answers),
            "alerts": len(self.books.alerts),
        }
