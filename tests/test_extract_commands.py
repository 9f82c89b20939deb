"""The extract commands: JSON lines in and out, summaries, exit codes; a small fake extracts."""

import json
import os
import pty
import subprocess
import sys
import termios
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path

import extract_fakes
import pytest

from extract.__main__ import main
from extract.batch import IngestCount
from extract.ingest_report import ingest_code, ingest_summary
from extract.records import Extraction
from geodata.model import Skipped
from geodata.schema import event_from_dict
from geodata.store import EventStore

GHAT = {
    "kind": "place",
    "name": "Ghat",
    "latitude": 24.96334,
    "longitude": 10.18003,
    "geonameid": 2217362,
    "country_code": "LY",
    "admin1": "Ghat",
    "feature_class": "P",
    "feature_code": "PPLA",
    "score": 0.75,
}
UNKNOWN = dict.fromkeys(GHAT) | {"kind": "place", "score": 0.0}
TEXT = "From Ghat.\r\nNowhere is it closed. 𝄞 Ghat"


@pytest.fixture(autouse=True)
def small_pipeline(monkeypatch):
    for module in ("extract.pipeline", "extract.toponym_extraction"):
        monkeypatch.setitem(sys.modules, module, extract_fakes)


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run a command on lines, by standard input and by file; return its code, answers, faults."""

    def run_both(command, *lines):
        content = b"\n".join(
            line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines
        )
        (tmp_path / "lines.jsonl").write_bytes(content)
        results = []
        for arguments in ([command], [command, "-"], [command, str(tmp_path / "lines.jsonl")]):
            monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(content)))
            code = main(arguments)
            printed = capsys.readouterr()
            answers = [json.loads(line) for line in printed.out.splitlines()]
            results.append((code, answers, printed.err.splitlines()))
        assert results[0] == results[1] == results[2]
        return results[0]

    return run_both


def test_toponyms_are_answered_with_all_fields_and_code_point_offsets(run):
    code, answers, faults = run("toponyms", {"id": "a", "title": "Ghat", "text": TEXT})
    assert answers == [
        {
            "id": "a",
            "toponyms": [
                {"start": 5, "end": 9, "text": "Ghat"} | GHAT,
                {"start": 12, "end": 19, "text": "Nowhere"} | UNKNOWN,
                {"start": 36, "end": 40, "text": "Ghat"} | GHAT,
            ],
        }
    ]
    assert list(answers[0]["toponyms"][0]) == ["start", "end", "text", *GHAT]
    assert (code, faults) == (0, ["1 line answered, 0 skipped"])


def test_with_spans_exactly_those_mentions_are_resolved(run):
    _, answers, _ = run("toponyms", {"id": 1, "text": TEXT, "spans": [[36, 40], [0, 4]]})
    assert answers[0]["toponyms"] == [
        {"start": 36, "end": 40, "text": "Ghat"} | GHAT,
        {"start": 0, "end": 4, "text": "From"} | UNKNOWN,
    ]
    _, answers, _ = run("toponyms", {"id": 1, "text": TEXT, "spans": []})
    assert answers == [{"id": 1, "toponyms": []}]


def test_events_are_answered_with_the_records_fields_and_the_quote_as_given(run):
    row = {"id": "a", "text": "Soldiers\r\nclosed it.", "published": "2014-05-30"}
    code, answers, _ = run("events", row)
    (event,) = answers[0]["events"]
    assert event["quote"] == "Soldiers\r\nclosed it."
    assert event["published"] == "2014-05-30"
    assert event_from_dict(event).published == date(2014, 5, 30)
    assert (code, answers[0]["id"]) == (0, "a")


@pytest.mark.parametrize(("command", "key"), [("toponyms", "toponyms"), ("events", "events")])
def test_bad_lines_are_told_by_number_and_every_good_line_is_answered(run, command, key):
    code, answers, faults = run(
        command,
        {"id": 1, "text": "Empty of both."},
        b'{"id": 2, "text": "cut',
        {"id": 3},
        {"id": 4, "text": "x", "published": "2014-02-30"},
        b"\xff\xfe",
        b"",
        {"text": ""},
        {"id": [7], "text": "Last."},
    )
    assert answers == [{"id": 1, key: []}, {"id": None, key: []}, {"id": [7], key: []}]
    assert code == 1
    told = [fault.partition(": ") for fault in faults[:-1]]
    assert [where for where, _, _ in told] == ["line 2", "line 3", "line 4", "line 5"]
    for (_, _, why), part in zip(
        told, ["no JSON", "text is missing", "'2014-02-30' is impossible", "not UTF-8"], strict=True
    ):
        assert part in why
    assert faults[-1] == "3 lines answered, 4 skipped"


def test_a_line_that_the_extractor_fails_on_stops_no_other(run, monkeypatch):
    def fail_on_bad(article):
        if article.text == "bad":
            raise OverflowError("too large")
        return Extraction(article=article)

    monkeypatch.setattr(extract_fakes, "extract_events", fail_on_bad)
    code, answers, faults = run("events", {"id": 1, "text": "bad"}, {"id": 2, "text": "good"})
    assert (code, answers) == (1, [{"id": 2, "events": []}])
    assert faults[0] == (
        "line 1: the extractor failed on it: OverflowError: too large; "
        "report the failure with this line"
    )


def test_what_could_command_a_terminal_is_not_printed(capsys, tmp_path):
    name = str(tmp_path / "\x1b[31mred\u202e\n.txt")
    store = str(tmp_path / "store.sqlite")
    assert main(["ingest", name, "--store", store]) == 1
    assert "\ufffd[31mred\ufffd\ufffd.txt: it can't be read" in capsys.readouterr().err
    assert main(["events", name]) == 2
    assert "\x1b" not in capsys.readouterr().err


def test_a_span_outside_of_the_text_is_a_bad_line(run):
    code, answers, faults = run("toponyms", {"id": 1, "text": "Ghat", "spans": [[0, 5]]})
    assert (code, answers) == (1, [])
    assert faults[0].startswith("line 1: spans holds [0, 5]")


def test_ids_and_texts_that_are_no_valid_unicode_are_answered_as_json(run):
    _, answers, _ = run("toponyms", b'{"id": "\\ud800", "text": "\\ud800\\u0000 Ghat"}')
    assert answers[0]["id"] == "\ud800"
    assert answers[0]["toponyms"][0]["start"] == 3


def test_a_missing_input_file_is_told_in_one_line(capsys, tmp_path):
    assert main(["events", str(tmp_path / "gone.jsonl")]) == 2
    assert capsys.readouterr().err == (
        f"error: '{tmp_path}/gone.jsonl' can't be read: No such file or directory; check the path\n"
    )


def test_ingest_fills_the_store_and_says_what_it_did(capsys, tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("The crossing at Ghat was closed.")
    (tmp_path / "b.txt").write_text("Nowhere.")
    arguments = ["ingest", str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    store = tmp_path / "store.sqlite"
    assert main([*arguments, "--store", str(store), "--published", "2014-05-30"]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == (
        "2 articles added, 0 known already, 1 event, 2 toponyms (1 unresolved), 0 skipped; "
        f"store {store}\n"
    )
    with EventStore.open(store) as opened:
        assert set(opened.articles()["published"].dt.date) == {date(2014, 5, 30)}
    monkeypatch.setenv("BORDERWATCH_STORE", str(store))
    assert main([*arguments, "--jobs", "2"]) == 0
    assert capsys.readouterr().err.startswith("0 articles added, 2 known already, 0 events")


def test_ingest_tells_what_it_skipped_and_what_has_no_date(capsys, tmp_path):
    (tmp_path / "a.txt").write_text("The crossing at Ghat was closed.")
    store = tmp_path / "store.sqlite"
    inputs = [str(tmp_path / name) for name in ("empty.txt", "a.txt")]
    (tmp_path / "empty.txt").touch()
    assert main(["ingest", *inputs, "--store", str(store)]) == 1
    assert capsys.readouterr().err.splitlines()[1:] == [
        "1 article without a publication date: pass --published; from a.txt",
        f"skipped {inputs[0]}: it is empty; leave it out, or fill it with the article's text",
    ]


def test_the_summary_keeps_to_the_first_skipped_and_tells_of_an_interrupt():
    skipped = Skipped(source="a.txt", kind="article", reason="it is empty", remedy="leave it out")
    count = IngestCount(skipped=30, skipped_first=(skipped,) * 20, interrupted=True)
    lines = ingest_summary(count, store="s").splitlines()
    assert len(lines) == 23
    assert lines[-2] == "and 10 more skipped; the store keeps the reasons of all"
    assert lines[-1].startswith("interrupted: what is counted is stored")
    assert [ingest_code(IngestCount()), ingest_code(IngestCount(skipped=1))] == [0, 1]
    assert ingest_code(count) == 130


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ingest", "x", "--published", "2014-02-30"], "'2014-02-30' is impossible; write it as"),
        (["ingest", "x", "--published", "soon"], "'soon' is impossible"),
        (["ingest", "x", "--jobs", "0"], "'0' is no number of processes; give 1 or more"),
        (["ingest", "x", "--jobs", "-1"], "--jobs"),
        (["ingest"], "required"),
        ([], "required"),
        (["nothing"], "invalid choice"),
    ],
)
def test_wrong_arguments_end_with_2_before_anything_is_done(capsys, arguments, told):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert told in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("store", "told"),
    [("mysql://user:secret@host/db", "mysql"), ("/proc/nowhere/store.sqlite", "/proc/nowhere")],
)
def test_a_store_that_cannot_be_opened_ends_with_2_and_shows_no_password(capsys, store, told):
    assert main(["ingest", "x", "--store", store]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert "secret" not in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("command", [[], ["ingest"], ["toponyms"], ["events"]])
def test_every_command_has_help_with_its_exit_codes(capsys, command):
    with pytest.raises(SystemExit) as caught:
        main([*command, "--help"])
    assert caught.value.code == 0
    printed = capsys.readouterr().out
    assert "usage: python -m extract" in printed
    assert not command or "Exit codes: 0" in printed


def started(*arguments, **options):
    tests = Path(__file__).parent
    program = (
        "import sys, extract_fakes; sys.modules['extract.pipeline'] = extract_fakes\n"
        "from extract.__main__ import main; sys.exit(main())"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(tests.parent), str(tests)))}
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        env=environment | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"},
        **{"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        | options,
    )


def test_answers_are_utf_8_whatever_the_locale_and_come_line_by_line():
    with started("toponyms") as process:
        process.stdin.write('{"id": "غات", "text": "Ghat"}\n'.encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline().decode("utf-8"))["id"] == "غات"
        rest, faults = process.communicate()
    assert (rest, faults) == (b"", b"1 line answered, 0 skipped\n")
    assert process.returncode == 0


def test_a_reader_that_has_gone_ends_the_command_without_a_traceback(tmp_path):
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"id": 1, "text": "Ghat"}\n' * 5_000)
    with started("toponyms", str(lines)) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_the_progress_bar_is_drawn_on_a_terminal_and_nowhere_else(tmp_path):
    (tmp_path / "a.txt").write_text("The crossing at Ghat was closed.")
    arguments = ("ingest", str(tmp_path / "a.txt"), "--store", str(tmp_path / "store.sqlite"))
    with started(*arguments) as process:
        assert b"articles/s" not in process.communicate()[1]
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    with started(*arguments, stderr=theirs) as process:
        os.close(theirs)
        assert b"articles/s" in shown_on(ours)
    os.close(ours)


def shown_on(terminal):
    shown = b""
    try:
        while part := os.read(terminal, 1024):
            shown += part
    except OSError:  # how Linux says that the last writer has closed a terminal
        pass
    return shown
