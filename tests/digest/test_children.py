"""What a digest says about children: means recounted by hand, who answers apart, few children hidden."""

from collections import defaultdict
from datetime import date, timedelta

import pytest

from db import families
from db.models import Sharing
from flows.digest import compose
from flows.sharing import Reader, What
from reports.suppression import HOUSE, OUTSIDE
from scales import children
from tests import cast
from tests.digest.test_page import squeezed, whole
from tests.digest.ward import DUE, WEEK, Ward, local

BEFORE, AFTER = date(2026, 3, 3), date(2026, 4, 7)
OWN = timedelta(days=2)


class Measured:
    """Children of a ward, each with a parent's and its own forms before and after; keeps what was scored."""

    def __init__(self, session, count: int, language: str = "en") -> None:
        self.ward = Ward(session, count + 1, language).live()
        self.session = session
        self.kept = defaultdict(list)
        for number, person in enumerate(self.ward.families[:count]):
            child = families.new_child(session, person.site_id, local(BEFORE))
            families.link(session, person, child, "mother", local(BEFORE))
            self.forms(number, person, seed=number)
        second = self.ward.families[count]
        families.link(session, second, families.child_of(session, self.ward.families[0].id), "father", DUE)
        self.of_a_second_parent(second)

    def forms(self, number: int, person, *, seed: int) -> None:
        """Both waves of one family; the last one of all misses the second."""
        for wave, day in enumerate((BEFORE, AFTER)):
            for card in children.forms():
                for at, name in enumerate(children.SCALES[card.id]):
                    value = (seed * 7 + at * 11 + wave * 13 + len(card.id)) % 101
                    self.scored(person, card, name, value, day)
                    self.kept[card.id, name, card.respondent].append((number, wave, value))

    def of_a_second_parent(self, person) -> None:
        """A father says the very opposite of the mother; of their one child he is not counted again."""
        for day, value in ((BEFORE, 100), (AFTER, 0)):
            for card in children.forms():
                if card.respondent == children.CAREGIVER:
                    for name in children.SCALES[card.id]:
                        self.scored(person, card, name, value, day)

    def scored(self, person, card, name: str, value: float, day: date) -> None:
        """One score of one form."""
        own = card.respondent == children.CHILD
        asked = cast.checkin(
            self.session, person, self.ward.programme, day=day + (OWN if own else timedelta()),
            battery="child_self" if own else "child", subscription_id=None,
        )  # fmt: skip
        cast.score(
            self.session,
            asked,
            name,
            value,
            instrument=card.id,
            scored_at=local(day) + (OWN if own else OWN / 2),
        )

    def digest(self, files=(), **how):
        """The digest of the week after the second wave."""
        return compose(self.session, worker_id=self.ward.worker.id, week=WEEK, now=DUE, files=files, **how)

    def recounted(self):
        """Number and means by instrument, scale and who answered, in plain Python."""
        told = {}
        for key, rows in self.kept.items():
            waves = [[value for _, at, value in rows if at == wave] for wave in (0, 1)]
            told[key] = (len(waves[0]), *(round(sum(each) / len(each), 1) for each in waves))
        return told


def shown(made):
    """The same of a digest."""
    return {
        (one["instrument"], one["scale"], one["respondent"]): (one["n"], one["before"], one["after"])
        for one in made.figures["sections"]["children"]
    }


def test_the_means_before_and_after_equal_the_recount_and_a_child_counts_once(session) -> None:
    measured = Measured(session, 6)

    told, again = shown(measured.digest()), measured.recounted()

    assert told.keys() == again.keys()
    for key, (n, *means) in again.items():
        assert told[key] == (n, pytest.approx(means[0], abs=0.06), pytest.approx(means[1], abs=0.06))
    assert {n for n, _, _ in told.values()} == {6}


def test_what_a_caregiver_is_counted_from_has_nothing_of_the_child(session) -> None:
    sections = Measured(session, 6).digest().figures["sections"]

    assert (sections["outcomes"], sections["areas"]) == ([], [])


def test_few_children_are_counted_and_not_averaged(session) -> None:
    told = shown(Measured(session, 4).digest())

    assert set(told.values()) == {(4, None, None)}


@pytest.mark.parametrize(("view", "n"), [(HOUSE, 6), (OUTSIDE, None)])
def test_readers_from_elsewhere_see_means_of_enough_children_only(session, view: str, n: int | None) -> None:
    told = shown(Measured(session, 6).digest(view=view))

    assert {row[0] for row in told.values()} == {n}
    assert all((row[1] is None) == (n is None) for row in told.values())


def test_a_family_that_keeps_its_answers_to_itself_is_counted_nowhere(session) -> None:
    measured = Measured(session, 6)
    session.add(
        Sharing(
            person_id=measured.ward.families[1].id, reader=Reader.SOCIAL_WORKER, what=What.SCORES,
            shared=False, changed_at=DUE,
        )
    )  # fmt: skip
    session.flush()

    assert {n for n, _, _ in shown(measured.digest()).values()} == {5}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("The children: at first and latest", "say parents", "Being accepted", "not validated")),
        ("zh-Hans", ("孩子：开始和最近", "家长说", "孩子自己说", "主动表达", "从不合在一起")),
    ],
)
def test_the_page_shows_both_who_answer_beside_each_other(session, language: str, words) -> None:
    measured = Measured(session, 6, language)
    page = squeezed(measured.digest(files=("pdf",)).pdf)
    means = measured.recounted()

    assert all("".join(word.split()) in page for word in words)
    for who in ("child_social", "child_social_self"):
        n, before, after = means[who, "peer_acceptance", "child" if who.endswith("self") else "caregiver"]
        assert f"{n}{before}→{after}" in page


def test_a_programme_without_children_says_nothing_of_any(english) -> None:
    assert english.figures["sections"]["children"] == []
    assert "The children" not in whole(english.pdf)
