"""Erase conversations that are older than they may be kept; run by schedule."""

from __future__ import annotations

import sqlalchemy as sa


def purge(database: str, before: float) -> int:
    """Erase the conversations that have been silent since a moment, and return how many.

    Args:
        database: The SQLAlchemy address of the store's database.
        before: The moment, in seconds since 1970.
    """
    engine = sa.create_engine(database)
    old = "SELECT sender_id FROM events GROUP BY sender_id HAVING MAX(timestamp) < :before"
    with engine.begin() as connection:
        if not sa.inspect(connection).has_table("events"):
            return 0
        senders = connection.execute(sa.text(old), {"before": before}).fetchall()
        connection.execute(sa.text(f"DELETE FROM events WHERE sender_id IN ({old})"), {"before": before})
    return len(senders)
