"""The documentation is complete and true: what it names exists, and what exists is named."""

import argparse
import csv
import json
import re
import shlex
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

import extract.__main__ as extract_main
import geodata.__main__ as geodata_main
from geodata.codes import ActorType, DateBasis, Modality, PlaceBasis
from geodata.manifest import DATA_FOLDER, datasets
from geodata.schema import EVENT_COLUMNS
from geodata.taxonomy import activity_codes

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    ROOT / name
    for name in (
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "docs/coding.md",
        "docs/data.md",
        "docs/regional-list.md",
        "docs/geoparsing.md",
        "docs/events.md",
        "docs/search.md",
        "extract/lexicon/README.md",
    )
]
README, _, CONTRIBUTING, CODING, DATA, _, _, _, _, LEXICON = (
    document.read_text(encoding="utf-8") for document in DOCUMENTS
)
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PARSERS = {"extract": extract_main._parser(), "geodata": geodata_main._parser()}

# What inline code names when it is a path of ours; the rest are examples and the analyst's files.
OUR_PATH = re.compile(
    r"(?:geodata|extract|dashboard|docs|tests|\.streamlit|\.ci)/[\w./-]*|requirements[\w-]*\.txt"
)
MACHINE = re.compile(r"(?:^|[\s`(=\"'])/(?:work|root|tmp|home|Users)/", re.MULTILINE)


