"""What only PostgreSQL needs: its URL, its server, its refusals, and moving to and from it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine
from store_samples import OLD_STORE, an_article, content_of, fill, same

from geodata.errors import StoreUnavailableError, StoreVersionError
from geodata.settings import POSTGRES_PREFIX
from geodata.store import EventStore
from geodata.store_engine import address_of
from geodata.store_tables import VERSION_TABLE

pytest_plugins = ["postgres_fixtures", "store_fixtures"]


def execute(url: str, *statements: str) -> None:
    engine = create_engine(url.replace("postgresql://", POSTGRES_PREFIX))
    try:
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
    finally:
        engine.dispose()


# --- the URL; no server needed ---


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("postgresql://ann:secret@db.example:5433/news", "db.example:5433/news"),
        ("postgresql://ann@db.example/news?password=secret", "db.example/news"),
        ("postgresql+psycopg:///news?host=/run/pg&password=secret", "/news"),
    ],
)
def test_a_store_s_label_has_no_user_and_no_password(url, label):
    address = address_of(url)
    assert address.label == POSTGRES_PREFIX + label
    assert "secret" not in repr(address)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ann:se/cret@pass@db.example/news",
        "postgresql://ann:secret@db.example",
        "postgresql://ann:secret@db.example:port/news",
    ],
)
def test_a_url_that_can_t_be_read_is_refused_without_showing_it(url):
    with pytest.raises(StoreUnavailableError, match="special characters percent-encoded") as caught:
        EventStore.open(url)
    for part in ("secret", "cret", "pass", "ann"):
        assert part not in str(caught.value)


def test_a_server_that_isn_t_there_is_named_with_reason_and_remedy_and_no_password(tmp_path):
    url = f"postgresql://ann:secret@/news?host={tmp_path}"
    with pytest.raises(StoreUnavailableError, match=r"socket.*; check that") as caught:
        EventStore.open(url)
    assert "secret" not in str(caught.value)


# --- with a server ---


@pytest.mark.postgres
def test_a_missing_database_or_user_is_named_with_a_remedy(postgres_server):
    with pytest.raises(StoreUnavailableError, match=r'database "nowhere" does not exist; check'):
        EventStore.open(postgres_server.url("nowhere"))
    url = postgres_server.url("postgres").replace("borderwatch@", "nobody:secret@")
    with pytest.raises(StoreUnavailableError, match=r'role "nobody" does not exist; check') as no:
        EventStore.open(url)
    assert "secret" not in str(no.value)


@pytest.mark.postgres
def test_a_database_of_another_encoding_is_refused_with_a_remedy(postgres_server):
    url = postgres_server.create("latin", "--encoding=LATIN1", "--template=template0")
    with pytest.raises(StoreUnavailableError, match="'LATIN1'; create the database with ENCODING"):
        EventStore.open(url)


@pytest.mark.postgres
def test_a_user_who_may_only_read_is_told_so(postgres_server, postgres_url):
    EventStore.open(postgres_url).close()
    execute(
        postgres_url,
        "CREATE ROLE reader LOGIN",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader",
    )
    with EventStore.open(postgres_url.replace("borderwatch@", "reader@")) as store:
        assert store.events().empty
        with pytest.raises(StoreUnavailableError, match="permission denied for table articles"):
            store.add_article(an_article(), [], [])


@pytest.mark.postgres
def test_a_newer_schema_is_refused(postgres_url):
    EventStore.open(postgres_url).close()
    execute(postgres_url, f"UPDATE {VERSION_TABLE} SET version_num = '9901'")
    with pytest.raises(StoreVersionError, match="'9901'"):
        EventStore.open(postgres_url)


@pytest.mark.postgres
def test_another_program_s_tables_are_left_alone_unless_a_name_is_taken(postgres_url):
    execute(postgres_url, "CREATE TABLE recipes (name TEXT)", "INSERT INTO recipes VALUES ('tea')")
    with EventStore.open(postgres_url) as store:
        assert store.add_article(an_article(), [], [])
    engine = create_engine(postgres_url.replace("postgresql://", POSTGRES_PREFIX))
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name FROM recipes").fetchall()
    engine.dispose()
    assert rows == [("tea",)]


@pytest.mark.postgres
def test_another_program_s_table_of_one_of_our_names_is_refused(postgres_url):
    execute(postgres_url, "CREATE TABLE articles (price INTEGER)")
    with pytest.raises(StoreUnavailableError, match=r"another program.*'articles'"):
        EventStore.open(postgres_url)


@pytest.mark.postgres
def test_several_processes_opening_an_empty_database_make_the_store_once(postgres_url):
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(EventStore.open, [postgres_url] * 4))
    assert len({store.version() for store in stores}) == 1
    for store in stores:
        store.close()


@pytest.mark.postgres
def test_a_server_that_was_restarted_is_connected_to_again(postgres_url):
    with EventStore.open(postgres_url) as store:
        fill(store, 1)
        end_others = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        execute(postgres_url, end_others)
        assert store.counts()["articles"] == 1


@pytest.mark.postgres
def test_a_store_moves_from_sqlite_to_postgresql_and_back_by_backup(postgres_url, tmp_path):
    with EventStore.open(tmp_path / "one.sqlite") as store:
        fill(store, 4)
        store.backup(tmp_path / "backup.sqlite")
        content = content_of(store)
    EventStore.restore(postgres_url, tmp_path / "backup.sqlite")
    with EventStore.open(postgres_url) as moved:
        assert same(content_of(moved), content)
        moved.backup(tmp_path / "again.sqlite")
    with EventStore.open(tmp_path / "again.sqlite") as back:
        assert same(content_of(back), content)


@pytest.mark.postgres
def test_an_older_backup_is_upgraded_on_its_way_in(postgres_url):
    EventStore.restore(postgres_url, OLD_STORE)
    with EventStore.open(postgres_url) as store:
        assert store.counts() == {"articles": 1, "events": 2, "toponyms": 2, "skipped": 0}
