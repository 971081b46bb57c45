"""The rehearsal shows a pause in hospital and a death, and its summary counts them."""

from datetime import timedelta

from bot.rehearsal.characters import EVERYBODY
from bot.rehearsal.summary import families_of
from db.models import Halt, Kind, Pause, Standing
from tests import cast


def test_among_everybody_one_is_in_hospital_and_one_loses_a_child():
    assert [each.pauses_for for each in EVERYBODY if each.pauses is not None] == ["hospital"]
    assert len([each for each in EVERYBODY if each.loses is not None]) == 1


def test_the_summary_counts_pauses_by_reason_deaths_and_words_that_a_person_sent(database):
    with database.begin() as session:
        site = cast.site(session)
        person = cast.caregiver(session, site, cast.programme(session, site), standing=Standing.BEREAVED)
        until = cast.MONDAY + timedelta(days=3)
        session.add(Pause(person_id=person.id, reason="hospital", since=cast.MONDAY, until=until))
        halt = {"site_id": site.id, "event": 1, "person_id": person.id, "why": "bereaved", "was": "active"}
        session.add(Halt(**halt, since=cast.MONDAY))
        cast.delivery(session, person, kind=Kind.CARE, state="settled", outcome="sent")

    with database.read() as session:
        assert families_of(session) == {"bereaved": 1, "paused:hospital": 1, "words_by_hand": 1}
