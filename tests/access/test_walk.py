"""The authorisation walk: every command and button, as everybody, about everybody's things.

What the table does not allow changes nothing in the database and shows no word of somebody else's.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest

import handlers
from db.models import Role
from db.session import Database
from flows import authority
from flows.rules import TABLE, Reach
from handlers.route import Route, Unlisted, act_of
from handlers.routes import BUTTONS, COMMANDS
from tests.access.grounds import (
    AMINA,
    ANA,
    BO,
    EVE,
    FAR,
    GONE,
    LIN,
    NURSE,
    QIAO,
    STRANGER,
    THIRD,
    WU,
    Grounds,
    Thing,
    build,
    mark,
)
from tests.access.ways import HELD, OWN, WAYS, presses
from tests.journeys.newcomers import dump, say
from tests.journeys.ward import Ward, open_ward

ACTORS = (AMINA, THIRD, FAR, GONE, LIN, ANA, BO, NURSE, QIAO, WU, EVE, STRANGER)
REFUSALS = {say("en", "refusal.not_for_you"), say("en", "refusal.stranger")}
AT_ONCE = 40
# These two answer everybody, and say to a stranger that they are one.
OPEN_DOORS = {"onboarding.start"}


def allowed(grounds: Grounds, actor: int, act: str, thing: Thing | None) -> bool:
    """What the table says, put as plainly as can be, and apart from the code that follows it."""
    role = grounds.role(actor)
    if role not in TABLE[act]:
        return False
    if thing is None:
        return True
    reach = TABLE[act][role]
    if act in HELD or (act.startswith("checkin.") and role == Role.SOCIAL_WORKER):
        return thing.entered_by == actor
    if act in OWN:
        return thing.owner == actor
    if act.startswith("staffing."):
        return thing.site == grounds.people[actor].site_id and _keeps(grounds, actor, thing.owner)
    if reach == Reach.SELF:
        return thing.owner == actor
    if reach == Reach.PROGRAMME:
        return thing.programme in grounds.places[actor]
    return reach == Reach.SITE and thing.site == grounds.people[actor].site_id


def _keeps(grounds: Grounds, actor: int, other: int) -> bool:
    if other == actor:
        return False
    return grounds.role(actor) == Role.ADMIN or grounds.role(other) not in {Role.ADMIN, Role.LEAD}


def all_presses(grounds: Grounds, actor: int, *, may: bool) -> Iterator[tuple[str, str]]:
    """Every (act, press) that this actor may, or may not, do."""
    for act, ways in WAYS.items():
        for way in ways:
            for press, thing in presses(way, grounds.things):
                if allowed(grounds, actor, act, thing) == may:
                    yield act, press


async def do(ward: Ward, actor: int, press: str) -> None:
    """Type it or tap it, as a client does that sends what it likes."""
    if press.startswith(("/", "say ")):
        await ward.box.text(actor, press.removeprefix("say "))
    else:
        await ward.box.tap(actor, data=press, forged=True)


def shown_since(ward: Ward, actor: int, calls: int) -> list[str]:
    """Every text that reached this chat since, edited ones included."""
    made = [call["params"] for call in ward.box.calls[calls:] if "text" in call["params"]]
    return [str(params["text"]) for params in made if str(params.get("chat_id")) == str(actor)]


def foreign(grounds: Grounds, actor: int, texts: list[str]) -> set[int]:
    """Whose marks show in these texts, other than the actor's own."""
    return {user for user in grounds.people if user != actor and any(mark(user) in text for text in texts)}


def reached(grounds: Grounds, actor: int) -> set[int]:
    """Whose names somebody may see in all they may do."""
    role, person = grounds.role(actor), grounds.people.get(actor)
    if role is None or person is None:
        return set()
    if role in {Role.LEAD, Role.ADMIN}:
        return {user for user, each in grounds.people.items() if each.site_id == person.site_id}
    here = {user for user, places in grounds.places.items() if places & grounds.places[actor]}
    if role == Role.CAREGIVER:  # families are told the names of their workers
        return {user for user in here if grounds.role(user) == Role.SOCIAL_WORKER}
    colleagues = {  # any of them may stand in
        user
        for user, each in grounds.people.items()
        if each.site_id == person.site_id and grounds.role(user) == Role.SOCIAL_WORKER
    }
    return here | colleagues if role == Role.SOCIAL_WORKER else set()


@pytest.fixture
def grounds(database: Database) -> Grounds:
    """Everybody and everything."""
    with database.begin() as session:
        return build(session)


@pytest.fixture
async def ward(database: Database, grounds: Grounds):
    """A running bot to which everybody has written."""
    async with open_ward(database) as opened:
        for actor in ACTORS:
            opened.box.add_person(user_id=actor, first_name="Somebody", language_code="en")
            await opened.text(actor, "/help")
        await opened.beat()  # what time alone brings has come
        yield opened


async def test_what_the_table_does_not_allow_changes_nothing_and_shows_nothing(
    ward: Ward, grounds: Grounds
) -> None:
    before = dump(ward)
    for actor in ACTORS:
        calls, tried = len(ward.box.calls), list(all_presses(grounds, actor, may=False))
        for n, (_, press) in enumerate(tried):
            await do(ward, actor, press)
            if n % AT_ONCE == 0:
                await ward.quiet()
        await ward.quiet()

        texts = shown_since(ward, actor, calls)
        assert len(texts) >= len(tried) > 20, "somebody was left without an answer"
        assert foreign(grounds, actor, texts) == set(), (actor, tried)
        assert dump(ward) == before, (actor, tried)


async def test_what_the_table_allows_is_refused_to_nobody(ward: Ward, grounds: Grounds) -> None:
    for actor in (AMINA, LIN, NURSE, QIAO, WU):
        for act, press in all_presses(grounds, actor, may=True):
            calls = len(ward.box.calls)
            await do(ward, actor, press)
            await ward.quiet()
            texts = shown_since(ward, actor, calls)
            assert texts or press.startswith(("listen", "calendar")), (actor, press)
            if act not in OPEN_DOORS:
                assert not REFUSALS & set(texts), (actor, press)
            assert foreign(grounds, actor, texts) <= reached(grounds, actor), (actor, press)


def test_every_handler_there_is_stands_in_the_table_and_in_the_walk() -> None:
    found = set()
    for module in pkgutil.walk_packages(handlers.__path__, "handlers."):
        members = inspect.getmembers(importlib.import_module(module.name), inspect.iscoroutinefunction)
        found |= {
            act_of(handle)
            for name, handle in members
            if name.startswith("on_") and handle.__module__ == module.name
        }
    found -= {"errors.error"}

    assert found | {"routes.ignore"} == set(TABLE) == set(WAYS)


@pytest.mark.parametrize("route", [*COMMANDS, *BUTTONS], ids=lambda route: route.way)
def test_every_way_in_is_open_to_whom_the_table_says(route: Route) -> None:
    assert route.roles == authority.roles(act_of(route.handle))


def test_a_handler_that_is_not_in_the_table_stops_the_bot_before_it_starts() -> None:
    async def on_dance(update, context) -> None:
        """Dance."""

    with pytest.raises(Unlisted, match=r"test_walk\.dance"):
        Route("dance", on_dance, frozenset({Role.ADMIN}))


def test_a_handler_open_to_more_than_the_table_says_stops_the_bot_before_it_starts() -> None:
    route = next(route for route in COMMANDS if route.way == "paper")

    with pytest.raises(Unlisted, match=r"paper\.paper"):
        Route("paper", route.handle, route.roles | {Role.ADMIN})
