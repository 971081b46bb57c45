"""The rest of the staff: who may come in beside the ward's own worker."""

from collections.abc import Callable

from db.models import Person, Programme, SiteRow
from tests import cast
from tests.journeys.ward import Ward

SECOND, ELSEWHERE, ADMIN = 2002, 2003, 2004


async def arrive(ward: Ward, user: int, name: str, add: Callable[..., Person]) -> int:
    """Let another of the staff come in and open their chat."""
    ward.box.add_person(user_id=user, first_name=name, language_code="en")
    person = ward.change(
        lambda s: (
            add(s, s.get_one(SiteRow, 1), s.get_one(Programme, 1), chat=user, called=name, language="en").id
        )
    )
    await ward.text(user, "/help")
    assert isinstance(person, int)
    return person


async def second_worker(ward: Ward) -> int:
    """Mei works beside Lin."""
    return await arrive(ward, SECOND, "Mei", lambda *rows, **how: cast.worker(*rows, label="W-02", **how))


async def an_admin(ward: Ward) -> int:
    """Wu keeps the site."""
    return await arrive(
        ward, ADMIN, "Wu", lambda session, site, programme, **how: cast.admin(session, site, **how)
    )


async def worker_elsewhere(ward: Ward) -> int:
    """Ana works in another programme."""

    def add(session, site, programme, **how):
        return cast.worker(session, site, cast.programme(session, site, name="Other group"), **how)

    return await arrive(ward, ELSEWHERE, "Ana", add)
