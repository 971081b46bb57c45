"""Children before and after: mean first and latest scores, whoever answers apart; counted in SQL."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import Row, Subquery, and_, func, select

from db.digest_scores import Key, Known, ranked
from db.models import Caring, Score
from db.session import Session


def means(
    session: Session, known: Known, scales: Sequence[Key], *, by_child: bool
) -> Sequence[Row[str, str, int, Decimal, Decimal]]:
    """Return (instrument, scale, children, mean at first, mean at last) of those scored twice or more.

    A caregiver's scores are compared with their own alone, and of two who care for one child those of the
    one who came first count, so that a child counts once. `by_child` compares what a child said of itself,
    on whichever phone.
    """
    pairs = _pairs(_ranked(known, scales, by_child=by_child))
    columns = (pairs.c.instrument, pairs.c.scale)
    query = select(*columns, func.count(), func.avg(pairs.c.before), func.avg(pairs.c.after))
    return session.execute(query.where(pairs.c.turn == 1).group_by(*columns)).all()


def _pairs(ranked: Subquery) -> Subquery:
    """Return the first and the latest score of whoever has two, with their turn among those of one child."""
    first, last = ranked.alias(), ranked.alias()
    same = and_(
        first.c.who == last.c.who,
        first.c.instrument == last.c.instrument,
        first.c.scale == last.c.scale,
    )
    part = (first.c.child_id, first.c.instrument, first.c.scale)
    turn = func.row_number().over(partition_by=part, order_by=first.c.caring_id)
    return (
        select(
            first.c.instrument,
            first.c.scale,
            first.c.value.label("before"),
            last.c.value.label("after"),
            turn.label("turn"),
        )
        .join(last, same)
        .where(first.c.forwards == 1, last.c.backwards == 1, last.c.forwards > 1)
        .subquery()
    )


def _ranked(known: Known, scales: Sequence[Key], *, by_child: bool) -> Subquery:
    """Return the scores on these scales, counted from the first and from the last of whoever answered."""
    scored = ranked(known, scales, Caring.child_id if by_child else Score.person_id)
    with_child = scored.add_columns(Caring.child_id, Caring.id.label("caring_id"))
    return with_child.join(Caring, Caring.person_id == Score.person_id).subquery()
