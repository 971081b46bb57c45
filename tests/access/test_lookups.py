"""Every look-up by number in a flow says how it is known that the one who acts may look there."""

import ast
from collections.abc import Iterator
from pathlib import Path

FLOWS = Path(__file__).parents[2] / "flows"
BY_NUMBER = {
    "alerts.by_id", "alerts.for_worker", "checkins.by_id", "people.by_id", "practices.by_id",
    "labels.everywhere", "labels.labelled", "programmes.by_id", "programmes.place",
    "programmes.place_of", "caseload.places", "letters.by_id", "notes.by_id", "leaves.by_id",
    "sessions.by_id", "broadcasts.by_id",
}  # fmt: skip
# By module and function. "reach": the number comes with the programmes that `flows.authority` gives;
# "checked": the row is compared with the one who acts right there; "follows": from a row that was checked
# before; "time": nobody acts, and what comes of it goes to whom it is about or to their workers.
KNOWN = {
    "caseload.hear_note alerts.by_id": "checked",
    "drill.report people.by_id": "time",
    "family.by_mistake alerts.by_id": "checked",
    "family.is_at_it checkins.by_id": "follows",
    "family.seen people.by_id": "time",
    "answering._own letters.by_id": "checked",
    "bringing._letter letters.by_id": "time",
    "bringing._place programmes.place_of": "time",
    "bringing.for_good letters.by_id": "time",
    "bringing.returned people.by_id": "time",
    "bringing.to_family people.by_id": "follows",
    "concern.worker_name programmes.place_of": "follows",
    "door.case people.by_id": "follows",
    "handover._of_leave leaves.by_id": "time",
    "handover.told programmes.place": "time",
    "leaving._mine people.by_id": "follows",
    "leaving._take people.by_id": "follows",
    "leaving.end leaves.by_id": "checked",
    "noting._author people.by_id": "follows",
    "noting._note notes.by_id": "checked",
    "noting._note programmes.place_of": "follows",
    "picture.compose people.by_id": "time",
    "picture.compose programmes.place": "time",
    "reading._letter letters.by_id": "checked",
    "reading._letter programmes.place_of": "follows",
    "reading._text people.by_id": "follows",
    "whose.writes_now people.by_id": "follows",
    "worklist.labels programmes.by_id": "follows",
    "authority.family_of programmes.place": "checked",
    "caseload._card people.by_id": "follows",
    "call.mine alerts.by_id": "checked",
    "call.mine alerts.for_worker": "reach",
    "second_look._called people.by_id": "follows",
    "second_look._refuse people.by_id": "follows",
    "checkin.own checkins.by_id": "checked",
    "broadcast.queue programmes.by_id": "time",
    "broadcast.cancel broadcasts.by_id": "follows",
    "account.compose broadcasts.by_id": "time",
    "account.compose people.by_id": "time",
    "drafting._hear broadcasts.by_id": "checked",
    "composing.notice sessions.by_id": "checked",
    "consent.asking broadcasts.by_id": "time",
    "grown.message broadcasts.by_id": "time",
    "correcting.hear broadcasts.by_id": "checked",
    "correcting.message broadcasts.by_id": "time",
    "covered.open_ broadcasts.by_id": "checked",
    "door.known broadcasts.by_id": "checked",
    "whom.groups programmes.by_id": "reach",
    "whom.take_meeting sessions.by_id": "checked",
    "wording.whom programmes.by_id": "follows",
    "wording.whom sessions.by_id": "follows",
    "digest._worker people.by_id": "follows",
    "digest_now._as_of people.by_id": "follows",
    "digest_now.shown caseload.places": "reach",
    "ending.label_of programmes.place_of": "follows",
    "admitting.decide people.by_id": "follows",
    "admitting.decide programmes.place_of": "follows",
    "admitting.look people.by_id": "follows",
    "afterwards.offer_steps people.by_id": "follows",
    "caring._place programmes.place": "follows",
    "caring.card people.by_id": "follows",
    "caring.begin_again people.by_id": "follows",
    "caring.read_words people.by_id": "follows",
    "child._asks programmes.by_id": "follows",
    "halting._halt programmes.place_of": "follows",
    "halting._mine programmes.place": "checked",
    "named.families labels.labelled": "reach",
    "named.programme_of programmes.by_id": "follows",
    "halting.join_in people.by_id": "follows",
    "invitation.lead programmes.by_id": "follows",
    "needs.repeat programmes.by_id": "follows",
    "partner._link people.by_id": "follows",
    "placing._arm programmes.place_of": "follows",
    "placing.place programmes.by_id": "follows",
    "leaving._places programmes.place_of": "follows",
    "leaving._tell_first programmes.place_of": "follows",
    "leaving.announce alerts.by_id": "time",
    "handing._person people.by_id": "follows",
    "handing.choose programmes.by_id": "follows",
    "handing.choose labels.labelled": "reach",
    "leaf.opened people.by_id": "follows",
    "opening._worker people.by_id": "follows",
    "paper._offered programmes.by_id": "follows",
    "paper._parts programmes.by_id": "follows",
    "paper.begin people.by_id": "follows",
    "paper.choose labels.labelled": "reach",
    "practice._own practices.by_id": "checked",
    "practice.arrive people.by_id": "follows",
    "practice.arrive practices.by_id": "follows",
    "reach.announce people.by_id": "time",
    "reach.announce programmes.place": "time",
    "reach.lose people.by_id": "time",
    "reach.lose programmes.place_of": "time",
    "mailing.write people.by_id": "time",
    "meeting.is_for programmes.place_of": "checked",
    "meeting.of_family sessions.by_id": "checked",
    "meeting.of_worker sessions.by_id": "checked",
    "planning._programme programmes.by_id": "follows",
    "programme.own programmes.by_id": "checked",
    "programme.add_colleague people.by_id": "checked",
    "running.join programmes.place_of": "follows",
    "session_note.hear sessions.by_id": "follows",
    "session_post.message programmes.place_of": "time",
    "session_post.message sessions.by_id": "time",
    "seen._who people.by_id": "follows",
    "staffing._kept people.by_id": "checked",
}


def lookups() -> Iterator[str]:
    """Every call of such a query, with the module and the function it is in."""
    for file in sorted(FLOWS.glob("**/*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            calls = [ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)]
            yield from (f"{file.stem}.{function.name} {call}" for call in calls if call in BY_NUMBER)


def test_every_lookup_by_number_is_known_and_says_why_it_may() -> None:
    assert set(lookups()) ^ set(KNOWN) == set()


def test_the_queries_are_there() -> None:
    names = {
        f"{file.stem}.{node.name}"
        for file in (FLOWS.parent / "db").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }

    assert names >= BY_NUMBER
