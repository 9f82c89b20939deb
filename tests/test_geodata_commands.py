"""`python -m geodata`: what each command prints, and how it ends."""

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from event_samples import event
from place_samples import GHAT

from extract import __main__ as extract_program
from geodata import __main__ as program
from geodata import commands
from geodata.gazetteer import Candidate
from geodata.model import Article, article_id_of
from geodata.selection import Selection
from geodata.store import EventStore

ROOT = Path(__file__).parent.parent
TABLE = "event_date,latitude,longitude,notes\n2014-05-31,24.96,10.18,A patrol near Ghat.\n"


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A store with one article of two linked reports and one undated event."""
    path = tmp_path / "store.sqlite"
    monkeypatch.setenv("BORDERWATCH_STORE", str(path))
    article_id = article_id_of("Two reports.")
    article = Article(article_id=article_id, title="Two", text="Two reports.")
    events = [
        event("a", article_id=article_id, link_id="l"),
        event(
            "b",
            article_id=article_id,
            link_id="l",
            actor1="AQIM",
            actor1_type="rebel group",
            status="confirmed",
            confidence=0.9,
            border_distance_km=12.5,
            background=True,
        ),
        event(
            "c",
            article_id=article_id,
            date_start=None,
            date_end=None,
            country_code="DZ",
            geo_precision=1,
            confidence=0.5,
            modality="planned",
        ),
    ]
    with EventStore.open(path) as opened:
        opened.add_article(article, events, [])
    return path


def run(*arguments):
    return program.main([str(argument) for argument in arguments])


def test_export_writes_the_filtered_set_and_counts_it(store, tmp_path, capsys):
    out = tmp_path / "out.geojson"
    assert run("export", out, "--since", "2014-01-01", "--country", "ly", "--no-undated") == 0
    document = json.loads(out.read_text())
    assert [feature["id"] for feature in document["features"]] == ["l"]
    assert document["borderwatch"]["filter"] == {
        "since": "2014-01-01",
        "countries": "LY",
        "include_undated": "0",
    }
    assert document["borderwatch"]["attribution"]
    said = capsys.readouterr()
    assert "1 happening in 2 reports written, 1 outside the filter" in said.out
    assert said.err == ""


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["l", "c"]),
        (("--actor", "aqim"), ["l"]),
        (("--country", "DZ", "--country", "LY"), ["l", "c"]),
        (("--type", "Battles"), []),
        (("--border", "LY-DZ", "--text", "ghat"), ["l", "c"]),
        (("--bbox", "-20,20,20,30"), ["l", "c"]),
        (("--bbox", "-20,20,-10,30"), []),
        (("--until", "2014-05-30"), ["c"]),
        (("--until", "2014-05-30", "--no-undated"), []),
        (("--actor-type", "Rebel Group"), ["l"]),
        (("--source", "El Khabar", "--source", "AFP"), ["l", "c"]),
        (("--source", "AFP"), []),
        (("--status", "confirmed"), ["l"]),
        (("--border-km", "12.5"), ["l"]),
        (("--precision", "1"), ["c"]),
        (("--confidence", "0.5"), ["l", "c"]),
        (("--confidence", ".8"), ["l"]),
        (("--text", "told by nobody"), []),
        (("--no-talk",), ["l"]),
        (("--no-background",), ["l", "c"]),
    ],
)
def test_each_option_of_export_filters(store, tmp_path, options, expected):
    out = tmp_path / "out.geojson"
    assert run("export", out, *options) == 0
    assert [feature["id"] for feature in json.loads(out.read_text())["features"]] == expected


def test_export_of_a_filter_that_is_none_is_usage_and_writes_nothing(store, tmp_path, capsys):
    out = tmp_path / "out.geojson"
    assert run("export", out, "--type", "War", "--border", "DZ") == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert "'War'" in said
    assert "'DZ' is no border" in said
    assert said.count("\n") == 1
    assert not out.exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--precision", "town"), "--precision 'town' is no number"),
        (("--precision", "1.5", "--border-km", "far"), "--border-km 'far' is no number"),
        (("--precision", "4"), "precision 4 is not from 1 to 3"),
        (("--confidence", "nan"), "confidence nan is not from 0 to 1"),
        (("--border-km", "-1"), "border_km -1.0 is not from 0"),
        (("--status", "done"), "'done' is no status; known are unreviewed"),
        (("--actor-type", "army"), "'army' is no actor type; known are state forces"),
    ],
)
def test_a_bad_value_of_an_option_is_told_in_one_line(store, tmp_path, capsys, options, message):
    out = tmp_path / "out.geojson"
    assert run("export", out, *options) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1
    assert not out.exists()


def test_every_part_of_a_selection_has_its_option():
    words = {"actors": "actor", "types": "type", "countries": "country", "borders": "border"}
    words |= {"actor_types": "actor-type", "sources": "source", "statuses": "status"}
    command = program._parser()._subparsers._group_actions[0].choices["export"]
    options = set(command._option_string_actions)
    for field in fields(Selection):
        name = words.get(field.name, field.name.replace("include_", "no-")).replace("_", "-")
        assert f"--{name}" in options


def test_a_mistyped_store_is_told_and_not_made(tmp_path, capsys):
    for command in (("export", tmp_path / "x.csv"), ("store", "info")):
        assert run(*command, "--store", tmp_path / "none.sqlite") == 2
        assert "error: there is no store at" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_import_adds_once_and_counts(store, tmp_path, capsys):
    table = tmp_path / "table.csv"
    table.write_text(TABLE)
    assert run("import", table) == 0
    assert capsys.readouterr().out == "table.csv: 1 event added, 0 already there, 0 skipped\n"
    assert run("import", table) == 0
    assert capsys.readouterr().out == "table.csv: 0 events added, 1 already there, 0 skipped\n"
    with EventStore.open(store) as opened:
        events = opened.events()
    imported = events[events["origin"] == "imported"]
    assert list(imported["quote"]) == ["A patrol near Ghat."]
    assert list(imported["country_code"]) == ["LY"]


def test_import_tells_and_keeps_what_it_skipped(store, tmp_path, capsys):
    table = tmp_path / "table.csv"
    table.write_text(TABLE + "2014-05-31,95,10,\x1b[31mNowhere\n")
    assert run("import", table) == 1
    said = capsys.readouterr()
    assert "1 event added, 0 already there, 1 skipped" in said.out
    assert said.err.startswith("table.csv:3: latitude '95' is beyond 90 degrees; correct the row")
    with EventStore.open(store) as opened:
        assert list(opened.skipped()["source"]) == ["table.csv:3"]


def test_import_tells_the_first_of_many_and_says_how_many_more(store, tmp_path, capsys):
    table = tmp_path / "table.csv"
    table.write_text(TABLE + "never,1,1,\n" * 25)
    assert run("import", table) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 21
    assert said[-1] == "and 5 more; the store's list of skipped has all"


def test_import_of_no_table_is_one_line_without_a_traceback(store, tmp_path, capsys):
    (tmp_path / "empty.csv").write_text("")
    assert run("import", tmp_path / "empty.csv") == 1
    said = capsys.readouterr().err
    assert said.startswith(f"skipped {tmp_path / 'empty.csv'}: 'empty.csv' is empty")
    assert said.count("\n") == 1


def test_a_file_that_is_no_table_leaves_the_others_of_an_import_alone(store, tmp_path, capsys):
    (tmp_path / "table.csv").write_text(TABLE)
    assert run("import", tmp_path / "gone.csv", tmp_path / "table.csv") == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"skipped {tmp_path / 'gone.csv'}: ")
    assert said.out == "table.csv: 1 event added, 0 already there, 0 skipped\n"


@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_lookup_of_no_number_of_places_is_usage(limit, capsys):
    with pytest.raises(SystemExit) as ended:
        run("lookup", "Ghat", "--limit", limit)
    assert ended.value.code == 2
    assert "is no number of places; give 1 or more" in capsys.readouterr().err


def test_the_exit_codes_are_those_of_extract():
    assert program.EXIT_CODES == extract_program.EXIT_CODES


def test_an_export_imported_elsewhere_is_the_same(store, tmp_path, capsys):
    assert run("export", tmp_path / "out.geojson") == 0
    other = tmp_path / "other.sqlite"
    assert run("import", tmp_path / "out.geojson", "--store", other) == 0
    with EventStore.open(store) as one, EventStore.open(other) as two:
        before, after = one.events(), two.events()
    assert list(before["event_id"]) == list(after["event_id"]) == ["a", "b", "c"]
    assert before.drop(columns="geometry").equals(after.drop(columns="geometry"))
    assert before.geometry.geom_equals(after.geometry).all()


class FakeGazetteer:
    """Knows Ghat only."""

    @classmethod
    def open(cls):
        return cls()

    def find(self, name, *, country_code, limit):
        assert limit == 10
        known = name == "Ghat" and country_code in (None, "LY")
        return [Candidate(GHAT, 1.0, "exact")] if known else []


def test_lookup_prints_places_and_fails_when_there_is_none(monkeypatch, capsys):
    monkeypatch.setattr(commands, "Gazetteer", FakeGazetteer)
    assert run("lookup", "Ghat", "--country", "ly") == 0
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("1.00 exact  Ghat (Ghat, LY)  P/PPLA  24.9633, 10.1800")
    assert last == "1 place for 'Ghat' in LY"
    assert run("lookup", "Ghat", "--country", "DZ") == 1
    assert capsys.readouterr().out == "0 places for 'Ghat' in DZ\n"


def test_places_install_prints_digests_and_counts(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("BORDERWATCH_PLACES", str(tmp_path / "places"))
    assert run("places", "install", "DZ", "--from", tmp_path) == 2
    assert "DZ.txt' can't be copied" in capsys.readouterr().err
    assert run("places", "install", "Algeria", "--from", tmp_path) == 2


def test_store_backup_and_restore_bring_everything_back(store, tmp_path, capsys):
    backup = tmp_path / "backup.sqlite"
    assert run("store", "backup", backup) == 0
    assert f"{backup}: 1 article and 3 events backed up" in capsys.readouterr().out
    assert run("store", "delete-article", article_id_of("Two reports.")) == 0
    assert capsys.readouterr().out == "1 article and 3 events deleted\n"
    assert run("store", "restore", backup) == 0
    assert "1 article and 3 events restored" in capsys.readouterr().out
    with EventStore.open(store) as opened:
        assert len(opened.events()) == 3


def test_deleting_an_article_that_is_not_there_fails(store, capsys):
    assert run("store", "delete-article", "none") == 1
    said = capsys.readouterr()
    assert said.out == "0 articles and 0 events deleted\n"
    assert "no article has the id 'none'" in said.err


def test_restoring_what_is_no_backup_leaves_the_store(store, tmp_path, capsys):
    (tmp_path / "no.sqlite").write_text("text")
    assert run("store", "restore", tmp_path / "no.sqlite") == 2
    assert capsys.readouterr().err.startswith("error: ")
    with EventStore.open(store) as opened:
        assert len(opened.events()) == 3


def test_store_info_says_what_is_there(store, capsys):
    assert run("store", "info") == 0
    said = capsys.readouterr().out
    assert str(store) in said
    assert "articles 1\n" in said
    assert "events   3\n" in said


@pytest.mark.parametrize(
    "command",
    ["export", "import", "lookup", "places install", "store backup", "store restore",
     "store delete-article", "store info"],
)  # fmt: skip
def test_every_command_has_help(command, capsys):
    with pytest.raises(SystemExit) as ended:
        run(*command.split(), "--help")
    assert ended.value.code == 0
    assert "Exit codes: 0 all done" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("arguments", [(), ("export",), ("fly",), ("export", "x", "--moon")])
def test_a_command_that_is_not_understood_ends_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_ctrl_c_is_told_without_a_traceback(store, tmp_path, monkeypatch, capsys):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "export_events", interrupt)
    assert run("export", tmp_path / "x.csv") == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_no_progress_bar_in_a_pipe(store, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text(TABLE)
    command = [sys.executable, "-m", "geodata", "import", str(table), "--store", str(store)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "table.csv: 1 event added, 0 already there, 0 skipped\n"


def test_a_reader_that_goes_away_is_no_traceback(store):
    command = [sys.executable, "-m", "geodata", "store", "info", "--store", str(store)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_dates_are_iso_only(store, tmp_path, capsys):
    assert run("export", tmp_path / "x.csv", "--since", "31.5.2014") == 2
    assert "'31.5.2014' is no date; write it as 2014-05-31" in capsys.readouterr().err
