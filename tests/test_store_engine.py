"""Opening a store: its file, its schema version, and what can be in its place."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from shapely import LineString, Point
from store_samples import OLD_STORE, an_article, fill, make_foreign, make_newer

from geodata.errors import StoreUnavailableError, StoreVersionError
from geodata.model import Evidence, Skipped
from geodata.schema import frame_to_events
from geodata.store import EventStore
from geodata.store_engine import MIGRATIONS_FOLDER, address_of, open_engine, upgrade
from geodata.store_tables import SCHEMA_VERSION, TABLES, VERSION_TABLE

pytest_plugins = ["postgres_fixtures", "store_fixtures"]


def test_the_store_file_is_in_wal_mode_with_foreign_keys_on(store_file):
    with EventStore.open(store_file) as store, store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() >= 60_000


def test_several_openers_at_once_make_one_store(tmp_path):
    for number in range(5):
        with ThreadPoolExecutor(8) as pool:
            stores = list(pool.map(EventStore.open, [tmp_path / f"{number}.sqlite"] * 8))
        assert len({store.version() for store in stores}) == 1
        for store in stores:
            store.close()


def test_a_missing_folder_is_made(tmp_path):
    with EventStore.open(tmp_path / "a" / "b c%20?" / "store.sqlite") as store:
        fill(store, 1)
    assert (tmp_path / "a" / "b c%20?" / "store.sqlite").is_file()


def test_an_old_store_is_upgraded_in_place_and_keeps_its_content(store_file):
    shutil.copy(OLD_STORE, store_file)
    with closing(sqlite3.connect(store_file)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        assert "skipped" not in tables
    with EventStore.open(store_file) as store:
        assert store.counts() == {"articles": 1, "events": 2, "toponyms": 2, "skipped": 0}
        assert store.articles()["title"].tolist() == ["Troops sent to the border"]
        events = frame_to_events(store.events())
        assert [event.location for event in events] == ["Ghat", "the border with Libya"]
        assert events[0].geometry == Point(10.1728, 24.9647)
        assert events[1].geometry == LineString([(9.5, 30.2), (9.9, 26.5)])
        assert events[0].evidence == (Evidence(field="trigger", start=9, end=14),)
        assert store.toponyms()["name"].isna().tolist() == [False, True]
        assert store.add_skipped(Skipped(source="a", kind="row", reason="b", remedy="c"))
    assert schema_of(store_file) == SCHEMA_VERSION


def schema_of(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        version: str = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()[0]
    return version


def test_an_upgrade_that_fails_half_way_leaves_the_old_store(store_file, monkeypatch):
    shutil.copy(OLD_STORE, store_file)
    monkeypatch.setattr("geodata.store_engine.upgrade", upgrade_and_fail)
    with pytest.raises(StoreUnavailableError, match="no such table: nowhere"):
        EventStore.open(store_file)
    assert schema_of(store_file) == "0001"
    monkeypatch.undo()
    with EventStore.open(store_file) as store:
        assert store.counts()["events"] == 2


def upgrade_and_fail(connection):
    upgrade(connection)
    connection.exec_driver_sql("SELECT * FROM nowhere")


def test_a_store_of_a_newer_schema_is_refused_with_file_versions_and_remedy(store_file):
    EventStore.open(store_file).close()
    make_newer(store_file)
    expected = (
        f"{store_file}.*'9901'.*up to '{SCHEMA_VERSION}'.*install the Borderwatch that wrote it"
    )
    with pytest.raises(StoreVersionError, match=expected):
        EventStore.open(store_file)


def test_the_migrations_lead_to_exactly_the_tables_and_version_that_the_code_uses(store_url):
    engine = open_engine(address_of(store_url))
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"version_table": VERSION_TABLE, "compare_type": True}
            )
            assert compare_metadata(context, TABLES) == []
            assert context.get_current_revision() == SCHEMA_VERSION
    finally:
        engine.dispose()
    assert ScriptDirectory(str(MIGRATIONS_FOLDER)).get_heads() == [SCHEMA_VERSION]


def test_a_folder_in_the_store_s_place_is_refused_with_a_file_s_path_as_remedy(tmp_path):
    with pytest.raises(StoreUnavailableError, match=f"is a folder; .*{tmp_path}/borderwatch.sql"):
        EventStore.open(tmp_path)


def test_a_folder_that_can_t_be_made_is_refused_with_reason_and_remedy(tmp_path):
    (tmp_path / "a file").write_text("x")
    with pytest.raises(
        StoreUnavailableError, match=r"can't be made.*(File exists|Not a directory)"
    ):
        EventStore.open(tmp_path / "a file" / "store.sqlite")


def test_a_file_of_another_kind_is_refused_and_left_as_it_is(store_file):
    store_file.write_bytes(b"%PDF-1.7 " + bytes(range(256)) * 40)
    content = store_file.read_bytes()
    with pytest.raises(
        StoreUnavailableError, match=f"{store_file}.*not a database; it is no store"
    ):
        EventStore.open(store_file)
    assert store_file.read_bytes() == content


def test_the_database_of_another_program_is_refused_and_left_as_it_is(store_file):
    make_foreign(store_file)
    content = store_file.read_bytes()
    with pytest.raises(StoreUnavailableError, match=r"another program.*recipes"):
        EventStore.open(store_file)
    assert store_file.read_bytes() == content


@contextmanager
def without_root_s_rights() -> Iterator[None]:
    # root may write everywhere; the saved id lets it come back
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_store_without_rights_is_refused_with_reason_and_remedy(what):
    # not tmp_path: that lies in a folder that only its owner can enter
    with tempfile.TemporaryDirectory() as name:
        folder, file = Path(name), Path(name) / "store.sqlite"
        EventStore.open(file).close()
        file.chmod(0o444 if what == "file" else 0o666)
        folder.chmod(0o777 if what == "file" else 0o555)
        without = file if what == "file" else folder
        expected = f"store {file}: no right to read and write {without}; ask for it"
        with without_root_s_rights(), pytest.raises(StoreUnavailableError, match=expected):
            EventStore.open(file)
        folder.chmod(0o700)


def test_a_locked_store_says_that_another_process_is_writing(store_file, monkeypatch):
    monkeypatch.setattr("geodata.store_engine.BUSY_TIMEOUT_MS", 1)
    with EventStore.open(store_file) as store, closing(sqlite3.connect(store_file)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailableError, match="another process is writing to it"):
            store.add_article(an_article(), [], [])
        other.rollback()
        assert store.add_article(an_article(), [], [])
