"""What the running bot does beside its work: keys change under it, bytes are wiped, backups are taken."""

import asyncio
from base64 import b64encode
from pathlib import Path

from sqlalchemy import func, select

from bot.backup import shelf
from bot.backup.taking import check
from db import crypto, resealing
from db.crypto import new_key, parse_keys
from db.models import CheckIn, Erasure, Person
from db.session import Database
from sandbox.server import Sandbox
from tests import cast
from tests.db.test_sealed import image
from tests.process.running import RunningBot
from tests.process.test_kill import FAMILIES, answer_everything, audit, finished, settle_in, until

BACKUP_KEY = b"a key that opens a backup only!!"


async def test_keys_change_while_families_answer_and_nothing_is_lost(
    box: Sandbox, database: Database, tmp_path: Path
) -> None:
    settle_in(database)
    for user in FAMILIES:
        box.add_person(user_id=user, first_name="Synthetic", language_code="en")
        await box.text(user, "/help")
    both = f"{new_key()},{cast.KEYS}"
    bot = RunningBot(box.url, database.url, tmp_path, RESPITE_KEYS=both)
    await bot.start()
    before = crypto.keyring()
    try:
        async with asyncio.TaskGroup() as families:
            for user in FAMILIES:
                families.create_task(answer_everything(box, user))
            said = await bot.command("keys", "rotate")
        crypto.unlock(parse_keys(both))
        await until(lambda: finished(database))
        audit(box, database)
        said = await bot.command("keys", "rotate")
        with database.read() as session:
            assert set(resealing.tally(session)) == {crypto.keyring().ids[0]}
        assert f"everything is sealed with {crypto.keyring().ids[0]}" in said
        assert await bot.stop() == 0

        alone = RunningBot(box.url, database.url, tmp_path, RESPITE_KEYS=both.split(",")[0])
        shown = len(box.chat(FAMILIES[0]))
        await box.text(FAMILIES[0], "/trend")
        await alone.start()
        await until(lambda: len(box.chat(FAMILIES[0])) >= shown + 2)
        assert await alone.stop() == 0
    finally:
        crypto.unlock(before)


async def test_a_bot_without_the_new_key_stops_the_rotation(
    box: Sandbox, sqlite_database: Database, tmp_path: Path
) -> None:
    settle_in(sqlite_database)
    bot = RunningBot(box.url, sqlite_database.url, tmp_path)
    await bot.start()

    new = RunningBot(box.url, sqlite_database.url, tmp_path, RESPITE_KEYS=f"{new_key()},{cast.KEYS}")
    said = await new.try_command("keys", "rotate")

    assert "restart it first" in said
    assert await bot.stop() == 0


async def test_a_backup_is_taken_at_night_and_whoever_is_forgotten_leaves_no_byte(
    box: Sandbox, sqlite_database: Database, tmp_path: Path
) -> None:
    settle_in(sqlite_database)
    with sqlite_database.read() as session:
        index = session.get_one(Person, 2).telegram_index
    family = FAMILIES[0]
    box.add_person(user_id=family, first_name="Synthetic", language_code="en")
    folder = tmp_path / "backups"
    bot = RunningBot(
        box.url, sqlite_database.url, tmp_path, RESPITE_BACKUP_DIR=str(folder),
        RESPITE_BACKUP_KEY=b64encode(BACKUP_KEY).decode(),
    )  # fmt: skip
    await bot.start()
    await until(lambda: bool(shelf.on_shelf(folder)))
    assert index in image(sqlite_database)

    await box.text(family, "/forgetme")
    for tap in ("forget:sure", "forget:all"):
        await until(lambda tap=tap: any(tap in str(each) for each in box.chat(family)))  # type: ignore[misc]
        await box.tap(family, data=tap)
    await until(lambda: wiped(sqlite_database))

    assert index not in image(sqlite_database)
    marks = shelf.read_marks(folder / shelf.FORGOTTEN)
    assert len(marks) == 1
    assert shelf.read_marks(tmp_path / shelf.FORGOTTEN) == marks
    assert check(shelf.on_shelf(folder)[0], BACKUP_KEY).tables["people"].rows == len(FAMILIES) + 1
    assert await bot.stop() == 0
    with sqlite_database.read() as session:
        assert session.scalar(select(func.count()).select_from(CheckIn)) == len(FAMILIES) - 1


def wiped(database: Database) -> bool:
    with database.read() as session:
        return session.scalar(select(Erasure.wiped_at)) is not None
