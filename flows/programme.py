"""A programme as its worker runs it: its sessions, how each one fills, who works in it, what can be done."""

from collections.abc import Mapping, Sequence

from content.message import Button, Message, Reply, column, edit, send
from db import attendance, people, programmes, rsvps, sessions
from db.models import Coming, Meeting, Meets, Programme, Role, Standing
from flows import meeting, running
from flows.act import Act
from flows.errors import OldButton


def open_(act: Act) -> Reply:
    """Show the worker's programme; who works in several chooses one first."""
    return send(_first(act))


def list_(act: Act) -> Reply:
    """Show the sessions to come in all of the worker's programmes, and how each one fills."""
    coming = sessions.to_come(act.session, programmes.programmes_of(act.session, act.who.id), act.now)
    if not coming:
        return send(Message(act.words.say("sessions.none")))
    lines = [act.words.say("sessions.coming")]
    several = len({one.programme_id for one in coming}) > 1
    for number in dict.fromkeys(one.programme_id for one in coming):
        if several:
            lines.append(act.words.say("prog.head", name=own(act, number).name))
        lines += _lines(act, [one for one in coming if one.programme_id == number])
    return send(Message("\n\n".join(lines), column(*_to_open(act, coming))))


def page(act: Act, *, programme_id: int) -> Reply:
    """Show one programme in place of the tapped message; 0 stands for all of the worker's."""
    return edit(_page(act, own(act, programme_id)) if programme_id else _first(act))


def colleagues(act: Act, *, programme_id: int) -> Reply:
    """Offer the site's other social workers who do not work in this programme yet."""
    run = own(act, programme_id)
    here = {worker.id for worker in people.workers_of(act.session, run.id)}
    others = [one for one in people.workers_at(act.session, run.site_id) if one.id not in here]
    buttons = [
        Button(one.called or act.words.say("word.social_worker"), f"prog:join:{run.id}:{one.id}")
        for one in others
    ]
    back = Button(act.words.say("prog.back"), f"prog:show:{run.id}")
    key = "prog.colleague" if others else "prog.no_colleague"
    return edit(Message(act.words.say(key), column(*buttons, back)))


def add_colleague(act: Act, *, programme_id: int, person_id: int) -> Reply:
    """Give another social worker of the site a place in this programme."""
    run = own(act, programme_id)
    worker = people.by_id(act.session, person_id)
    fits = worker is not None and worker.site_id == run.site_id and worker.role == Role.SOCIAL_WORKER
    if worker is None or not fits or worker.standing != Standing.ACTIVE:
        raise OldButton
    running.join(act.session, run, worker, act.now)
    return edit(_page(act, run).with_note(act.words.say("prog.joined", called=worker.called or "")))


def turn_week(act: Act, *, programme_id: int) -> Reply:
    """Switch the reminder a week before each session on or off."""
    run = own(act, programme_id)
    run.week_ahead = not run.week_ahead
    sessions.look_again(act.session, run.id, act.now)
    return edit(_page(act, run))


def own(act: Act, programme_id: int) -> Programme:
    """Return one of this worker's programmes; raises OldButton for any other."""
    if programme_id not in programmes.programmes_of(act.session, act.who.id):
        raise OldButton
    found = programmes.by_id(act.session, programme_id)
    assert found is not None, "a place is in a programme"
    return found


def _first(act: Act) -> Message:
    mine = sorted(programmes.programmes_of(act.session, act.who.id))
    if len(mine) == 1:
        return _page(act, own(act, mine[0]))
    names = [Button(own(act, each).name, f"prog:show:{each}") for each in mine]
    new = Button(act.words.say("prog.new"), "prog:plan:0")
    return Message(act.words.say("prog.which" if mine else "prog.none"), column(*names, new))


def _page(act: Act, run: Programme) -> Message:
    known = sessions.of_programme(act.session, run.id)
    taking_part = len(sessions.members(act.session, run.id, every_arm=True))
    many = act.words.count("prog.families", taking_part) if taking_part else act.words.say("prog.no_families")
    head = f"{act.words.say('prog.head', name=run.name)}\n{many}"
    buttons = _to_open(act, [one for one in known if one.state != Meets.CANCELLED])
    if known:
        lines = [head, *_lines(act, known)]
        week = act.words.say("prog.week_on" if run.week_ahead else "prog.week_off")
        buttons += [
            Button(act.words.say("prog.extra"), f"prog:extra:{run.id}"),
            Button(week, f"prog:week:{run.id}"),
        ]
    else:
        lines = [head, act.words.say("prog.empty")]
        buttons.append(Button(act.words.say("prog.plan"), f"prog:plan:{run.id}"))
    buttons += [
        Button(act.words.say("prog.invite"), f"prog:invite:{run.id}"),
        Button(act.words.say("prog.with"), f"prog:with:{run.id}"),
    ]
    if known:
        buttons.append(Button(act.words.say("prog.new"), "prog:plan:0"))
    if len(programmes.programmes_of(act.session, act.who.id)) > 1:
        buttons.append(Button(act.words.say("prog.all"), "prog:show:0"))
    return Message("\n\n".join(lines), column(*buttons))


def _to_open(act: Act, shown: Sequence[Meeting]) -> list[Button]:
    return [Button(meeting.name(one, act.words), f"sess:show:{one.id}") for one in shown]


def _lines(act: Act, shown: Sequence[Meeting]) -> list[str]:
    said = rsvps.counts(act.session, [one.id for one in shown])
    came = attendance.counts(act.session, [one.id for one in shown])
    lines = [
        (f"{meeting.name(one, act.words)} · {meeting.theme(one, act.words)}", _how_full(act, one, said, came))
        for one in shown
    ]
    return ["\n".join(filter(None, line)) for line in lines]


def _how_full(
    act: Act,
    one: Meeting,
    said: Mapping[int, Mapping[str, int]],
    came: Mapping[int, tuple[int, int]],
) -> str:
    if one.state == Meets.CANCELLED:
        return act.words.say("session.state.cancelled")
    if one.state == Meets.HELD:
        there, of = came.get(one.id, (0, 0))
        return act.words.say("session.held", came=there, of=of)
    if one.starts_at <= act.now:
        return act.words.say("session.state.over")
    if not said[one.id]:
        return ""
    seats = "" if one.capacity is None else f"/{one.capacity}"
    counts = {answer: said[one.id].get(answer, 0) for answer in Coming}
    return act.words.say("session.fills", seats=seats, **{str(name): n for name, n in counts.items()})
