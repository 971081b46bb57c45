"""The grounds of the walk: three programmes on two sites, everybody in them, and what is theirs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from db import programmes
from db.models import AlertState, Broadcast, Person, Programme, Role, Sending, SiteRow, Standing
from db.session import Session
from tests import cast

AMINA, NEXT, THIRD, FAR, GONE = 1001, 1002, 1003, 1004, 1005
LIN, MEI, ANA, BO, NURSE, QIAO, WU, EVE, STRANGER = 2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008, 9001


Families = Mapping[int, tuple[SiteRow, Programme, str]]


@dataclass(frozen=True)
class Thing:
    """Something that an act can be about: its number, whose it is, and where."""

    id: int
    owner: int
    programme: int
    site: int
    entered_by: int | None = None


@dataclass
class Grounds:
    """Who is there by Telegram id, where they work, and every thing by what it is."""

    people: dict[int, Person] = field(default_factory=dict)
    places: dict[int, set[int]] = field(default_factory=dict)
    things: dict[str, list[Thing]] = field(default_factory=dict)

    def role(self, user: int) -> Role | None:
        """As whom this user is known; None for a stranger and for who was let go."""
        return Role(self.people[user].role) if user in self.people else None


def mark(user: int) -> str:
    """A name that is nobody else's, so that it is known wherever it shows."""
    return f"Mark{user}Q"


def build(session: Session) -> Grounds:
    """Put everybody into the database, none of whom needs a second factor."""
    grounds = Grounds()
    near, far = cast.site(session), cast.site(session, name="Far")
    one, two = (cast.programme(session, near, name=name) for name in ("One", "Two"))
    three = cast.programme(session, far, name="Three")
    families: Families = {
        AMINA: (near, one, "C-01"), NEXT: (near, one, "C-02"), THIRD: (near, two, "C-01"),
        FAR: (far, three, "C-01"), GONE: (near, one, "C-05"),
    }  # fmt: skip
    for user, (site, programme, label) in families.items():
        told = {"called": mark(user), "phone": f"+99 {mark(user)}", "trusted_adult": f"Adult {mark(user)}"}
        person = cast.caregiver(session, site, programme, label=label, chat=user, language="en", **told)
        _know(grounds, user, person, programme)
    grounds.people[GONE].standing = Standing.STOPPED
    workers = {
        LIN: (near, one, "W-01"),
        MEI: (near, one, "W-02"),
        ANA: (near, two, "W-01"),
        BO: (far, three, "W-01"),
    }
    for user, (site, programme, label) in workers.items():
        _know(
            grounds,
            user,
            cast.worker(session, site, programme, label=label, chat=user, **_named(user)),
            programme,
        )
    nurse = cast.person(session, near, chat=NURSE, role=Role.MEDICAL_WORKER, **_named(NURSE))
    cast.enrolment(session, nurse, one, label="M-01")
    _know(grounds, NURSE, nurse, one)
    for user, add in ((QIAO, cast.lead), (WU, cast.admin)):
        _know(grounds, user, add(session, near, chat=user, **_named(user)))
    _things(session, grounds, families)
    _groups(session, grounds, families)
    _kin(session, grounds, families)
    _broadcasts(session, grounds, (near, one), (far, three))
    session.flush()
    return grounds


def _named(user: int) -> dict[str, Any]:
    return {"called": mark(user), "language": "en"}


def _know(grounds: Grounds, user: int, person: Person, *programmes: Programme) -> None:
    grounds.people[user] = person
    grounds.places[user] = {each.id for each in programmes}


