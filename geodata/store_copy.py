"""Backup and restore. A backup of any store is a SQLite store in one file, and opens as one."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import Connection, Engine, delete, insert, select

from geodata.errors import StoreError, StoreUnavailableError
from geodata.store_engine import (
    Address,
    address_of,
    open_engine,
    store_errors,
    writing,
)
from geodata.store_tables import TABLES

_ROWS_AT_ONCE: Final = 5_000


def back_up(engine: Engine, address: Address, path: str | Path) -> None:
    """Write the store's content, as it is at one moment, to a new file at `path`.

    The file appears under its name only when it is whole and checked. Raises StoreError when there
    is a file already and StoreUnavailableError when it can't be written.
    """
    target = Path(path).expanduser().absolute()
    if target.exists():
        raise StoreError(f"backup {target} is there already; give another name or move it away")
    with _file_errors(target), _part_beside(target) as part:
        with store_errors(address.label):
            if address.file is not None:
                _copy_file(engine, part)
            else:
                _copy_to_sqlite(engine, part)
        _finish(part, str(target))
        part.replace(target)


def restore_store(store: str | Path, path: str | Path) -> Path | None:
    """Put a backup's content in the place of the store's, which is kept until that is checked.

    The store need not be there. Other processes may have it open: they see the old content until
    the new one is complete. A SQLite store so damaged that it can't be opened is moved aside,
    and its new path returned; None otherwise. Raises StoreUnavailableError for a file that is no
    whole backup, and StoreVersionError for one of a newer Borderwatch.
    """
    address, backup = address_of(store), Path(path).expanduser().absolute()
    if not backup.is_file():
        raise StoreUnavailableError(f"backup {backup} is no file; give the path of a backup")
    if address.file is not None:
        with _file_errors(address.file), _part_beside(address.file) as part:
            _read_backup(backup, part)
            return _put_file(part, address.file, address)
    with TemporaryDirectory(prefix="borderwatch-") as folder:
        part = Path(folder) / "backup.sqlite"
        _read_backup(backup, part)
        _put_rows(part, address)
    return None


def _copy_file(engine: Engine, part: Path) -> None:
    with closing(engine.raw_connection()) as source, closing(sqlite3.connect(part)) as target:
        connection = source.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        connection.backup(target)


def _copy_to_sqlite(engine: Engine, part: Path) -> None:
    snapshot = engine.execution_options(isolation_level="REPEATABLE READ")
    copy = open_engine(address_of(part))
    try:
        with snapshot.connect() as source, writing(copy).begin() as target:
            _copy_rows(source, target)
    finally:
        copy.dispose()


def _copy_rows(source: Connection, target: Connection) -> None:
    for table in reversed(TABLES.sorted_tables):
        target.execute(delete(table))
    for table in TABLES.sorted_tables:
        rows = source.execute(select(table), execution_options={"yield_per": _ROWS_AT_ONCE})
        for some in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in some])


def _read_backup(backup: Path, part: Path) -> None:
    with store_errors(str(backup)):
        address = f"{backup.as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(address, uri=True)) as source,
            closing(sqlite3.connect(part)) as target,
        ):
            source.backup(target)
            empty = not target.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if empty:
        raise StoreUnavailableError(f"backup {backup} is empty; give the path of a backup")
    _finish(part, str(backup))
    # an older backup is upgraded as an older store is, on the copy
    open_engine(Address(address_of(part).url, part, str(backup))).dispose()
    _finish(part, str(backup))


def _finish(part: Path, label: str) -> None:
    """Make one file of it, without a log beside it, check it, and see it onto the disk."""
    with store_errors(label), closing(sqlite3.connect(part)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        strays = connection.execute("PRAGMA foreign_key_check").fetchall()
    if found != "ok" or strays:
        raise StoreUnavailableError(
            f"backup {label} is damaged ({found}, {len(strays)} stray rows); use another backup"
        )
    with part.open("rb") as file:
        os.fsync(file.fileno())


def _put_file(part: Path, file: Path, address: Address) -> Path | None:
    if file.is_file() and not _is_damaged(file):
        # a file swapped under another process's feet would take that one's log for its own
        engine = open_engine(address)
        try:
            _pour(part, engine, address)
        finally:
            engine.dispose()
        return None
    aside = _move_aside(file) if file.exists() else None
    part.replace(file)
    return aside


def _pour(part: Path, engine: Engine, address: Address) -> None:
    with (
        store_errors(address.label),
        closing(sqlite3.connect(part)) as source,
        closing(engine.raw_connection()) as target,
    ):
        connection = target.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        source.backup(connection)


def _is_damaged(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(file)) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchone()[0] != "ok")
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorname in {"SQLITE_NOTADB", "SQLITE_CORRUPT"}


def _move_aside(file: Path) -> Path:
    aside = file.with_name(f"{file.name}.damaged-{token_hex(4)}")
    for ending in ("-wal", "-shm", ""):
        beside = file.with_name(file.name + ending)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + ending))
    return aside


def _put_rows(part: Path, address: Address) -> None:
    source_engine, target_engine = open_engine(address_of(part)), open_engine(address)
    try:
        with (
            store_errors(address.label),
            source_engine.connect() as source,
            writing(target_engine).begin() as target,
        ):
            _copy_rows(source, target)
    finally:
        source_engine.dispose()
        target_engine.dispose()


@contextmanager
def _part_beside(target: Path) -> Iterator[Path]:
    """Yield a name for a file in the making in the target's folder; it is gone afterwards."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{token_hex(4)}.part")
    try:
        yield part
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            part.with_name(part.name + ending).unlink(missing_ok=True)


@contextmanager
def _file_errors(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreUnavailableError(
            f"{target} can't be written: {reason}; choose another place or make room"
        ) from error
