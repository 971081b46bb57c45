"""The cast itself: every kind of row goes in on both databases."""

from db.models import Person, Role
from tests import cast


def test_the_whole_cast_can_be_stored_with_its_defaults(database):
    with database.begin() as session:
        site = cast.site(session)
        programme = cast.programme(session, site)
        lin = cast.worker(session, site, programme)
        amina = cast.caregiver(session, site, programme)
        cast.admin(session, site)
        subscription = cast.subscription(session, amina, programme)
        checkin = cast.checkin(session, amina, programme, subscription_id=subscription.id)
        cast.answer(session, checkin, "mood", 3)
        cast.score(session, checkin, "total", 4)
        cast.alert(session, amina, programme)
        cast.delivery(session, amina)

    with database.read() as session:
        found = session.get_one(Person, amina.id)
        assert (found.called, found.chat, found.role) == ("Amina", "1002", Role.CAREGIVER)
        assert session.get_one(Person, lin.id).called == "Lin"