def _things(session: Session, grounds: Grounds, families: Families) -> None:
    """Give every family an open check-in, an alert that nobody has, and one that its worker has taken."""
    lin, holders = grounds.people[LIN].id, {1: LIN, 2: ANA, 3: BO}
    found: dict[str, list[Thing]] = {"checkin": [], "alert": [], "held": [], "place": [], "staff": []}
    found |= {"letter": [], "note": [], "practice": []}
    for user, (site, programme, _) in families.items():
        person = grounds.people[user]
        where = {"owner": user, "programme": programme.id, "site": site.id}
        entered = lin if user == NEXT else None
        checkin = cast.checkin(session, person, programme, entered_by=entered)
        found["checkin"].append(Thing(checkin.id, **where, entered_by=LIN if entered else None))
        raised = cast.alert(session, person, programme, cause=f"help:{user}", tier="red", reason="help")
        found["alert"].append(Thing(raised.id, **where))
        holder = holders[programme.id]
        taken = {"state": AlertState.TAKEN, "taken_by": grounds.people[holder].id, "taken_at": cast.MONDAY}
        held = cast.alert(
            session, person, programme, cause=f"held:{user}", tier="red", reason="help", **taken
        )
        found["held"].append(Thing(held.id, **where, entered_by=holder))
        letter = cast.letter(session, person, programme, grounds.people[holder], from_family=False)
        found["letter"].append(Thing(letter.id, **where))
        found["note"].append(Thing(cast.note(session, person, programme).id, **where))
        place = programmes.place_of(session, person.id, programme.id)
        assert place is not None, "the cast has places"
        found["place"].append(Thing(place.id, **where))
        found["practice"].append(Thing(cast.practice(session, person).id, **where))
    for user in (MEI, ANA, BO, QIAO, WU):
        person = grounds.people[user]
        found["staff"].append(Thing(person.id, user, 0, person.site_id))
    grounds.things = found


def _kin(session: Session, grounds: Grounds, families: Families) -> None:
    """Let somebody wait for a yes in every programme, and something have stopped for its first family."""
    kinds: dict[str, list[Thing]] = {"halt": [], "admission": []}
    for newcomer, user in ((3001, AMINA), (3002, THIRD), (3003, FAR)):
        site, programme, _ = families[user]
        told = {"called": mark(newcomer), "phone": f"+99 {mark(newcomer)}", "standing": Standing.WAITING}
        person = cast.person(session, site, chat=newcomer, role=Role.CAREGIVER, **told)
        _know(grounds, newcomer, person, programme)
        asked = cast.admission(session, person, programme)
        kinds["admission"].append(Thing(asked.id, newcomer, programme.id, site.id))
        stopped = cast.halt(session, grounds.people[user], programme)
        kinds["halt"].append(Thing(stopped.id, user, programme.id, site.id))


def _broadcasts(session: Session, grounds: Grounds, *places: tuple[SiteRow, Programme]) -> None:
    """Give each site a broadcast that is through, and its admin, or nobody here, a draft."""
    kinds: dict[str, list[Thing]] = {"draft": [], "broadcast": []}
    for (site, programme), owner in zip(places, (WU, None), strict=True):
        by = grounds.people[owner].id if owner else None
        for kind, state in (("draft", Sending.DRAFT), ("broadcast", Sending.DONE)):
            ended = cast.MONDAY if state == Sending.DONE else None
            row = Broadcast(
                site_id=site.id, programme_id=programme.id, role=Role.CAREGIVER, texts={"en": "Hello."},
                state=state, created_by=by, created_at=cast.MONDAY, ended_at=ended, rounds=1,
            )  # fmt: skip
            session.add(row)
            session.flush()
            kinds[kind].append(Thing(row.id, owner or 0, programme.id, site.id))
    grounds.things |= kinds


def _groups(session: Session, grounds: Grounds, families: Families) -> None:
    """Give every programme a session that has begun and one to come; its first family was at the one."""
    kinds: dict[str, list[Thing]] = {"programme": [], "session": [], "invited": []}
    for user in (AMINA, THIRD, FAR):
        site, programme, _ = families[user]
        begun = cast.meeting(session, programme)
        cast.attendance(session, begun, grounds.people[user])
        soon = cast.meeting(session, programme, number=2, starts_at=cast.MONDAY + timedelta(days=1))
        for kind, id in (("programme", programme.id), ("session", begun.id), ("invited", soon.id)):
            kinds[kind].append(Thing(id, user, programme.id, site.id))
    grounds.things |= kinds
