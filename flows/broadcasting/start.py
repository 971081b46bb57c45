"""Where broadcasts begin: the list of those there are, and a new one."""

from content.message import Button, Message, Reply, column, edit, send
from db import broadcasts
from db.models import Broadcast, Role, Sending
from flows import gate
from flows.act import Act
from flows.broadcasting import whom, wording
from flows.casework.paths import shortened

ON_A_SCREEN, BEGINNING = 5, 24


@gate.needs_second_factor
def everything(act: Act) -> Reply:
    """List what is composed, planned, on its way and over, and offer a new one."""
    found = broadcasts.of_site(act.session, act.who.site_id, act.who.id, ON_A_SCREEN)
    say = act.words.say
    lines = [say("broadcast.title"), *([] if found else [say("broadcast.none")])]
    buttons = [_button(act, one) for one in found]
    return send(Message("\n".join(lines), column(Button(say("broadcast.button.new"), "bc:new"), *buttons)))


@gate.needs_second_factor
def new(act: Act) -> Reply:
    """Begin a draft and ask whom it is for."""
    one = Broadcast(
        site_id=act.who.site_id, state=Sending.DRAFT, role=Role.CAREGIVER, texts={}, created_by=act.who.id,
        created_at=act.now,
    )  # fmt: skip
    return edit(whom.groups(act, broadcasts.add(act.session, one)))


def _button(act: Act, one: Broadcast) -> Button:
    verb = "bc" if one.state == Sending.DRAFT else "bs"
    label = act.words.say(f"broadcast.listed.{one.state}", number=one.id)
    said = one.texts.get(act.language) or next(iter(one.texts.values()), "")
    begins = shortened(wording.bare(said), BEGINNING)
    return Button(f"{label} · {begins}" if begins else label, f"{verb}:{one.id}:show")
