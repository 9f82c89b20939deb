"""Backup and restore, on SQLite and on PostgreSQL alike."""

import shutil

import pytest
from store_samples import (
    OLD_STORE,
    an_article,
    content_of,
    fill,
    make_foreign,
    make_newer,
    same,
)

from geodata.errors import StoreError, StoreUnavailableError, StoreVersionError
from geodata.model import Skipped
from geodata.store import EventStore

pytest_plugins = ["postgres_fixtures", "store_fixtures"]


def test_a_backup_opens_as_a_store_of_the_same_content(store, tmp_path):
    fill(store)
    store.add_skipped(Skipped(source="a", kind="row", reason="b", remedy="c"))
    store.backup(tmp_path / "backups" / "monday.sqlite")
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["monday.sqlite"]
    with EventStore.open(tmp_path / "backups" / "monday.sqlite") as copy:
        assert same(content_of(copy), content_of(store))


def test_restoring_brings_the_content_of_the_backup_back(store, store_url, tmp_path):
    articles = fill(store)
    store.backup(tmp_path / "backup.sqlite")
    before = content_of(store)
    store.delete_article(articles[0].article_id)
    store.add_article(an_article("written after the backup"), [], [])
    changed = store.version()
    assert EventStore.restore(store_url, tmp_path / "backup.sqlite") is None
    assert same(content_of(store), before)
    assert store.version() != changed
    assert store.add_article(an_article("written after the restore"), [], [])


def test_restoring_into_a_new_place_makes_the_store(store, store_url, tmp_path):
    fill(store)
    store.backup(tmp_path / "backup.sqlite")
    assert EventStore.restore(tmp_path / "new" / "s.sqlite", tmp_path / "backup.sqlite") is None
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["s.sqlite"]
    with EventStore.open(tmp_path / "new" / "s.sqlite") as copy:
        assert same(content_of(copy), content_of(store))


def test_a_backup_never_overwrites_a_file(store, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match="is there already; give another name"):
        store.backup(tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("kind", ["text", "empty", "half", "missing", "other program", "newer"])
def test_a_file_that_is_no_whole_backup_leaves_the_store_as_it_was(
    store, store_url, tmp_path, kind
):
    fill(store, 30)
    before, backup = content_of(store), tmp_path / "backup.sqlite"
    store.backup(backup)
    if kind == "half":
        backup.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    elif kind == "newer":
        make_newer(backup)
    else:
        backup.unlink()
    if kind in ("text", "empty"):
        backup.write_text("no store" * 2000 if kind == "text" else "")
    if kind == "other program":
        make_foreign(backup)
    error = StoreVersionError if kind == "newer" else StoreUnavailableError
    with pytest.raises(error, match="backup"):
        EventStore.restore(store_url, backup)
    assert same(content_of(store), before)


def test_a_backup_of_an_older_schema_is_restored_and_itself_left_as_it_is(store_file, tmp_path):
    backup = tmp_path / "old.sqlite"
    shutil.copy(OLD_STORE, backup)
    content = backup.read_bytes()
    EventStore.restore(store_file, backup)
    with EventStore.open(store_file) as store:
        assert store.counts()["events"] == 2
    assert backup.read_bytes() == content


def test_a_damaged_store_is_moved_aside_when_a_backup_is_restored(store_file, tmp_path):
    with EventStore.open(store_file) as store:
        fill(store)
        store.backup(tmp_path / "backup.sqlite")
        before = content_of(store)
    store_file.write_bytes(b"no database any more" * 500)
    aside = EventStore.restore(store_file, tmp_path / "backup.sqlite")
    assert aside is not None
    assert aside.read_bytes() == b"no database any more" * 500
    with EventStore.open(store_file) as store:
        assert same(content_of(store), before)


def test_restoring_under_an_open_store_keeps_wal_mode_and_the_other_s_reading(store_file, tmp_path):
    with EventStore.open(store_file) as store, EventStore.open(store_file) as other:
        fill(store, 2)
        store.backup(tmp_path / "backup.sqlite")
        store.add_article(an_article("written after the backup"), [], [])
        with other._engine.connect() as reading:
            count = "SELECT count(*) FROM articles"
            assert reading.exec_driver_sql(count).scalar() == 3
            EventStore.restore(store_file, tmp_path / "backup.sqlite")
            assert reading.exec_driver_sql(count).scalar() == 3
        with other._engine.connect() as connection:
            assert connection.exec_driver_sql(count).scalar() == 2
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
