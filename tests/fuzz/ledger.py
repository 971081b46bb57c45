"""Whose data changed, and by which update: triggers write it down inside the acts' own transactions."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

from sqlalchemy import event, text

from db.models import Role, Table
from db.people import user_index
from db.session import Database

# What a worker writes of a family whose answers come on paper.
ENTERABLE = frozenset({"checkins", "answers", "scores", "alerts"})
# The messages that bring a family of an own programme what a worker hands over.
HANDED = frozenset({"material", "by_hand"})
# What a worker writes of the families of her programmes, and of the programmes.
OF_THE_GROUP = frozenset({"programmes", "enrolments", "attendances", "session_notes"})
# Whoever joins makes the planner look; opinions are nobody's.
OPEN_TO_THE_GROUP = frozenset({"sessions", "opinions"})
# What belongs to a programme or to a child, written while somebody joins or is invited.
NOBODYS = frozenset({"children", "allotments", "invites"})
# What staff write when everything stops for a family, and when it begins again.
HALTED = frozenset({"halts", "people", "checkins", "deliveries", "pauses", "drafts", "subscriptions"})
STAFF = frozenset({Role.SOCIAL_WORKER, Role.MEDICAL_WORKER})
# What staff write about families of their programmes, beside the looks at them.
CASEWORK = frozenset({"messages", "notes", "places", "assignments", "verdicts", "handled"})
# What an admin or a lead writes: broadcasts, what they owe to everybody, and that it was done.
BROADCAST = frozenset({"broadcast", "correction", "agree", "progress"})
# The inbox is how an act is known, and the leases are nobody's data.
UNWATCHED = frozenset({"inbox", "leases"})
MADE = """CREATE TABLE fuzz_ledger (
    id {id}, txn BIGINT, origin TEXT, act TEXT, owner BIGINT, kind TEXT, about BIGINT,
    programme BIGINT, checkin BIGINT, entered_by BIGINT, session BIGINT, alert BIGINT)"""
APPLIED = "UPDATE OF applied_at"
NEWLY = "WHEN (OLD.applied_at IS NULL AND NEW.applied_at IS NOT NULL)"
ENTERED = """SELECT checkins.id, entered_by FROM checkins JOIN enrolments
    ON enrolments.person_id = entered_by AND enrolments.programme_id = checkins.programme_id"""
DETAILS = {"kind": "kind", "about_id": "about", "programme_id": "programme", "checkin_id": "checkin"}
DETAILS |= {"entered_by": "entered_by", "session_id": "session", "alert_id": "alert"}


@dataclass(frozen=True)
class Write:
    """One row that was written: in which table, how, whose it is, and what the rules ask about it."""

    origin: str
    act: str | None
    owner: int | None
    kind: str | None
    about: int | None
    programme: int | None
    checkin: int | None
    entered_by: int | None
    session: int | None = None
    alert: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts: the person's id and role, None for a stranger, the programmes they are in, and the site."""

    person: int | None
    role: str | None
    programmes: frozenset[int]
    site: int | None = None


NOBODY = Actor(None, None, frozenset())


@dataclass(frozen=True)
class Known:
    """Whose alert it is and in which programme, whose place, and which worker enters which check-in on paper.

    Only paper of an own programme counts. `homes` are people with the programmes they are in, `sessions` says
    of which programme a group session is, and `sites` of which site a programme.
    """

    alerts: Mapping[int, tuple[int, int]]
    places: Mapping[int, int]
    paper: frozenset[tuple[int, int]]
    homes: frozenset[tuple[int, int]] = frozenset()
    sessions: Mapping[int, int] = field(default_factory=dict)
    sites: Mapping[int, int] = field(default_factory=dict)

    def answers_for(self, programme: int | None, actor: Actor) -> bool:
        """Whether the actor may be rung for a programme: from it, as its site's lead, or as an admin."""
        led = actor.role == Role.LEAD and self.sites.get(programme or 0) == actor.site
        return led or actor.role == Role.ADMIN or programme in actor.programmes

    def work_together(self, owner: int | None, actor: Actor) -> bool:
        """Whether somebody is in a programme of the actor's."""
        return any((owner, programme) in self.homes for programme in actor.programmes)


