"""The gate before what is personal: put it on a flow, and staff type their code first."""

from collections.abc import Callable
from functools import wraps

from content.message import Reply
from db import factors, people
from db.models import Standing
from flows import factor
from flows.act import Act
from flows.errors import OldButton


def is_open(act: Act) -> bool:
    """Whether this worker may see what is personal now: the site needs no factor, or their session runs."""
    if not factor.required(people.site_of(act.session, act.who)):
        return True
    return factor.session_open(factors.of(act.session, act.who.id), act.now)


def needs_second_factor(flow: Callable[..., Reply]) -> Callable[..., Reply]:
    """Return a flow that asks for the code where no session runs, and then goes on with what was asked.

    The flow is a function of a module, and its arguments are words and numbers: they wait in the dialogue.
    It is run anew after the code, so it looks at ownership and state as ever.
    """
    name = f"{flow.__module__}.{flow.__qualname__}"
    factor.WAITING[name] = flow

    @wraps(flow)
    def gated(act: Act, **arguments: object) -> Reply:
        if act.who.standing != Standing.ACTIVE:  # whoever is still joining has a dialogue to finish
            raise OldButton
        return flow(act, **arguments) if is_open(act) else factor.ask(act, name, arguments)

    return gated
