"""The shelf: names, the nightly hour, and what is kept how long."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.backup import shelf

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def put(folder, moment):
    path = folder / shelf.name_at(moment)
    path.write_bytes(b"")
    return path


def test_a_name_tells_when_it_was_taken(tmp_path):
    assert shelf.taken_at(tmp_path / shelf.name_at(NOW)) == NOW
    assert shelf.taken_at(tmp_path / "respite-yesterday.backup") is None


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        pytest.param(None, NOW, True, id="never"),
        pytest.param(NOW, NOW + timedelta(hours=23, minutes=59), False, id="not before three"),
        pytest.param(NOW, NOW + DAY, True, id="at three"),
        pytest.param(NOW, NOW + 3 * DAY, True, id="missed"),
        pytest.param(NOW + timedelta(hours=12), NOW + DAY, True, id="taken by hand at noon"),
        pytest.param(NOW - timedelta(hours=1), NOW - timedelta(minutes=1), False, id="before three"),
    ],
)
def test_one_is_due_each_night_and_after_a_missed_night_at_once(last, now, due):
    assert shelf.is_due(last, now) is due


def test_old_ones_go_and_the_newest_stays_however_old(tmp_path):
    old, new = put(tmp_path, NOW - 90 * DAY), put(tmp_path, NOW - 60 * DAY)
    other = tmp_path / "notes.txt"
    other.write_text("kept")

    assert shelf.clear(tmp_path, NOW, 30 * DAY) == 1

    assert (old.exists(), new.exists(), other.exists()) == (False, True, True)


def test_the_list_of_the_forgotten_only_grows_and_is_for_nobody_elses_eyes(tmp_path):
    shelf.write_marks(tmp_path, ["b" * 64])
    shelf.write_marks(tmp_path, ["a" * 64])

    file = tmp_path / shelf.FORGOTTEN
    assert shelf.read_marks(file, tmp_path / "none") == {"a" * 64, "b" * 64}
    assert file.stat().st_mode & 0o777 == 0o600
