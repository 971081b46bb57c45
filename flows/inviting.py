"""Inviting: a worker's link into her programme, with the words to pass on."""

from datetime import timedelta

from content.message import Message, Reply, send
from content.programmes import in_language
from db import audit, programmes
from db.models import Act as Deed
from db.models import Invite, Role
from flows import programme
from flows.act import Act

USES, OPEN_FOR = 30, timedelta(days=30)
# The token of an invite is made for what it leads to: nobody's child, here.
NO_CHILD = 0


def invite(act: Act, *, programme_id: int, bot: str) -> Reply:
    """Make a link by which families join a programme, and say it once more in words that can be passed on.

    As on a poster, nothing in them names an illness.
    """
    run = programme.own(act, programme_id)
    token = programmes.token_for(act.update_id, NO_CHILD)
    programmes.add_invite(
        act.session,
        Invite(
            site_id=run.site_id,
            programme_id=run.id,
            role=Role.CAREGIVER,
            token_hash=programmes.token_hash(token),
            uses_left=USES,
            expires_at=act.now + OPEN_FOR,
            created_at=act.now,
        ),
    )
    about = f"{Role.CAREGIVER}, programme {run.id}, {USES} uses"
    audit.record(
        act.session, site_id=run.site_id, actor_id=act.who.id, act=Deed.INVITED, about=about, now=act.now
    )
    title = in_language(run.template["title"], act.language) if run.template else run.name
    link = f"https://t.me/{bot}?start={token}"
    how = act.words.say("prog.invited", name=run.name, families=USES, days=OPEN_FOR.days)
    pass_on = act.words.say(
        "prog.pass_on", who=act.who.called or act.words.say("word.social_worker"), title=title, link=link
    )
    return send(Message(how)) + send(Message(pass_on))