class Ledger:
    """The writes of the acts since the last look."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[int, Actor] = {}
        made = MADE.format(id="INTEGER PRIMARY KEY" if database.is_sqlite else "BIGSERIAL PRIMARY KEY")
        if database.is_sqlite:
            database.engine.dispose()
            event.listen(database.engine, "connect", partial(_count_acts, count(1)))
        with database.begin() as session:
            for statement in (made, *_triggers(database.is_sqlite)):
                session.execute(text(statement))

    def take(self) -> list[tuple[list[int], list[Write]]]:
        """Return, act by act, the update ids and what they wrote, and begin anew."""
        with self._database.begin() as session:
            rows = session.execute(text("SELECT * FROM fuzz_ledger ORDER BY id")).all()
            session.execute(text("DELETE FROM fuzz_ledger"))
        acts: dict[int, tuple[list[int], list[Write]]] = {}
        for _, txn, *row in rows:
            numbers, writes = acts.setdefault(txn, ([], []))
            if row[0] == "inbox":
                numbers.append(row[2])
            else:
                writes.append(Write(*row))
        return [act for act in acts.values() if act[1]]

    def actors(self, users: Iterable[int]) -> Mapping[int, Actor]:
        """Return who these Telegram users are to us now; of whoever was deleted since, who they were."""
        with self._database.read() as session:
            found = session.execute(text("SELECT id, role, site_id, telegram_index FROM people")).all()
            places = session.execute(text("SELECT person_id, programme_id FROM enrolments")).all()
        known = {row.telegram_index: row for row in found}
        actors = {}
        for user in users:
            row = known.get(user_index(user))
            mine = frozenset(programme for person, programme in places if row and person == row.id)
            now = Actor(row.id, row.role, mine, row.site_id) if row else NOBODY
            actors[user] = now if row else self._known.pop(user, NOBODY)
            if row:
                self._known[user] = now
        return actors

    def known(self) -> "Known":
        """Return what the rules ask about alerts, places and paper as they stand now."""
        with self._database.read() as session:
            alerts = session.execute(text("SELECT id, person_id, programme_id FROM alerts")).all()
            places = session.execute(text("SELECT id, person_id, programme_id FROM enrolments")).all()
            entered = session.execute(text(ENTERED)).all()
            meetings = session.execute(text("SELECT id, programme_id FROM sessions")).all()
            programmes = session.execute(text("SELECT id, site_id FROM programmes")).all()
        return Known(
            {row.id: (row.person_id, row.programme_id) for row in alerts},
            {row.id: row.person_id for row in places},
            frozenset((row.entered_by, row.id) for row in entered),
            frozenset((row.person_id, row.programme_id) for row in places),
            {row.id: row.programme_id for row in meetings},
            {row.id: row.site_id for row in programmes},
        )

    def owed(self, people: Collection[int]) -> set[int]:
        """Return the chats of these people."""
        with self._database.read() as session:
            rows = session.execute(Table.metadata.tables["people"].select()).all()
        return {int(row.chat) for row in rows if row.id in people and row.chat}


def of_a_farewell(write: Write, writes: Collection[Write]) -> bool:
    """Whether it goes with the deletion of a person in the same act: its record, word to the staff."""
    told = write.origin == "deliveries" and write.kind == "left"
    goes_with = told or write.origin in {"erasures", "programmes"}
    return goes_with and any(each.origin == "people" and each.act == "delete" for each in writes)


def allowed(write: Write, actor: Actor, known: Known) -> bool:
    """Whether the rules let this person write this row."""
    if write.origin == "told_chats" or (write.origin == "invites" and write.act == "update"):
        return True
    if actor.person is None:
        return False
    if write.owner == actor.person or write.origin in NOBODYS or _broadcasts(write, actor):
        return True
    if _stops(write, actor, known):
        return True
    rule = RULES.get((write.origin, write.act)) or RULES.get((write.origin, None)) or _on_paper
    return rule(write, actor, known)


def _on_paper(write: Write, actor: Actor, known: Known) -> bool:
    """Whether it is an answer that the actor enters for a family whose answers come on paper."""
    return write.origin in ENTERABLE and (actor.person, write.checkin) in known.paper


def _of_an_alert(write: Write, actor: Actor, known: Known) -> bool:
    return known.answers_for(write.programme, actor) or _on_paper(write, actor, known)


def _was_staff(_write: Write, actor: Actor, _known: Known) -> bool:
    """Whether it can be the mark of staff who had themselves forgotten; it names nobody."""
    return actor.role not in {None, Role.CAREGIVER}


def _casework(write: Write, actor: Actor, known: Known) -> bool:
    return actor.role in STAFF and known.work_together(write.owner, actor)


def _stops(write: Write, actor: Actor, known: Known) -> bool:
    """Whether it is what staff write when everything stops for a family of theirs."""
    return write.origin in HALTED and actor.role in STAFF and known.work_together(write.owner, actor)


def _notes(write: Write, actor: Actor, known: Known) -> bool:
    """Whether it is the family's own word about its alert, or one of those who may take it."""
    person, programme = known.alerts.get(write.alert or 0, (None, None))
    if actor.role == Role.CAREGIVER:
        return person == actor.person and write.kind == "mistake"
    return known.answers_for(programme, actor)


def _broadcasts(write: Write, actor: Actor) -> bool:
    """Whether it is a broadcast, a message of one, or the record that one was made."""
    if actor.role not in {Role.ADMIN, Role.LEAD}:
        return False
    recorded = write.origin == "audit_events" and write.act == "insert" and write.owner is None
    return (
        recorded or write.origin == "broadcasts" or (write.origin == "deliveries" and write.kind in BROADCAST)
    )


