"""The demo's prologue: the programme's first days, played until now; a check-in waits for the viewer."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import VirtualClock
from bot.rehearsal import families
from bot.rehearsal.actor import Actor
from bot.rehearsal.caregiver import Caregiver
from bot.rehearsal.chance import draw
from bot.rehearsal.characters import EVERYBODY, Character
from bot.rehearsal.director import Director, Told
from bot.rehearsal.families import Family
from bot.rehearsal.social_worker import SocialWorker
from bot.rehearsal.stage import ZONE, Links, Script, Stage, introduce, midnight
from content.programmes import template
from db import people, programmes
from db.session import Session
from flows.running import Venue, plan
from sandbox.server import Sandbox
from scales.batteries import KINDS
from scheduler.cadence import DEFAULT, Cadence

CAREGIVERS = 12
CHINESE, ENGLISH, NEWCOMER = 0, 3, 1900
LANGUAGE_OF_WORKER = "en"
_THURSDAY = 3
_BEFORE_MIDNIGHT = timedelta(minutes=1)
_WAITING_SINCE = timedelta(minutes=20)
_ASKED_SINCE, _MEETS_FROM, _MEETS_UNTIL = timedelta(hours=2), time(12), time(19)
_OTHERS_SINCE, _OTHERS_UNTIL = timedelta(hours=4), timedelta(hours=1)
_VIEWER = Character(
    "viewer", answers=1.0, delay=(3, 30), halts=0.0, corrects=0.0, looks_back=0.0, asks_contact=0
)


@dataclass(frozen=True)
class Prologue:
    """What is played before the viewer comes: the days from `opens` until `now`."""

    seed: int
    now: datetime

    @property
    def today(self) -> date:
        """The day at the site."""
        return self.now.astimezone(ZoneInfo(ZONE)).date()

    @property
    def start(self) -> date:
        """The Monday of last week: today lies in the second week."""
        return self.today - timedelta(days=self.today.weekday() + 7)

    @property
    def opens(self) -> datetime:
        """When the first people join, just after an hour at which a digest would come."""
        return midnight(self.start) + timedelta(hours=8, minutes=5)

    def script(self) -> Script:
        """Return the default check-ins, turned so that one falls on today whatever day it is.

        The waves are left out: whoever comes to look sees a second week, not a baseline that was too late.
        """
        checkins = Cadence(tuple(slot for slot in DEFAULT.slots if KINDS[slot.battery] != "wave"))
        return Script(self.start, checkins.rotated((self.today.weekday() - _THURSDAY) % 7), CAREGIVERS + 20)

    def families(self) -> list[Family]:
        """Return the caregivers; the two that one can be are steady and use a phone of their own."""
        characters = (_VIEWER, *EVERYBODY[1:3], _VIEWER, *EVERYBODY[4:])
        made = families.caregivers(self.seed, CAREGIVERS, characters)
        made = [replace(family, city="", slips=False) for family in made]
        for number in (CHINESE, ENGLISH):
            name = f"{made[number].first_name} (caregiver)"
            made[number] = replace(made[number], first_name=name, shares_phone=False)
        return made

    def asked_at(self, number: int) -> datetime:
        """Return when, at the site, today's check-in comes: the viewer's have just come, others earlier."""
        earliest, now = midnight(self.today), self.now.astimezone(ZoneInfo(ZONE))
        if number in (CHINESE, ENGLISH):
            return max(earliest, now - _WAITING_SINCE)
        since, until = now - _OTHERS_SINCE, now - _OTHERS_UNTIL
        share = draw(self.seed, str(number), "asked today").random()
        return max(earliest, since + share * (until - since))

    def group(self) -> Venue:
        """Return when the group meets first: six days ago, so that it meets again tomorrow.

        From the early afternoon on everybody has been asked whether they come. It is never so early that both
        reminders would come today, for then the check-in that waits for the viewer would give way to them.
        """
        earlier = (self.now.astimezone(ZoneInfo(ZONE)) - _ASKED_SINCE).time().replace(minute=0, second=0)
        at = min(max(earlier.replace(microsecond=0), _MEETS_FROM), _MEETS_UNTIL)
        return Venue(self.today - timedelta(days=6), at, "三号活动室", CAREGIVERS)


async def play(prologue: Prologue, stage: Stage, box: Sandbox, told: Told) -> None:
    """Play the past until now; whoever the viewer can be rests from today's midnight on."""
    assert isinstance(stage.clock, VirtualClock), "the past has its own time"
    links = stage.found(prologue.script())
    cast = _cast(prologue, links)
    _introduce(box, cast, links)
    async with stage.bot(box) as bot, asyncio.TaskGroup() as group:
        await bot.acts(_plan_group, prologue, stage.clock.now())
        listening = group.create_task(bot.listen())
        director = Director(bot, box, stage, cast, told)
        evening = midnight(prologue.today) - _BEFORE_MIDNIGHT
        await director.run_until(evening)
        await bot.acts(_ask_today, prologue, stage.clock.now())
        await director.run_until(prologue.now)
        listening.cancel()