def table_rows(text: str) -> dict[str, list[str]]:
    """Return every table row of a document by its first cell, without backticks."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {first.strip("`"): others for first, *others in cells}


def examples(text: str) -> list[str]:
    """Return the indented lines of a document that are commands of ours, without their prompt."""
    code = [line.strip().removeprefix("$ ") for line in text.splitlines() if line[:4] == "    "]
    return [line[line.index("python -m") :] for line in code if re.search(PYTHON_M, line)]


PYTHON_M = r"(?:^|\| )\.venv/bin/python -m (?:extract|geodata)(?= )"


def leaf_commands(parser: argparse.ArgumentParser, name: str) -> Iterator[str]:
    """Return each command that does something: "python -m geodata store info"."""
    nested = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not nested:
        yield name
    for action in nested:
        for word, command in action.choices.items():
            yield from leaf_commands(command, f"{name} {word}")


def targets() -> list[str]:
    phony = re.search(r"^\.PHONY:(.*)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    return phony[1].split()


@pytest.mark.parametrize("activity", activity_codes().values(), ids=lambda a: a.border_activity)
def test_a_border_activity_is_explained_with_its_default_type(activity):
    meaning, event_type, sub_event_type = table_rows(CODING)[activity.border_activity]
    assert len(meaning.split()) >= 4
    assert event_type == (activity.event_type or "(none)")
    assert sub_event_type == (activity.sub_event_type or "(none)")


def test_the_coding_page_says_how_many_border_activities_there_are():
    assert f"own list of {len(activity_codes())}." in " ".join(CODING.split())


@pytest.mark.parametrize("value", [*Modality, *DateBasis, *PlaceBasis])
def test_a_code_of_an_event_has_its_row(value):
    assert value in table_rows(CODING)


@pytest.mark.parametrize("actor_type", ActorType)
def test_an_actor_type_is_named(actor_type):
    assert actor_type in CODING[CODING.index("## Actors") : CODING.index("## Numbers")]


@pytest.mark.parametrize("column", EVENT_COLUMNS)
def test_a_column_of_an_export_is_explained(column):
    columns = table_rows(CODING[CODING.index("## Columns") :])
    assert any(f"`{column}`" in f"`{names}`" for names in columns)


def test_the_precision_table_has_each_of_ucdps_seven_codes():
    section = CODING[CODING.index("## Places") : CODING.index("How to read the three shapes")]
    codes = [cells[1] for cells in table_rows(section).values() if len(cells) == 3]
    assert [code for code in codes if code.isdigit()] == list("1234567")


@pytest.mark.parametrize(
    "command",
    [c for name, parser in PARSERS.items() for c in leaf_commands(parser, f"python -m {name}")],
)
def test_a_command_is_named_in_the_readme(command):
    assert f"`{command}" in README


def test_examples_were_found():
    assert len(examples(README)) >= 12


@pytest.mark.parametrize("example", [*examples(README), *examples(DATA)])
def test_an_example_is_understood_by_its_command(example):
    _, _, package, *arguments = shlex.split(example)
    with_bbox = geodata_main._with_bbox_joined(arguments)
    assert callable(PARSERS[package].parse_args(with_bbox).run)


@pytest.mark.parametrize("target", targets())
def test_a_makefile_target_is_named_in_the_readme(target):
    assert f"`make {target}`" in README


def test_the_readme_names_no_makefile_target_that_is_not_there():
    assert set(re.findall(r"`make ([\w-]+)", README + CONTRIBUTING)) <= set(targets())


def test_the_plain_commands_are_those_of_make_run():
    recipe = MAKEFILE[MAKEFILE.index("\nrun:") : MAKEFILE.index("\ntest:")]
    for command in ("-m extract ingest --if-empty extract/samples", "run dashboard/server.py"):
        assert command in recipe
        assert command in README


def test_the_readme_tells_the_lookup_as_it_is(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("BORDERWATCH_PLACES", str(tmp_path))  # the shipped places alone
    assert geodata_main.main(["lookup", "Ghardimaou"]) == 0
    shown = "".join(f"    {line}\n" for line in capsys.readouterr().out.splitlines())
    assert f"$ .venv/bin/python -m geodata lookup Ghardimaou\n{shown}" in README


def test_the_readme_tells_the_toponyms_answer_as_it_is(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("BORDERWATCH_PLACES", str(tmp_path))
    asked = re.search(r"\$ echo '(.*)' \| \.venv/bin/python -m extract toponyms\n", README)
    assert asked is not None
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(asked[1].encode())))
    assert extract_main.main(["toponyms"]) == 0
    assert f"{asked[0]}    {capsys.readouterr().out}" in README


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_file_that_is_linked_or_named_exists(document):
    text = document.read_text(encoding="utf-8")
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    linked = [document.parent / link for link in links if link and "://" not in link]
    named = [ROOT / code for code in re.findall(r"`([^`\s]+)`", text) if OUR_PATH.fullmatch(code)]
    assert [str(path.relative_to(ROOT)) for path in [*linked, *named] if not path.exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_path_of_a_machine_stands_in_a_document(document):
    assert MACHINE.findall(document.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("dataset", datasets(), ids=lambda dataset: dataset.file)
def test_a_dataset_is_listed(dataset):
    assert dataset.file in table_rows(DATA)


def test_no_dataset_is_listed_that_is_not_shipped():
    section = DATA[DATA.index("## Built datasets") : DATA.index("## Tables written by hand")]
    listed = re.findall(r"^\| `([^`]+)`", section, re.MULTILINE)
    assert sorted(listed) == sorted(dataset.file for dataset in datasets())


@pytest.mark.parametrize("path", sorted(DATA_FOLDER.glob("*.csv")), ids=lambda path: path.name)
def test_a_table_written_by_hand_is_listed(path):
    assert f"`geodata/data/{path.name}`" in DATA


@pytest.mark.parametrize(
    "path", sorted((ROOT / "extract" / "lexicon").glob("*.csv")), ids=lambda path: path.name
)
def test_a_word_list_is_listed_with_its_columns(path):
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    assert table_rows(LEXICON)[path.name][-1] == ", ".join(columns)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "geodata" / "build").glob("*.csv")), ids=lambda path: path.name
)
def test_a_table_of_the_build_is_listed(path):
    assert f"`geodata/build/{path.name}`" in DATA


@pytest.mark.parametrize(
    "source",
    {source.name: source for dataset in datasets() for source in dataset.sources}.values(),
    ids=lambda source: source.name,
)
def test_a_source_has_its_attribution_and_licence(source):
    rows = [line for line in DATA.splitlines() if line.endswith(f"| {source.attribution} |")]
    # several sources of GeoNames' facts share its attribution
    assert any(source.licence.split(" (")[0].split("; ")[0] in row for row in rows)


def test_the_point_of_view_of_the_outlines_is_said():
    assert any("Germany's point of view" in s.name for d in datasets() for s in d.sources)
    for text in (README, DATA):
        assert "Natural Earth's edition for Germany's point of view" in text


def test_numbers_of_rows_are_those_of_the_files():
    rows = {dataset.file: dataset.rows for dataset in datasets()}
    disputes = _csv_rows("disputed.csv")
    drawn = sum(row["disputed"] == "yes" for row in disputes)
    samples = (ROOT / "extract/samples/dispatches.jsonl").read_text(encoding="utf-8").splitlines()
    years = [json.loads(line)["published"][:4] for line in samples]
    assert f"{rows['countries.parquet']} countries" in DATA
    assert f"{rows['land_borders.parquet']} land borders" in DATA
    assert f"about {round(rows['places.parquet'], -3):,} places" in DATA
    assert f"the regional list: {len(_csv_rows('regional.csv'))} places" in DATA
    assert f"{len(disputes)} borders with a note; {drawn} of them are drawn as disputed" in DATA
    assert f"{len(samples)} short dispatches" in README
    assert f"{len(samples)} short dispatches" in DATA
    assert f"{min(years)} to {max(years)}" in README
    assert f"0 articles added, {len(samples)} known already" in README


def _csv_rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "geodata" / "build" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
