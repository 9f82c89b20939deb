"""Opening a store: its address, its connections, its schema version, and what can go wrong."""

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from time import monotonic, sleep
from typing import Any, Final

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Select,
    String,
    Table,
    bindparam,
    column,
    create_engine,
    event,
    func,
    inspect,
    make_url,
    select,
    table,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError

from geodata.errors import RecordError, StoreUnavailableError, StoreVersionError
from geodata.settings import SQLITE_PREFIX, store_url_of
from geodata.store_tables import META, SCHEMA_VERSION, TABLES, VERSION_TABLE

MIGRATIONS_FOLDER: Final = Path(__file__).parent / "migrations"

# How long a writer waits for another process's writer. An import of 1,000,000 rows is one
# transaction of some 45 s.
BUSY_TIMEOUT_MS: Final = 120_000
CONNECT_TIMEOUT_S: Final = 10
_RETRY_S: Final = 0.01
# Any number will do that no other program on the server takes for its own advisory lock.
_UPGRADE_LOCK: Final = 0x626F72646572

_REMEDIES: Final = (
    ("locked", "another process is writing to it; try again when that has ended"),
    ("full", "free some space on the disk"),
    ("readonly", "ask for the right to write to the file and its folder"),
    ("unable to open", "ask for the right to read and write the file and its folder"),
    ("not a database", "it is no store: choose another file, or restore a backup"),
    ("malformed", "the file is damaged: restore a backup"),
    ("password", "check user and password in the store's URL"),
    ("does not exist", "check the names of user and database in the store's URL"),
)
_OTHER_REMEDY: Final = "check that the store can be reached and is allowed to be written"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store is. `file` is None for PostgreSQL; `label` names it without a password."""

    url: URL = field(repr=False)
    file: Path | None
    label: str


def address_of(store: str | Path) -> Address:
    """Return the address of a path or URL. Raises StoreUnavailableError, never with a password."""
    text = store_url_of(store)
    if text.startswith(SQLITE_PREFIX):
        file = Path(text.removeprefix(SQLITE_PREFIX))
        return Address(URL.create("sqlite", database=str(file)), file, str(file))
    remedy = "give postgresql://<user>@<host>/<database>, special characters percent-encoded"
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise StoreUnavailableError(f"the store's URL can't be read; {remedy}") from error
    # an unencoded "@" or "/" in a password shifts part of it into host or database
    if not url.database or "@" in f"{url.host or ''}{url.database}":
        raise StoreUnavailableError(f"the store's URL names no plain database; {remedy}")
    label = URL.create(url.drivername, host=url.host, port=url.port, database=url.database)
    return Address(url, None, label.render_as_string())


def open_engine(address: Address) -> Engine:
    """Return an engine on a store of the present schema, made or upgraded where needed.

    Raises StoreUnavailableError when the store can't be opened, isn't one, or can't be written,
    and StoreVersionError when a newer Borderwatch wrote it.
    """
    if address.file is not None:
        _check_file(address.file)
    engine = _engine(address)
    try:
        with store_errors(address.label):
            _check_server(engine, address)
            _bring_up_to_date(engine, address)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _check_file(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        is_folder, exists = file.is_dir(), file.exists()
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreUnavailableError(
            f"store {file}: its folder can't be made or read: {reason}; choose another place "
            "(BORDERWATCH_STORE or --store)"
        ) from error
    if is_folder:
        raise StoreUnavailableError(
            f"store {file} is a folder; give the path of a file, such as "
            f"{file / 'borderwatch.sqlite'}"
        )
    for needed in (file.parent, file) if exists else (file.parent,):
        if not os.access(needed, os.R_OK | os.W_OK):
            raise StoreUnavailableError(
                f"store {file}: no right to read and write {needed}; ask for it, or choose another "
                "place (BORDERWATCH_STORE or --store)"
            )


def _engine(address: Address) -> Engine:
    if address.file is None:
        # plain "%s" marks let one INSERT text take plain tuples; the ping finds connections that
        # died with a restart of the server
        return create_engine(
            address.url,
            paramstyle="format",
            pool_pre_ping=True,
            connect_args={"connect_timeout": CONNECT_TIMEOUT_S},
        )
    engine = create_engine(address.url)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # None stops the driver from opening and closing transactions by itself, which would leave
    # CREATE TABLE outside of them
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    # in WAL mode NORMAL survives a killed process; a power cut may take the last transactions,
    # each of them whole
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin_sqlite(connection: Connection) -> None:
    # a writer that took the lock only at its first INSERT could be refused half-way
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def writing(engine: Engine) -> Engine:
    """Return the engine for transactions that write: they take the write lock at their start."""
    return engine.execution_options(writes=True)


@contextmanager
def store_errors(label: str) -> Iterator[None]:
    """Turn the database's errors into ours: the store, the reason, the remedy.

    Values that no column can hold become RecordError, all else StoreUnavailableError.
    """
    try:
        yield
    except (DataError, IntegrityError, OverflowError) as error:
        raise RecordError(f"store {label} can't hold a value: {_reason(error)}") from error
    except (DBAPIError, sqlite3.Error) as error:
        reason = _reason(error)
        remedy = next((text for word, text in _REMEDIES if word in reason), _OTHER_REMEDY)
        raise StoreUnavailableError(f"store {label}: {reason}; {remedy}") from error


def driver_rows(
    connection: Connection, query: Select[Any], number: int
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """Yield a query's rows, so many at a time, as the driver gives them: SQLite has dates as text.

    The query must have no parameters. SQLAlchemy's own rows take half as long again.
    """
    text = str(query.compile(dialect=connection.dialect))
    plain = _driver_of(connection)
    # A name makes PostgreSQL keep the rows and send them as they are asked for.
    arguments = ("borderwatch_rows",) if connection.dialect.name == "postgresql" else ()
    with closing(plain.cursor(*arguments)) as cursor:
        cursor.execute(text)
        while rows := cursor.fetchmany(number):
            yield rows


def rows_of_ids(connection: Connection, table: Table, ids: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return the rows of a table whose first column is one of these, in no order.

    As the driver gives them: SQLite has dates as text and truth as a number.
    """
    key = table.columns[0]
    if connection.dialect.name == "sqlite":
        # One value, so that any number of ids will do.
        given: Any = json.dumps(list(ids))
        query = select(table).where(
            key.in_(select(func.json_each(bindparam("ids")).table_valued("value").c.value))
        )
    else:
        given = list(ids)
        query = select(table).where(key == func.any(bindparam("ids")))
    text = str(query.compile(dialect=connection.dialect))
    with closing(_driver_of(connection).cursor()) as cursor:
        cursor.execute(text, (given,))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _driver_of(connection: Connection) -> Any:
    plain = connection.connection.driver_connection
    assert plain is not None
    return plain


