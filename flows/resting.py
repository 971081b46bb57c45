"""Rest: pause with a reason, stop, and come back; a rest explains the gap it leaves in the data."""

from datetime import timedelta

from content.message import Button, Message, Reply, Rows, column, edit, send
from db import checkins, deliveries, leaving, people, programmes, rests, whereabouts
from db.models import Kind, Standing, Where
from flows import reach
from flows.act import Act
from flows.casework import placing
from flows.errors import OldButton

IN_HOSPITAL = "hospital"
REASONS = (IN_HOSPITAL, "procedure", "hard_days", "other")
DAYS = (3, 7, 14)
QUESTIONS = (Kind.CHECKIN, Kind.REMINDER)


def ask_reason(act: Act) -> Reply:
    """Ask why the questions should rest; where nothing is asked any more there is only the way back."""
    if act.who.standing == Standing.STOPPED:
        back = column(Button(act.words.say("button.back"), "return:yes"))
        return send(Message(act.words.say("stop.come_back"), back))
    if act.who.standing == Standing.RELAPSE:
        return act.say("relapse.rests")
    if act.who.standing == Standing.PAUSED:
        return send(
            Message(
                act.words.say("pause.already"), column(Button(act.words.say("button.back"), "return:yes"))
            )
        )
    buttons = [Button(act.words.say(f"pause.{reason}"), f"pause:{reason}") for reason in REASONS]
    return send(Message(act.words.say("pause.why"), column(*buttons)))


def ask_days(act: Act, *, reason: str) -> Reply:
    """Ask for how long; raises OldButton for a reason that was never offered."""
    if reason not in REASONS:
        raise OldButton
    buttons = [Button(act.words.count("pause.days", days), f"pause:{reason}:{days}") for days in DAYS]
    return edit(Message(act.words.say("pause.how_long"), column(*buttons)))


def pause(act: Act, *, reason: str, days: int) -> Reply:
    """Let the questions rest; Help and session notices stay."""
    if reason not in REASONS or days not in DAYS:
        raise OldButton
    person = act.who
    if person.standing not in {Standing.ACTIVE, Standing.PAUSED}:
        raise OldButton
    rests.end(act.session, person.id, act.now)
    person.standing, person.paused_until = Standing.PAUSED, act.now + timedelta(days=days)
    rests.begin(act.session, person.id, reason, act.now, person.paused_until)
    if reason == IN_HOSPITAL:
        placing.say_it(act, person, Where.WARD)
    _drop_questions(act, "paused", code=f"paused:{reason}")
    buttons = column(
        Button(act.words.say("button.back"), "return:yes"), Button(act.words.say("button.help"), "help")
    )
    return edit(Message(act.words.count("pause.done", days), buttons))


def ask_stop(act: Act) -> Reply:
    """Ask once whether to stop; staying changes nothing."""
    buttons = column(
        Button(act.words.say("button.stop"), "stop:yes"), Button(act.words.say("button.stay"), "stop:no")
    )
    return send(Message(act.words.say("stop.sure"), buttons))


def stop(act: Act, *, sure: bool) -> Reply:
    """Stop every question and reminder, or keep things as they are."""
    if not sure:
        return edit(Message(act.words.say("stop.stayed")))
    act.who.standing, act.who.stopped_at, act.who.paused_until = Standing.STOPPED, act.now, None
    rests.end(act.session, act.who.id, act.now)
    programmes.end_subscriptions(act.session, act.who.id)
    _drop_questions(act, "stopped")
    deliveries.cancel(act.session, act.who.id, "stopped", act.now, kinds=[Kind.SESSION])
    return edit(Message(act.words.say("stop.done"), column(Button(act.words.say("button.help"), "help"))))


def come_back(act: Act) -> Reply:
    """Go on after a pause or a stop."""
    if act.who.standing == Standing.RELAPSE:
        return edit(Message(act.words.say("relapse.rests")))
    if act.who.standing not in {Standing.PAUSED, Standing.STOPPED}:
        return edit(Message(act.words.say("return.already")))
    act.who.standing, act.who.paused_until, act.who.stopped_at = Standing.ACTIVE, None, None
    leaving.take_back(act.session, act.who.id)
    rests.end(act.session, act.who.id, act.now)
    programmes.replan(act.session, act.who.id, act.now)
    return edit(Message(act.words.say("return.done"), _where_now(act)))


def _where_now(act: Act) -> Rows:
    """Return the ways to say where the child is now, to whoever was in hospital; a tap more, if they like."""
    at = whereabouts.present(act.session, act.who.id)
    if not whereabouts.in_hospital(at):
        return ()
    say = act.words.say
    return column(Button(say("place.at_home"), "here:home"), Button(say("place.still_in"), "here:ward"))


def block(act: Act) -> Reply:
    """Record that the person blocked the bot; nothing can be shown to them."""
    if _in_own_chat(act):
        reach.lose(act.session, act.who.id, act.now)
    return Reply()


def unblock(act: Act) -> Reply:
    """Record that the person opened the door again."""
    if _in_own_chat(act):
        people.mark_reachable(act.session, act.who.id)
    return Reply()


def _in_own_chat(act: Act) -> bool:
    """Whether this is about the person's own chat; throwing the bot out of a group says nothing of it."""
    return act.chat_id == act.user_id


def _drop_questions(act: Act, reason: str, code: str = "") -> None:
    checkins.close(act.session, code or reason, person_id=act.who.id)
    deliveries.cancel(act.session, act.who.id, reason, act.now, kinds=QUESTIONS)
