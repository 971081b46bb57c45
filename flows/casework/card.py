"""A family's card: seven lines, everything else one tap away."""

from collections.abc import Callable, Mapping

from content.message import Button, Message, Reply, edit
from db import assignments, caseload, letters, notes, people, whereabouts
from db.models import Alert, AlertState, Standing
from flows import gate
from flows.act import Act
from flows.casework import answers, noting, placing, taking_part, whose
from flows.casework.door import CASE, WHERE, Case, look
from flows.casework.moments import day, moment, today
from flows.casework.worklist import where
from flows.errors import OldButton

LINES = 7
MOST_ALERTS = 6
Rows = tuple[tuple[Button, ...], ...]


@gate.needs_second_factor
def show(act: Act, *, place_id: int, screen: str = "") -> Reply:
    """Show a screen of a family's card in place of the tapped message, and write down that it was seen.

    Raises OldButton for a screen that there is not, and for a role that does not see it.
    """
    shown = SCREENS.get(screen)
    if shown is None:
        raise OldButton
    return edit(
        shown(act, look(act, place_id, f"card {screen}".strip(), WHERE if screen == "place" else CASE))
    )


def front(act: Act, case: Case) -> Message:
    """Return the first screen: whom it is about, how to reach them, and what waits."""
    say, person = act.words.say, case.person
    given = say("word.not_given")
    lines = [
        say("case.title", label=case.label, called=person.called or given),
        say("case.phone", phone=person.phone or given),
        say("case.adult", adult=person.trusted_adult or given),
        say("case.where", place=where(act, whereabouts.present(act.session, person.id))),
        _standing(act, case),
        _worker(act, case),
        _waiting(act, case),
    ]
    return Message("\n".join(lines), _ways(act, case))


def _standing(act: Act, case: Case) -> str:
    """Return since when they take part, and whether they rest, have stopped, or all has stopped for them."""
    person, say = case.person, act.words.say
    if person.standing == Standing.PAUSED and person.paused_until is not None:
        until = moment(person.paused_until, act.now, act.who.zone, act.words)
        return say("case.resting", until=until)
    if person.standing == Standing.STOPPED and person.stopped_at is not None:
        return say("case.stopped", day=day(today(person.stopped_at, act.who.zone), act.words))
    if person.standing in {Standing.RELAPSE, Standing.BEREAVED}:
        return say(f"case.{person.standing}")
    return say("case.here_since", day=day(today(case.place.since, act.who.zone), act.words))


def _worker(act: Act, case: Case) -> str:
    first = assignments.first_worker(act.session, case.place)
    if first is None:
        return act.words.say("case.nobodys")
    now = whose.writes_now(act.session, case.place, whose.today(act))
    name = whose.name(act, first)
    if now is None or now.id == first.id:
        return act.words.say("case.worker", name=name)
    return act.words.say("case.worker_away", name=name, stand_in=whose.name(act, now))


def _waiting(act: Act, case: Case) -> str:
    """Return what waits for a worker, in numbers."""
    _, unread = letters.counts(act.session, case.place)
    open_alerts = [
        each
        for each in caseload.alerts_of(act.session, case.place, MOST_ALERTS)
        if each.state != AlertState.CLOSED
    ]
    return act.words.say("case.waiting", alerts=len(open_alerts), unread=unread)


def _ways(act: Act, case: Case) -> Rows:
    say, at = act.words.say, f"case:{case.place.id}"
    count, unread = letters.counts(act.session, case.place)
    reads = whose.may_read(act, case.place)
    rows = [[Button(say("case.write"), f"write:{case.place.id}")] if reads else []]
    if count and reads:
        rows[0].append(Button(say("case.letters", n=unread or count), f"letters:{case.place.id}"))
    kept = notes.count(act.session, case.place)
    rows.append([Button(say("case.notes", n=kept), f"{at}:notes"), Button(say("case.place"), f"{at}:place")])
    rows.append(
        [
            Button(say("case.answers"), f"{at}:answers"),
            Button(say("case.picture"), f"picture:{case.place.id}"),
        ]
    )
    rows.append([Button(say("case.alerts"), f"{at}:alerts"), Button(say("case.part"), f"{at}:part")])
    rows.append(
        [Button(say("case.consent"), f"{at}:consent"), Button(say("case.assign"), f"assign:{case.place.id}")]
    )
    rows.append([Button(say("case.list"), "list:all:mine:0")])
    return tuple(tuple(row) for row in rows if row)


def back(act: Act, case: Case) -> Button:
    """Return the way back to the card."""
    return Button(act.words.say("case.back"), f"case:{case.place.id}")


def _answers(act: Act, case: Case) -> Message:
    lines = answers.lines(act, case, LINES) if answers.shared(act.session, case) else [_kept_back(act)]
    text = "\n".join(lines) if lines else act.words.say("case.no_answers")
    return Message(text, ((back(act, case),),))


def _kept_back(act: Act) -> str:
    """Return the words for answers that the family does not show to its worker."""
    return act.words.say("case.kept_back")


def _alerts(act: Act, case: Case) -> Message:
    found = caseload.alerts_of(act.session, case.place, LINES)
    if not found:
        return Message(act.words.say("case.no_alerts"), ((back(act, case),),))
    lines = [_alert_line(act, each) for each in found]
    waiting = [each for each in found if each.state == AlertState.RAISED]
    takes = [
        (Button(act.words.say("case.take", number=each.id), f"alert:take:{each.id}"),) for each in waiting[:3]
    ]
    return Message("\n".join(lines), (*takes, (back(act, case),)))


def _alert_line(act: Act, alert: Alert) -> str:
    say = act.words.say
    return say(
        "case.alert",
        number=alert.id,
        tier=say(f"sign.{alert.tier}"),
        state=say(f"case.alert_{alert.state}"),
        since=moment(alert.raised_at, act.now, act.who.zone, act.words),
    )


def _part(act: Act, case: Case) -> Message:
    ways = (
        Button(act.words.say("case.fortnight"), f"fortnight:{case.place.id}"),
        Button(act.words.say("case.partner"), f"partner:{case.place.id}"),
    )
    return Message("\n".join(taking_part.lines(act, case)), (ways, (back(act, case),)))


def _consent(act: Act, case: Case) -> Message:
    say = act.words.say
    given = people.consents_of(act.session, case.person.id)
    lines = [
        say(
            "case.consent_withdrawn" if each.withdrawn_at else "case.consent_given",
            version=each.version,
            day=day(today(each.withdrawn_at or each.given_at, act.who.zone), act.words),
        )
        for each in given[: LINES - 3]
    ] or [say("case.no_consent")]
    lines.append(say("case.shares" if answers.shared(act.session, case) else "case.shares_not"))
    lines.append(say("case.language", language=say(f"word.language.{case.person.language}")))
    lines.append(say("case.shared_phone" if case.person.shares_phone else "case.own_phone"))
    return Message("\n".join(lines), ((back(act, case),),))


Screen = Callable[[Act, Case], Message]
SCREENS: Mapping[str, Screen] = {
    "": front,
    "answers": _answers,
    "alerts": _alerts,
    "notes": noting.listed,
    "place": placing.shown,
    "part": _part,
    "consent": _consent,
}
