"""The scene: people of every role and standing in three programmes on two sites, and strangers at the door.

What a family has told is marked with its Telegram id, so that it is known wherever it turns up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.commands.invite import make_invite
from db.models import Asks, Draft, Person, Programme, Role, SiteRow, Standing
from db.session import Session
from flows.joining import PATIENCE, STEPS
from tests import cast

AMINA, OTHER, SHARING, PAUSED, STOPPED, THIRD, FAR = 1001, 1002, 1003, 1004, 1005, 1101, 1201
LIN, MEI, ANA, BO = 2001, 2002, 2101, 2102
NURSE, WU, ZOE = 2201, 2301, 2302
FIRST_JOINER = 3001
STRANGERS = tuple(range(9001, 9301))
YESTERDAY = cast.MONDAY.date() - timedelta(days=1)
EVERY_DAY = [{"weeks": [1, 520], "weekday": day, "battery": "micro"} for day in range(6)]
EVERY_WEEK = [{"weeks": [1, 520], "weekday": 6, "battery": "weekly"}]


@dataclass
class Scene:
    """Who is there by Telegram id, and the tokens of the invites."""

    members: list[int] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    labels: tuple[str, ...] = ("C-01", "C-02", "C-03", "C-07", "X-99")

    @property
    def everybody(self) -> list[int]:
        """Everybody who may act: members first, then strangers."""
        return [*self.members, *STRANGERS]


def marks(user: int) -> Mapping[str, str]:
    """What this person has told of themselves, so marked that it is theirs alone."""
    return {
        "called": f"Mark-{user}",
        "phone": f"+99 555 {user}",
        "trusted_adult": f"Adult-{user}, 777 {user}",
    }


def settle(session: Session) -> Scene:
    """Put the scene into the database."""
    scene = Scene()
    near, far = cast.site(session, country="ZZ"), cast.site(session, name="Second ward", country="GB")
    cadence = [*EVERY_DAY, *EVERY_WEEK]
    first, second = (cast.programme(session, near, name=name, cadence=cadence) for name in ("One", "Two"))
    third = cast.programme(session, far, name="Three", cadence=cadence)
    _families(session, scene, near, first)
    _family(session, scene, near, second, THIRD, "C-01")
    _family(session, scene, far, third, FAR, "C-01")
    for user, site, programme, label in (
        (LIN, near, first, "W-01"),
        (MEI, near, first, "W-02"),
        (ANA, near, second, "W-01"),
        (BO, far, third, "W-01"),
    ):
        scene.members.append(user)
        cast.worker(session, site, programme, label=label, chat=user, language="en", called=f"Worker {user}")
    nurse = cast.person(session, near, chat=NURSE, role=Role.MEDICAL_WORKER, language="en")
    cast.enrolment(session, nurse, first, label="M-01")
    cast.admin(session, near, chat=WU, language="zh-Hans")
    cast.admin(session, far, chat=ZOE, language="en")
    scene.members += [NURSE, WU, ZOE]
    _joiners(session, scene, near, first)
    _invites(session, scene, near, first, far, third)
    return scene


def _families(session: Session, scene: Scene, site: SiteRow, programme: Programme) -> None:
    standings: Mapping[int, Mapping[str, Any]] = {
        AMINA: {},
        OTHER: {"language": "zh-Hans"},
        SHARING: {"shares_phone": True},
        PAUSED: {"standing": Standing.PAUSED, "paused_until": cast.MONDAY + timedelta(days=7)},
        STOPPED: {"standing": Standing.STOPPED, "stopped_at": cast.MONDAY},
    }
    for number, (user, columns) in enumerate(standings.items(), 1):
        _family(session, scene, site, programme, user, f"C-0{number}", **columns)


def _family(
    session: Session, scene: Scene, site: SiteRow, programme: Programme, user: int, label: str, **columns: Any
) -> None:
    told = {"language": "en", **marks(user), **columns}
    person = cast.caregiver(session, site, programme, label=label, chat=user, **told)
    for asks in (Asks.MICRO, Asks.WEEKLY, Asks.WAVE):
        cast.subscription(session, person, programme, asks=asks, battery=None, next_day=None)
    if person.standing == Standing.ACTIVE:
        cast.checkin(session, person, programme, day=YESTERDAY, expires_at=cast.MONDAY + timedelta(days=5))
    cast.alert(session, person, programme)
    scene.members.append(user)


def _joiners(session: Session, scene: Scene, site: SiteRow, programme: Programme) -> None:
    """Somebody at every step of joining, for every role."""
    user = FIRST_JOINER
    for role, steps in STEPS.items():
        for step in steps:
            person: Person = cast.person(
                session, site, chat=user, role=role, standing=Standing.JOINING, called=None, joined_at=None
            )
            draft = Draft(person_id=person.id, kind="joining", step=step, said={"programme": programme.id})
            draft.changed_at, draft.expires_at = cast.MONDAY, cast.MONDAY + PATIENCE
            session.add(draft)
            scene.members.append(user)
            user += 1
    session.flush()


def _invites(
    session: Session, scene: Scene, near: SiteRow, first: Programme, far: SiteRow, third: Programme
) -> None:
    year, over = timedelta(days=365), timedelta(days=-1)
    for role, site, programme, uses, lasts in (
        (Role.CAREGIVER, near, first, 60, year),
        (Role.CAREGIVER, far, third, 60, year),
        (Role.CAREGIVER, near, first, 0, year),
        (Role.CAREGIVER, near, first, 5, over),
        (Role.SOCIAL_WORKER, near, first, 5, year),
        (Role.MEDICAL_WORKER, near, first, 5, year),
        (Role.ADMIN, near, None, 5, year),
    ):
        place = {"site_id": site.id, "programme_id": programme.id if programme else None}
        token = make_invite(session, **place, role=role, uses=uses, lasts=lasts, now=cast.MONDAY)
        scene.tokens.append(token)