def _of_the_group(write: Write, actor: Actor, known: Known) -> bool:
    """Whether it is about a group of the actor's own, and theirs to write."""
    here = known.sessions.get(write.session or 0, write.programme) in actor.programmes
    return here and (write.origin in OPEN_TO_THE_GROUP or actor.role == Role.SOCIAL_WORKER)


def _told(write: Write, actor: Actor, known: Known) -> bool:
    """Whether it is word of the actor's own to the workers, or of an alert in an own programme, to either."""
    if write.kind in {"halt", "admission"}:
        return known.work_together(write.owner, actor) or write.kind == "admission"
    if write.kind in {"written", "returned"}:
        return known.work_together(write.owner, actor)
    if write.kind == "unreachable":
        return known.places.get(write.about or 0) == actor.person
    if write.kind in HANDED:
        return _works_with(write, actor, known)
    if write.kind == "session":
        return actor.role == Role.SOCIAL_WORKER and known.sessions.get(write.about or 0) in actor.programmes
    person, programme = known.alerts.get(write.about or 0, (None, None))
    if write.kind == "leaving":  # whoever asks to be forgotten while their alert is open
        return person == actor.person
    return write.kind in {"alert", "seen"} and (person == actor.person or known.answers_for(programme, actor))


def _looks(write: Write, actor: Actor, known: Known) -> bool:
    """Whether it is a look at somebody of the actor's own, or whose alert the actor may take."""
    if write.owner is None:  # about a programme, or what was looked for: never about one family
        return actor.role not in {None, Role.CAREGIVER}
    calls = {person for person, programme in known.alerts.values() if known.answers_for(programme, actor)}
    return write.owner in calls or _works_with(write, actor, known)


def _works_with(write: Write, actor: Actor, known: Known) -> bool:
    """Whether the row is about somebody in a programme in which the actor works."""
    mine = {(write.owner, programme) for programme in actor.programmes}
    return actor.role == Role.SOCIAL_WORKER and bool(mine & known.homes)


RULES: Mapping[tuple[str, str | None], Callable[[Write, Actor, Known], bool]] = {
    ("alert_notes", "insert"): _notes,
    ("alerts", "update"): _of_an_alert,
    ("audit_events", "insert"): _looks,
    ("practices", "insert"): _works_with,
    ("erasures", "insert"): _was_staff,
    ("deliveries", None): _told,
    **dict.fromkeys(((origin, None) for origin in CASEWORK), _casework),
    **dict.fromkeys(((origin, None) for origin in OPEN_TO_THE_GROUP | OF_THE_GROUP), _of_the_group),
}


def _count_acts(acts: Iterator[int], connection: Any, _record: object) -> None:
    """Number the acts for the triggers: each has a transaction of its own, or a savepoint in a shared one."""
    at_hand = [next(acts)]

    def see(statement: str) -> None:
        if statement.startswith(("BEGIN", "SAVEPOINT")):
            at_hand[0] = next(acts)

    connection.set_trace_callback(see)
    connection.create_function("fuzz_act", 0, lambda: at_hand[0])


def _triggers(is_sqlite: bool) -> Iterator[str]:
    act_at_hand = "fuzz_act()" if is_sqlite else "txid_current()"
    mark = f"INSERT INTO fuzz_ledger (txn, origin, owner) VALUES ({act_at_hand}, 'inbox', NEW.update_id)"  # noqa: S608
    yield from _trigger("inbox", "applied", f"{APPLIED} ON inbox", NEWLY, mark, is_sqlite)
    for table in Table.metadata.sorted_tables:
        if table.name in UNWATCHED:
            continue
        owner = "person_id" if "person_id" in table.c else "id" if table.name == "people" else None
        details = {name: column for name, column in DETAILS.items() if name in table.c}
        details |= {"id": "checkin"} if table.name == "checkins" else {}
        details |= {"id": "programme"} if table.name == "programmes" else {}
        for act, row in (("insert", "NEW"), ("update", "NEW"), ("update", "OLD"), ("delete", "OLD")):
            whose = f"{row}.{owner}" if owner else "NULL"
            columns = ", ".join(["txn", "origin", "act", "owner", *details.values()])
            told = [act_at_hand, f"'{table.name}'", f"'{act}'", whose]
            values = ", ".join([*told, *(f"{row}.{name}" for name in details)])
            noted = f"INSERT INTO fuzz_ledger ({columns}) VALUES ({values})"  # noqa: S608 - our own names
            yield from _trigger(
                table.name, f"{act}_{row.lower()}", f"{act} ON {table.name}", "", noted, is_sqlite
            )


def _trigger(table: str, name: str, event: str, when: str, noted: str, is_sqlite: bool) -> Iterator[str]:
    name = f"fuzz_{table}_{name}"
    head = f"CREATE TRIGGER {name} AFTER {event} FOR EACH ROW {when}"
    if is_sqlite:
        yield f"{head} BEGIN {noted}; END"
        return
    body = f"AS $$ BEGIN {noted}; RETURN NULL; END $$"
    yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {body}"
    yield f"{head} EXECUTE FUNCTION {name}()"
