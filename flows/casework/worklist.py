"""The worklist: a worker's families by urgency, seven to a screen, by case label and never by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content.message import Button, Message, Reply, Rows, edit, send
from db import assignments, caseload, leaves, people, programmes, whereabouts
from db.caseload import Known
from db.models import Place, Role
from flows import authority
from flows.act import Act
from flows.casework import whose
from flows.casework.gathering import gather
from flows.casework.moments import day, moment
from flows.casework.urgency import ALERTS, Sign, rank
from flows.errors import OldButton
from flows.rules import Reach

LIST = "families.list"
ON_A_SCREEN = 7
TODAY, ALL = "today", "all"
MINE, EVERYBODY = "mine", "everybody"
# They see where a child is, and nothing else.
BY_PLACE = frozenset({Role.MEDICAL_WORKER})


@dataclass(frozen=True)
class Entry:
    """A family on the list, with what is seen in it, most pressing first."""

    family: Known
    shown: str
    signs: Sequence[Sign]
    mine: bool


def today(act: Act) -> Reply:
    """Show the families that need a look now."""
    return send(page(act, TODAY, _own_or_all(act), 0))


def families(act: Act) -> Reply:
    """Show every family, those that need a look first."""
    return send(page(act, ALL, _own_or_all(act), 0))


def turn(act: Act, *, which: str, owner: str, number: int) -> Reply:
    """Show another page in place of this one; raises OldButton for a list that was never offered."""
    if which not in {TODAY, ALL} or owner not in {MINE, EVERYBODY}:
        raise OldButton
    return edit(page(act, which, owner, number))


def _own_or_all(act: Act) -> str:
    """Return whose families a list begins with: a lead has none of their own."""
    return EVERYBODY if authority.reach(act.who.role, LIST) == Reach.SITE else MINE


def page(act: Act, which: str, owner: str, number: int) -> Message:
    """Return one page of the list; a page that is not there any more is the last one."""
    if act.who.role in BY_PLACE:
        return _page_of_places(act, number)
    everybody = entries(act)
    listed = [
        each for each in everybody if (each.signs or which == ALL) and (each.mine or owner == EVERYBODY)
    ]
    others = _others(act, which, owner, everybody, len(listed))
    if not listed:
        key = "list.quiet" if everybody else "list.nobody"
        return Message(act.words.say(key), others)
    number = min(number, (len(listed) - 1) // ON_A_SCREEN)
    shown = listed[number * ON_A_SCREEN : (number + 1) * ON_A_SCREEN]
    lines = [_line(act, n, each) for n, each in enumerate(shown, 1)]
    return Message(
        "\n".join(lines),
        (*_opens(act, shown), *_turns(act, f"{which}:{owner}", number, len(listed)), *others),
    )


def _opens(act: Act, shown: Sequence[Entry]) -> Rows:
    """Return the row that opens cards, for whoever may open one: a lead sees who needs a look and no more."""
    if authority.reach(act.who.role, "families.case") is None:
        return ()
    return (tuple(Button(str(n), f"case:{each.family.place_id}") for n, each in enumerate(shown, 1)),)


def entries(act: Act) -> list[Entry]:
    """Return the families this worker sees, most pressing first, the quiet ones last by label."""
    seen = list(authority.reached(act, LIST))
    known = caseload.families(act.session, seen)
    signs = gather(act.session, known, people.site_of(act.session, act.who), act.now)
    shown = labels(act, known)
    owners = assignments.of_programmes(act.session, seen)
    me = {act.who.id, *leaves.stood_in_for(act.session, act.who.id, whose.today(act))}
    found = [
        Entry(
            each, shown[each.place_id], told := signs.get(each.place_id, ()), _is_mine(each, told, owners, me)
        )
        for each in known
    ]
    return sorted(found, key=lambda one: (not one.signs, *(rank(one.signs[0]) if one.signs else ())))


def labels(act: Act, known: Sequence[Known]) -> Mapping[int, str]:
    """Return by place what stands for each family; where several programmes are seen, with the programme."""
    ids = {each.programme_id for each in known}
    names = {each: programmes.by_id(act.session, each) for each in ids} if len(ids) > 1 else {}
    found = {}
    for each in known:
        programme = names.get(each.programme_id)
        found[each.place_id] = f"{each.label} ({programme.name})" if programme else each.label
    return found


def _is_mine(each: Known, signs: Sequence[Sign], owners: Mapping[tuple[int, int], int], me: set[int]) -> bool:
    """Whether a family is on one's own list: an own one, one that is nobody's, or one with an open alert."""
    owner = owners.get((each.person_id, each.programme_id))
    return owner is None or owner in me or bool(signs and signs[0].code in ALERTS)


def _line(act: Act, n: int, each: Entry) -> str:
    if not each.signs:
        return act.words.say("list.line_quiet", n=n, label=each.shown)
    first = each.signs[0]
    what = act.words.say(f"sign.{first.code}")
    if len(each.signs) > 1:
        what = f"{what} +{len(each.signs) - 1}"
    since = moment(first.since, act.now, act.who.zone, act.words)
    return act.words.say("list.line", n=n, label=each.shown, what=what, since=since)


def _turns(act: Act, data: str, number: int, total: int) -> tuple[tuple[Button, ...], ...]:
    """Return the row that turns pages; its middle button tells the page and shows it anew."""
    pages = (total - 1) // ON_A_SCREEN + 1
    if pages == 1:
        return ()
    row = [Button(f"{number + 1}/{pages}", f"list:{data}:{number}")]
    if number > 0:
        row.insert(0, Button("‹", f"list:{data}:{number - 1}"))
    if number + 1 < pages:
        row.append(Button("›", f"list:{data}:{number + 1}"))
    return (tuple(row),)


def _others(
    act: Act, which: str, owner: str, everybody: Sequence[Entry], shown: int
) -> tuple[tuple[Button, ...], ...]:
    """Return the ways to the other lists, where there is more on them."""
    say = act.words.say
    row = []
    colleagues = [each for each in everybody if not each.mine and (each.signs or which == ALL)]
    if owner == EVERYBODY and _own_or_all(act) == MINE:
        row.append(Button(say("list.mine"), f"list:{which}:{MINE}:0"))
    elif owner == MINE and colleagues:
        row.append(Button(say("list.everybody"), f"list:{which}:{EVERYBODY}:0"))
    if which == TODAY and len(everybody) > shown:
        row.append(Button(say("list.all"), f"list:{ALL}:{owner}:0"))
    return (tuple(row),) if row else ()


def _page_of_places(act: Act, number: int) -> Message:
    """Return the families by label, each with where the child is."""
    seen = list(authority.reached(act, LIST))
    known = caseload.families(act.session, seen)
    if not known:
        return Message(act.words.say("list.nobody"))
    shown, at = labels(act, known), whereabouts.present_in(act.session, seen)
    number = min(number, (len(known) - 1) // ON_A_SCREEN)
    some = known[number * ON_A_SCREEN : (number + 1) * ON_A_SCREEN]
    lines = [
        act.words.say("list.place", n=n, label=shown[each.place_id], place=where(act, at.get(each.person_id)))
        for n, each in enumerate(some, 1)
    ]
    opens = tuple(Button(str(n), f"case:{each.place_id}:place") for n, each in enumerate(some, 1))
    return Message("\n".join(lines), (opens, *_turns(act, f"{ALL}:{EVERYBODY}", number, len(known))))


def where(act: Act, at: Place | None) -> str:
    """Return in words where a child is and since when."""
    if at is None:
        return act.words.say("place.unknown")
    bed = {"bed": at.bed} if at.bed else {}
    return act.words.say(
        "place.since_bed" if at.bed else "place.since",
        **bed,
        place=act.words.say(f"place.{at.place}"),
        day=day(at.since, act.words),
    )
