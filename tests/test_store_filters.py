import shutil

import pytest
from store_samples import OLD_STORE, fill

from geodata.errors import RecordError
from geodata.store import EventStore

pytest_plugins = ["postgres_fixtures", "store_fixtures"]

HOSTILE = "'; DROP TABLE saved_filters; -- <b>*x*</b> $y$"


def test_filters_are_kept_by_name_in_alphabetical_order(store):
    filters = store.saved_filters
    assert filters.save("tunisia", "countries=TN")
    assert filters.save("Mali", "countries=ML")
    assert filters.save(HOSTILE, "text=%27")
    assert list(filters.all().items()) == [
        (HOSTILE, "text=%27"),
        ("Mali", "countries=ML"),
        ("tunisia", "countries=TN"),
    ]


def test_a_name_that_is_taken_is_replaced_only_when_asked(store):
    filters = store.saved_filters
    filters.save("Mali", "countries=ML")
    assert not filters.save("Mali", "countries=NE")
    assert filters.all() == {"Mali": "countries=ML"}
    assert filters.save("Mali", "countries=NE", replace=True)
    assert filters.all() == {"Mali": "countries=NE"}


def test_renaming_never_overwrites(store):
    filters = store.saved_filters
    filters.save("a", "text=a")
    filters.save("b", "text=b")
    assert not filters.rename("a", "b")
    assert not filters.rename("nobody", "c")
    assert filters.rename("a", "c")
    assert filters.all() == {"b": "text=b", "c": "text=a"}


def test_a_filter_can_be_deleted_once(store):
    store.saved_filters.save("a", "text=a")
    assert store.saved_filters.delete("a")
    assert not store.saved_filters.delete("a")
    assert store.saved_filters.all() == {}


def test_one_name_has_one_spelling(store):
    assert store.saved_filters.save(" Frontie\u0300re\n libyenne\x00", "borders=DZ-LY")
    assert store.saved_filters.all() == {"Fronti\u00e8re libyenne": "borders=DZ-LY"}
    assert not store.saved_filters.save("Fronti\u00e8re libyenne", "borders=LY-TN")


@pytest.mark.parametrize("name", ["", " \n\u200b", "x" * 81])
def test_a_name_of_nothing_or_too_much_is_refused(store, name):
    with pytest.raises(RecordError, match=r"needs a name|shorten it to 80"):
        store.saved_filters.save(name, "text=a")


def test_saving_a_filter_is_no_change_of_content(store):
    version = store.version()
    store.saved_filters.save("a", "text=a")
    store.saved_filters.rename("a", "b")
    store.saved_filters.delete("b")
    assert store.version() == version


def test_backups_hold_the_saved_filters(store, store_url, tmp_path):
    fill(store, 1)
    store.saved_filters.save("a", "text=a")
    store.backup(tmp_path / "backup.sqlite")
    store.saved_filters.delete("a")
    EventStore.restore(store_url, tmp_path / "backup.sqlite")
    assert store.saved_filters.all() == {"a": "text=a"}


def test_an_old_store_takes_filters_once_it_is_upgraded(store_file):
    shutil.copy(OLD_STORE, store_file)
    with EventStore.open(store_file) as store:
        assert store.saved_filters.save("a", "text=a")
        assert store.counts()["events"] == 2
