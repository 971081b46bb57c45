"""Halting: a relapse stops the questions, a death everything; two taps, by staff or by the family."""

from content.message import Button, Message, Reply, column, edit, send
from db import checkins, deliveries, families, halts, people, programmes, rests
from db.models import FROM_PEOPLE, Enrolment, Halt, Kind, Person, Role, Standing, Why
from db.models import Act as Deed
from db.session import Session
from flows import authority
from flows.act import Act
from flows.casework import bringing, whose
from flows.concern import worker_name
from flows.errors import OldButton
from flows.families import caring, named, telling

QUESTIONS = (Kind.CHECKIN, Kind.REMINDER)


def choose(act: Act, *, label: str) -> Reply:
    """Ask what has changed: for the caregiver's own family, or for the one that staff name by its label."""
    if act.who.role == Role.CAREGIVER:
        place = programmes.enrolment_of(act.session, act.who.id)
        return send(_choice(act, place)) if place else act.say("halt.nobody")
    if not label:
        return act.say("halt.how")
    places = named.families(act, "kin.change", label)
    if not places:
        return act.say("halt.unknown", label=label)
    if len(places) > 1:
        return send(named.which(act, label, places, "halt:choose"))
    return send(_choice(act, places[0]))


def chosen(act: Act, *, place_id: int) -> Reply:
    """Ask what has changed for the family whose button was tapped."""
    return edit(_choice(act, _mine(act, place_id)))


def ask(act: Act, *, place_id: int, why: str) -> Reply:
    """Ask once more, with the study code, so that it is the right family."""
    place, why = _mine(act, place_id), _why(why)
    own = "own." if place.person_id == act.who.id else ""
    yes = Button(act.words.say(f"halt.{own}sure.{why}"), f"halt:do:{place.id}:{why}")
    back = Button(act.words.say("halt.no"), f"halt:no:{place.id}")
    said = act.words.say(f"halt.{own}ask.{why}", label=place.label, code=code_of(act.session, place))
    return edit(Message(said, column(yes, back)))


def leave(act: Act, *, place_id: int) -> Reply:
    """Change nothing."""
    _mine(act, place_id)
    return edit(Message(act.words.say("halt.unchanged")))


def begin(act: Act, *, place_id: int, why: str) -> Reply:
    """Stop the questions, or everything, for all who care for the child, and name who stands by them."""
    place, why = _mine(act, place_id), _why(why)
    known = halts.open_of(act.session, place.person_id)
    if known is None or known.why not in {why, Why.BEREAVED}:
        keeper = _keeper(act, place)
        for person in halts.everybody(act.session, place.person_id):
            _halt(act, person, why, place.programme_id, keeper)
        known = halts.open_of(act.session, place.person_id)
        assert known is not None, "it was just written"
        if keeper is not None and keeper.id != act.who.id:
            telling.tell(act, known, keeper)
        telling.write_down(act, place.person_id, Deed.HALTED, f"{why}, {place.label}")
    if act.who.role == Role.SOCIAL_WORKER:
        return edit(caring.card(act, known))
    if place.person_id != act.who.id:
        return edit(Message(act.words.say("halt.done", label=place.label)))
    worker = worker_name(act.session, act.who, act.words)
    contact, help_ = (
        Button(act.words.say("button.contact"), "contact"),
        Button(act.words.say("button.help"), "help"),
    )
    return edit(Message(act.words.say(f"halt.own.done.{why}", worker=worker), column(contact, help_)))


def join_in(act: Act, person: Person, programme_id: int) -> None:
    """Let whoever joins a family for whom everything has stopped stand as the other does."""
    for other in families.others(act.session, person.id):
        halt = halts.open_of(act.session, other.id)
        if halt is not None and person.standing == Standing.ACTIVE:
            keeper = people.by_id(act.session, halt.keeper_id) if halt.keeper_id else None
            _halt(act, person, Why(halt.why), programme_id, keeper, event=halt.event)


def code_of(session: Session, place: Enrolment) -> str:
    """Return the study code of a family: that of the child, or the case label where there is none."""
    child = families.child_of(session, place.person_id)
    return child.code if child else place.label


def _halt(
    act: Act, person: Person, why: Why, programme_id: int, keeper: Person | None, event: int | None = None
) -> None:
    place = programmes.place_of(act.session, person.id, programme_id)
    rests.end(act.session, person.id, act.now)
    was = Standing.ACTIVE if person.standing == Standing.PAUSED else person.standing
    halts.add(
        act.session,
        Halt(
            site_id=person.site_id,
            event=event or act.update_id,
            person_id=person.id,
            enrolment_id=place.id if place else None,
            why=why,
            was=was,
            since=act.now,
            said_by=act.who.id,
            keeper_id=keeper.id if keeper else None,
        ),
    )
    person.standing, person.paused_until = why, None
    if was not in {Standing.JOINING, Standing.WAITING}:
        people.drop_draft(act.session, person.id)
    checkins.close(act.session, why, person_id=person.id)
    if why == Why.BEREAVED:
        bringing.recall(act.session, person.id, why, act.now)
        kinds = [kind for kind in Kind if kind not in FROM_PEOPLE]
    else:
        kinds = list(QUESTIONS)
    deliveries.cancel(act.session, person.id, why, act.now, kinds=kinds)


def _keeper(act: Act, place: Enrolment) -> Person | None:
    """Return who stands by the family: the worker who says it, else whose it is today, else an admin."""
    if act.who.role == Role.SOCIAL_WORKER:
        return act.who
    found = whose.writes_now(act.session, place, whose.today(act))
    return found or next(iter(people.admins(act.session, place.site_id)), None)


def _choice(act: Act, place: Enrolment) -> Message:
    known = halts.open_of(act.session, place.person_id)
    own = "own." if place.person_id == act.who.id else ""
    buttons = [
        Button(act.words.say(f"halt.{own}{why}"), f"halt:ask:{place.id}:{why}")
        for why in Why
        if known is None or known.why not in {why, Why.BEREAVED}
    ]
    if known is not None and act.who.role == Role.SOCIAL_WORKER:
        buttons.append(Button(act.words.say("halt.open"), f"halt:open:{known.id}"))
    buttons.append(Button(act.words.say("halt.nothing"), f"halt:no:{place.id}"))
    return Message(act.words.say(f"halt.{own}what", label=place.label), column(*buttons))


def _mine(act: Act, place_id: int) -> Enrolment:
    """Return a family's place if it is one's own, or in a programme where one works."""
    place = programmes.place(act.session, place_id)
    if place is None or place.role != Role.CAREGIVER:
        raise OldButton
    if place.person_id != act.who.id and place.programme_id not in authority.reached(act, "kin.halt"):
        raise OldButton
    return place


def _why(why: str) -> Why:
    try:
        return Why(why)
    except ValueError:
        raise OldButton from None