def opening_clock(prologue: Prologue) -> VirtualClock:
    """Return the clock that stands where the past begins."""
    return VirtualClock(prologue.opens.astimezone(UTC))


def _cast(prologue: Prologue, links: Links) -> list[Actor]:
    seed, opens, start = prologue.seed, prologue.opens, midnight(prologue.start)
    worker = families.worker(LANGUAGE_OF_WORKER)
    worker = replace(worker, first_name=f"{worker.first_name} (social worker)")
    cast: list[Actor] = [SocialWorker(worker, seed, opens, links.worker, ZONE, prologue.now)]
    for number, family in enumerate(prologue.families()):
        joins_at = opens + timedelta(minutes=draw(seed, family.key, "joins").randint(20, 200))
        is_viewers = number in (CHINESE, ENGLISH)
        rests_from = midnight(prologue.today) if is_viewers else prologue.now
        span = (start, start + timedelta(weeks=4))
        cast.append(Caregiver(family, seed, joins_at, links.caregivers, span, rests_from))
    return cast


def _introduce(box: Sandbox, cast: list[Actor], links: Links) -> None:
    """Let everybody exist; the page offers the first four."""
    worker, *caregivers = (actor.family for actor in cast)
    newcomer = Family(NEWCOMER, "Newcomer", "en", "Newcomer")
    offered = [caregivers[CHINESE], caregivers[ENGLISH], newcomer, worker]
    for family in [*offered, *(each for each in caregivers if each not in offered)]:
        introduce(box, family)
    _leave_note(box, newcomer, f"/start {links.caregivers}")


def _leave_note(box: Sandbox, family: Family, invite: str) -> None:
    """Put a note of her own into the newcomer's chat: what to send to join. The bot never sees it."""
    chat = box.world.private_chat(box.world.bot(), family.user_id)
    note = f"My note (the bot has not seen it). To join, I send:\n{invite}"
    sender = box.world.person(family.user_id).user
    chat.put(
        {
            "message_id": chat.next_id(),
            "from": sender,
            "chat": chat.info,
            "date": box.world.now(),
            "text": note,
        }
    )


def _plan_group(session: Session, prologue: Prologue, now: datetime) -> None:
    """Plan the sessions of the one programme there is."""
    site = programmes.only_site(session)
    assert site is not None, "there is one stage"
    (number,) = programmes.of_site(session, site.id)
    programme = programmes.by_id(session, number)
    assert programme is not None, "it was just founded"
    plan(session, programme, ZONE, template("caregivers"), prologue.group(), now)


def _ask_today(session: Session, prologue: Prologue, now: datetime) -> None:
    """Choose everybody's hour so that today's check-in has come by now."""
    for number, family in enumerate(prologue.families()):
        person = people.of_telegram(session, family.user_id)
        assert person is not None, "everybody has joined"
        person.asked_at = prologue.asked_at(number).time().replace(second=0, microsecond=0)
        session.flush()
        programmes.replan(session, person.id, now)
