"""Case labels: one label is one person of a site, also over several programmes and after leaving."""

from concurrent.futures import ThreadPoolExecutor

from db import labels, programmes
from db.models import Person, Programme, Role
from tests import cast


def newcomers(database, count: int, **columns) -> list[int]:
    """Caregivers of site 1 who have no place yet."""
    with database.begin() as session:
        site = programmes.site(session, 1)
        first = 5001 if not columns else 6001
        return [cast.person(session, site, chat=first + n, **columns).id for n in range(count)]


def two_programmes(database) -> tuple[int, int]:
    """A site with two programmes, nobody in them."""
    with database.begin() as session:
        site = cast.site(session)
        return tuple(cast.programme(session, site, name=name).id for name in ("Spring", "Autumn"))


def enrol(database, person_id: int, programme_id: int) -> str:
    """Give a person a place, and return their label in it."""
    with database.begin() as session:
        person, programme = session.get_one(Person, person_id), session.get_one(Programme, programme_id)
        # Whoever joins has rows that refer to the site before the place is given.
        cast.delivery(session, person, subject=f"welcome:{programme_id}")
        return programmes.enrol(session, person, programme, cast.MONDAY).label


def test_labels_run_on_over_the_programmes_of_a_site(database):
    spring, autumn = two_programmes(database)
    first, second, third = newcomers(database, 3)

    assert enrol(database, first, spring) == "C-01"
    assert enrol(database, second, autumn) == "C-02"
    assert enrol(database, third, spring) == "C-03"


def test_a_person_keeps_the_label_in_another_programme(database):
    spring, autumn = two_programmes(database)
    first, second = newcomers(database, 2)
    (worker,) = newcomers(database, 1, role=Role.SOCIAL_WORKER)
    enrol(database, first, spring)
    enrol(database, worker, spring)
    enrol(database, second, spring)

    assert enrol(database, second, autumn) == "C-02"
    assert enrol(database, worker, autumn) == "W-01"


def test_where_somebody_else_has_it_already_a_new_label_is_given(database):
    spring, autumn = two_programmes(database)
    old, kept = newcomers(database, 2)
    with database.begin() as session:
        for person_id, programme_id in ((old, spring), (kept, autumn)):
            person, programme = session.get_one(Person, person_id), session.get_one(Programme, programme_id)
            cast.enrolment(session, person, programme, label="C-01")

    assert enrol(database, old, autumn) == "C-02"


def test_a_label_that_two_have_is_not_taken_into_a_third_programme(database):
    spring, autumn = two_programmes(database)
    with database.begin() as session:
        winter = cast.programme(session, programmes.site(session, 1), name="Winter").id
    first, second = newcomers(database, 2)
    with database.begin() as session:
        for person_id, programme_id in ((first, spring), (second, autumn)):
            person, programme = session.get_one(Person, person_id), session.get_one(Programme, programme_id)
            cast.enrolment(session, person, programme, label="C-01")

    assert enrol(database, first, winter) == "C-02"


def test_the_label_of_somebody_forgotten_is_given_to_nobody_of_the_site(database):
    spring, autumn = two_programmes(database)
    first, second = newcomers(database, 2)
    enrol(database, first, spring)
    with database.begin() as session:
        place = programmes.place_of(session, first, spring)
        labels.keep(session, place)
        session.delete(place)

    assert enrol(database, second, autumn) == "C-02"


def test_many_who_join_at_once_never_share_a_label(database):
    spring, autumn = two_programmes(database)
    people = newcomers(database, 12)

    with ThreadPoolExecutor(6) as threads:
        given = list(threads.map(lambda n: enrol(database, people[n], (spring, autumn)[n % 2]), range(12)))

    assert sorted(given) == [f"C-{n:02d}" for n in range(1, 13)]