def hold_still(connection: Connection) -> None:
    """Let the connection see one moment of the store until it is closed; before it reads.

    SQLite's transactions are so by themselves.
    """
    if connection.dialect.name == "postgresql":
        connection.execution_options(isolation_level="REPEATABLE READ")


def insert_new(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> int:
    """Insert the rows whose key isn't there yet; return how many."""
    if not rows:
        return 0
    return connection.exec_driver_sql(_insert_text(connection, table), list(rows)).rowcount


def _insert_text(connection: Connection, table: Table) -> str:
    # as text: through the driver plain tuples go in three times as fast as dicts through
    # SQLAlchemy
    dialect = connection.dialect
    insert = sqlite.insert if dialect.name == "sqlite" else postgresql.insert
    return str(insert(table).on_conflict_do_nothing().compile(dialect=dialect))


def renew_version(connection: Connection) -> None:
    """Give the content a new version; last in its transaction, as PostgreSQL's writers queue."""
    # random, not counted: two stores that went different ways from one backup never share a
    # version
    connection.execute(
        update(META).where(META.c.name == "content_version").values(value=token_hex(10))
    )


def _reason(error: Exception) -> str:
    # SQLAlchemy's own text holds the statement and its values: whole articles
    cause = error.orig if isinstance(error, DBAPIError) else error
    return " ".join(str(cause).split())


def _check_server(engine: Engine, address: Address) -> None:
    if engine.dialect.name != "postgresql":
        return
    with engine.connect() as connection:
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise StoreUnavailableError(
            f"store {address.label} has the encoding {encoding!r}; create the database with "
            "ENCODING 'UTF8', as articles are in any script"
        )


def _bring_up_to_date(engine: Engine, address: Address) -> None:
    with engine.connect() as connection:
        version = schema_version(connection, address.label)
    if address.file is not None:
        _use_wal(engine)
    if version == SCHEMA_VERSION:
        return
    with writing(engine).begin() as connection:
        if address.file is None:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_UPGRADE_LOCK,))
        # another process may have done it while this one waited for the lock
        if schema_version(connection, address.label) != SCHEMA_VERSION:
            upgrade(connection)


def _use_wal(engine: Engine) -> None:
    deadline = monotonic() + BUSY_TIMEOUT_MS / 1000
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        # two that change the mode of a new file at once don't wait for each other: SQLite says
        # "locked" at once, whatever the busy_timeout, as waiting could be a deadlock
        while cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            try:
                cursor.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_BUSY" or monotonic() > deadline:
                    raise
                sleep(_RETRY_S)


def schema_version(connection: Connection, label: str) -> str | None:
    """Return the store's schema version, None where nothing has been written yet.

    Raises StoreVersionError for a newer one and StoreUnavailableError for another program's
    database.
    """
    names = set(inspect(connection).get_table_names())
    if VERSION_TABLE not in names:
        ours = set(TABLES.tables)
        taken = names if connection.dialect.name == "sqlite" else names & ours
        if taken:
            raise StoreUnavailableError(
                f"store {label} is the database of another program (tables {sorted(taken)[:5]!r}); "
                "choose another file or database"
            )
        return None
    versions = table(VERSION_TABLE, column("version_num", String))
    version = connection.execute(select(versions.c.version_num)).scalar()
    if version is not None and version > SCHEMA_VERSION:
        raise StoreVersionError(
            f"store {label} has schema version {version!r}, this Borderwatch knows those up to "
            f"{SCHEMA_VERSION!r}; install the Borderwatch that wrote it, or open another store"
        )
    return version


def upgrade(connection: Connection, version: str = "head") -> None:
    """Bring the schema to a version within the connection's transaction, which stays open."""
    from alembic import command  # noqa: PLC0415 - 0.4 s, and an up-to-date store needs none of it
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, version)
