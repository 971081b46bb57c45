"""Acts on the database's own threads: each whole or not at all, also where several share a commit."""

import asyncio
from contextlib import closing
from threading import Event

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from bot.transactions import TOGETHER, Transactions
from db.models import Table, ToldChat
from db.session import Database, Session
from tests import cast

KEEPS, RAISES, REPEATS, REFUSES = "keeps", "raises", "repeats", "refuses"
TAKEN = b"taken" * 3 + b"!"


def _work(number: int, how: str):
    """Return an act that writes one row, and how it ends."""

    def work(begin):
        if how == REFUSES:  # as a flow that is refused: what it wrote is undone, its refusal is kept
            try:
                with begin() as session:
                    _tell(session, b"undone" + bytes([number]))
                    raise ZeroDivisionError
            except ZeroDivisionError:
                pass
        with begin() as session:
            _tell(session, TAKEN if how == REPEATS else bytes([number]) * 16)
            if how == RAISES:
                raise ZeroDivisionError
        return number

    return work


def _tell(session: Session, chat: bytes) -> None:
    session.add(ToldChat(chat_index=chat, told_at=cast.MONDAY))


async def _all_at_once(database: Database, ways: list[str]) -> list[object]:
    """Run every act while the thread is held up, so that they wait together; return how each ended."""
    with closing(Transactions(database)) as transactions:
        held = Event()
        holding = asyncio.ensure_future(transactions.run(lambda _: held.wait(10)))
        await asyncio.sleep(0)
        acts = [asyncio.ensure_future(transactions.run(_work(n, how))) for n, how in enumerate(ways)]
        await asyncio.sleep(0)
        held.set()
        await holding
        return await asyncio.gather(*acts, return_exceptions=True)


def _kept(database: Database) -> set[bytes]:
    with database.read() as session:
        return set(session.scalars(select(ToldChat.chat_index))) - {TAKEN}


@settings(max_examples=30, deadline=None)
@given(ways=st.lists(st.sampled_from([KEEPS, KEEPS, RAISES, REPEATS, REFUSES]), min_size=1, max_size=30))
def test_each_act_is_kept_or_undone_alone_whatever_the_others_do(ways):
    with closing(Database("sqlite://")) as database:
        Table.metadata.create_all(database.engine)
        with database.begin() as session:
            _tell(session, TAKEN)

        ended = asyncio.run(_all_at_once(database, ways))

        good = {n for n, how in enumerate(ways) if how in {KEEPS, REFUSES}}
        assert {n for n, end in enumerate(ended) if end == n} == good
        assert all(isinstance(end, Exception) for n, end in enumerate(ended) if n not in good)
        assert _kept(database) == {bytes([n]) * 16 for n in good}


async def test_acts_that_wait_together_keep_their_order(database):
    order = []

    def noted(number):
        def work(begin):
            with begin():
                order.append(number)

        return work

    with closing(Transactions(database)) as transactions:
        async with asyncio.TaskGroup() as group:
            for number in range(40):
                group.create_task(transactions.run(noted(number)))

    assert sorted(order) == list(range(40))
    if database.is_sqlite:
        assert order == sorted(order)


async def test_nothing_is_told_before_it_is_committed(database):
    def work(begin):
        with begin() as session:
            _tell(session, b"c" * 16)

    with closing(Transactions(database)) as transactions:
        await asyncio.gather(transactions.run(work), transactions.run(lambda _: None))

        assert _kept(database) == {b"c" * 16}


async def test_acts_that_wait_together_share_a_commit_on_sqlite(database):
    commits = []
    event.listen(database.engine, "commit", commits.append)

    await _all_at_once(database, [KEEPS] * TOGETHER)

    assert len(commits) == (1 if database.is_sqlite else TOGETHER)
