from pathlib import Path

import pytest

from geodata.errors import RecordError, StoreUnavailableError
from geodata.settings import PROJECT_FOLDER, Settings, store_url_of


def test_nothing_set_means_the_project_s_own_store_and_port_8501():
    settings = Settings.from_environment({})
    assert settings.store_url == f"sqlite:///{PROJECT_FOLDER}/var/borderwatch.sqlite"
    assert settings.port == 8501


def test_empty_values_count_as_unset():
    assert Settings.from_environment({"PORT": "", "BORDERWATCH_STORE": ""}) == (
        Settings.from_environment({})
    )


def test_the_process_environment_is_read_when_no_mapping_is_given(monkeypatch):
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("BORDERWATCH_STORE", "/data/events.sqlite")
    settings = Settings.from_environment()
    assert settings.port == 9000
    assert settings.store_url == "sqlite:////data/events.sqlite"


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("/data/a?b#c%20.sqlite", "sqlite:////data/a?b#c%20.sqlite"),
        ("sqlite:////data/a.sqlite", "sqlite:////data/a.sqlite"),
        ("postgresql://u:p@host/db", "postgresql+psycopg://u:p@host/db"),
        ("postgres://host/db", "postgresql+psycopg://host/db"),
        ("postgresql+psycopg:///db?host=/run", "postgresql+psycopg:///db?host=/run"),
    ],
)
def test_a_path_or_url_becomes_the_store_s_url(given, url):
    assert store_url_of(given) == url
    assert store_url_of(url) == url


def test_a_relative_path_counts_from_the_current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert store_url_of(Path("here.sqlite")) == f"sqlite:///{tmp_path}/here.sqlite"
    assert store_url_of("sqlite:///here.sqlite") == f"sqlite:///{tmp_path}/here.sqlite"


def test_a_tilde_is_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert store_url_of("~/here.sqlite") == f"sqlite:///{tmp_path}/here.sqlite"


@pytest.mark.parametrize(
    "given",
    [
        "sqlite://",
        "sqlite:///:memory:",
        ":memory:",
        "   ",
        "a\x00b",
        "mysql://u:secret@h/db",
        "~no-such-user-here/a.sqlite",
    ],
)
def test_a_store_that_can_t_be_is_refused_with_a_remedy_and_without_a_password(given):
    with pytest.raises(StoreUnavailableError, match="give a path, sqlite:///") as caught:
        store_url_of(given)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "8501.0", "٨٥٠١", "9" * 5000])
def test_a_port_that_is_none_is_refused_with_its_value(port):
    with pytest.raises(RecordError, match="is no port; set it to a whole number from 1 to 65535"):
        Settings.from_environment({"PORT": port})


def test_a_password_is_not_shown_in_the_settings_text():
    settings = Settings.from_environment({"BORDERWATCH_STORE": "postgresql://u:secret@h/db"})
    assert "secret" not in repr(settings)


def test_tiles_are_off_as_installed_and_named_by_their_address():
    assert Settings.from_environment({}).tiles is None
    url = "https://tiles.example.org:8080/{z}/{x}/{y}.png"
    named = {"BORDERWATCH_TILES": url, "BORDERWATCH_TILES_CREDIT": "An example"}
    tiles = Settings.from_environment(named).tiles
    assert tiles is not None
    assert (tiles.url, tiles.credit, tiles.origin) == (
        url,
        "An example",
        "https://tiles.example.org:8080",
    )


@pytest.mark.parametrize(
    "url",
    [
        "ftp://tiles.example.org/{z}/{x}/{y}.png",
        "https://{s}.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}.png",
        "https://tiles.example.org/{z}/{x}/{y}.png; script-src *",
        "https://user:key@tiles.example.org/{z}/{x}/{y}.png",
        "javascript:alert(1)//{z}{x}{y}",
    ],
)
def test_what_is_no_address_of_tiles_is_refused(url):
    with pytest.raises(RecordError, match="BORDERWATCH_TILES"):
        Settings.from_environment({"BORDERWATCH_TILES": url})
