import csv
import re
from collections import Counter, defaultdict
from itertools import combinations

import pytest

from extract.lexicon import LEXICON_FOLDER, lexicon, words
from geodata.codes import ActorType
from geodata.names import fold

COLUMNS = {
    "actors": "name actor_type country_code aliases valid_from valid_to kind acts_for source",
    "people": "name aliases role stands_for valid_from valid_to source",
    "generic_actors": "word language pattern actor_type source",
    "demonyms": "word language country_code kind source",
    "titles": "title language kind source",
    "given_names": "name source",
    "relative_words": "word language kind value source",
    "cues": "word language kind source",
    "person_names": "name kind source",
    "dictionary_words": "word source",
    "small_words": "word language source",
}
KINDS = {
    "actors": "forces government ministry parliament group militia tribe mission international ngo "
    "company press",
    "demonyms": "adjective noun plural prefix",
    "titles": "rank office honorific role",
    "relative_words": "unit direction part near road road_from midway between joint count "
    "settlement area dealing party",
}
LANGUAGES = {"en", "fr", "ar"}
ACTOR_TYPES = {str(value) for value in ActorType}
ARABIC = re.compile("[\u0600-\u06ff]")
ISO_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
FIRST_DAY, LAST_DAY = "0000-01-01", "9999-12-31"


@pytest.mark.parametrize("name", COLUMNS)
def test_every_row_fills_exactly_its_columns_and_has_a_source(name):
    for number, row in enumerate(lexicon(name), start=2):
        assert list(row) == COLUMNS[name].split(), f"{name}.csv:{number}"
        assert row["source"].strip(), f"{name}.csv:{number}"
        assert None not in row.values(), f"{name}.csv:{number}"


@pytest.mark.parametrize("name", COLUMNS)
def test_no_cell_has_white_space_at_its_ends(name):
    with (LEXICON_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        untidy = [cell for row in csv.reader(file) for cell in row if cell != cell.strip()]
    assert untidy == []


@pytest.mark.parametrize("name", KINDS)
def test_kinds_are_those_of_the_readme(name):
    assert {row["kind"] for row in lexicon(name)} <= set(KINDS[name].split())


def test_actor_names_are_unique_however_they_are_spelt():
    counts = Counter(fold(row["name"]) for row in lexicon("actors"))
    assert [name for name, count in counts.items() if count > 1] == []
    assert len(counts) >= 150


@pytest.mark.parametrize("name", ["actors", "generic_actors"])
def test_actor_types_are_those_of_the_model(name):
    assert {row["actor_type"] for row in lexicon(name)} <= ACTOR_TYPES


@pytest.mark.parametrize("name", ["actors", "people"])
def test_validity_is_an_iso_date_and_does_not_end_before_it_begins(name):
    for row in lexicon(name):
        for column in ("valid_from", "valid_to"):
            assert not row[column] or ISO_DATE.fullmatch(row[column]), row["name"]
        begin, end = _validity(row)
        assert begin <= end, row["name"]


@pytest.mark.parametrize("name", ["actors", "people"])
def test_no_alias_is_claimed_twice_at_one_time(name):
    claims = defaultdict(list)
    for row in lexicon(name):
        for alias in {fold(alias) for alias in (row["name"], *words(row, "aliases"))}:
            claims[alias].append((*_validity(row), row["name"]))
    clashes = [
        (alias, first[2], second[2])
        for alias, owners in claims.items()
        for first, second in combinations(owners, 2)
        if first[0] <= second[1] and second[0] <= first[1] and not _is_second_post(first, second)
    ]
    assert clashes == []


def test_no_person_bears_the_alias_of_an_actor():
    actors = {fold(a) for row in lexicon("actors") for a in (row["name"], *words(row, "aliases"))}
    people = {fold(a) for row in lexicon("people") for a in (row["name"], *words(row, "aliases"))}
    assert actors & people == set()


def test_no_named_actor_is_also_a_generic_word():
    generic = {fold(row["word"]) for row in lexicon("generic_actors")}
    named = {fold(a) for row in lexicon("actors") for a in (row["name"], *words(row, "aliases"))}
    assert generic & named == set()


def test_aliases_fold_to_something_and_repeat_nothing():
    for row in (*lexicon("actors"), *lexicon("people")):
        folded = [fold(alias) for alias in (row["name"], *words(row, "aliases"))]
        assert all(folded), row["name"]
        assert len(folded) == len(set(folded)), row["name"]


def test_whom_an_actor_or_person_stands_for_is_an_actor():
    known = {row["name"] for row in lexicon("actors")}
    assert {row["acts_for"] for row in lexicon("actors")} - {""} <= known
    assert {row["stands_for"] for row in lexicon("people")} <= known


@pytest.mark.parametrize(
    ("alias", "day", "name"),
    [
        ("Libyan parliament", "2014-05-18", "General National Congress of Libya (GNC)"),
        ("Libyan parliament", "2016-01-25", "House of Representatives of Libya (HoR)"),
        ("AQMI", "2013-01-20", "Al Qaeda in the Islamic Maghreb (AQIM)"),
        ("Armée nationale populaire", "2017-06-14", "Military Forces of Algeria"),
        ("وزارة الدفاع الجزائرية", "2017-06-14", "Ministry of Defence of Algeria"),
        ("RSF", "2019-06-03", "Military Forces of Sudan - Rapid Support Forces"),
        ("RSF", "2025-06-11", "Rapid Support Forces (RSF)"),
    ],
)
def test_an_alias_means_the_actor_of_its_day(alias, day, name):
    assert _owners("actors", alias, day) == {name}


@pytest.mark.parametrize(
    ("alias", "day", "stands_for"),
    [
        ("Haftar", "2014-05-30", "Haftar Forces (Operation Dignity)"),
        ("خليفة حفتر", "2019-04-04", "Libyan National Army (LNA)"),
        ("Ahmed Qa'id Saleh", "2017-06-14", "Military Forces of Algeria"),
        ("Lamamra", "2014-05-29", "Ministry of Foreign Affairs of Algeria"),
        ("Belmokhtar", "2013-01-16", "Signed-in-Blood Battalion"),
    ],
)
def test_a_person_stands_for_the_actor_of_their_day(alias, day, stands_for):
    assert _owners("people", alias, day, column="stands_for") == {stands_for}


def test_patterns_of_generic_words_leave_at_most_the_country_open():
    for row in lexicon("generic_actors"):
        assert row["pattern"].replace("{country}", "").count("{") == 0, row["word"]
        assert row["language"] in LANGUAGES, row["word"]


def test_generic_words_and_named_state_forces_share_one_pattern():
    named = {row["name"]: row["actor_type"] for row in lexicon("actors")}
    for row in lexicon("generic_actors"):
        if row["actor_type"] == "state forces" and " of {country}" in row["pattern"]:
            name = row["pattern"].format(country="Algeria")
            assert named.get(name, "state forces") == "state forces", row["word"]
    for pattern in ("Military Forces of {}", "Police Forces of {}", "Border Guards of {}"):
        for country in ("Algeria", "Libya", "Tunisia", "Mali", "Niger", "Chad"):
            assert named[pattern.format(country)] == "state forces"


@pytest.mark.parametrize(
    ("name", "column"), [("demonyms", "word"), ("generic_actors", "word"), ("titles", "title")]
)
def test_arabic_rows_and_no_others_are_in_arabic_script(name, column):
    wrong = [
        row[column]
        for row in lexicon(name)
        if bool(ARABIC.search(row[column])) != (row["language"] == "ar")
    ]
    assert wrong == []


def test_a_demonym_means_one_country_in_a_language():
    countries = defaultdict(set)
    for row in lexicon("demonyms"):
        countries[fold(row["word"]), row["language"]].add(row["country_code"])
    assert [word for word, codes in countries.items() if len(codes) > 1] == []


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Nigerien", "NE"),
        ("Nigerian", "NG"),
        ("Nigeriens", "NE"),
        ("nigérienne", "NE"),
        ("nigériane", "NG"),
        ("algéro", "DZ"),
        ("tchadiennes", "TD"),
        ("الليبية", "LY"),
        ("جزائريين", "DZ"),
        ("Sahelian", ""),
    ],
)
def test_demonyms_of_the_region_are_told_apart(word, code):
    codes = {row["country_code"] for row in lexicon("demonyms") if row["word"] == word}
    assert codes == {code}


def test_peoples_are_no_demonyms():
    demonyms = {fold(row["word"]) for row in lexicon("demonyms")}
    assert demonyms & {"tuareg", "touareg", "toubou", "berber", "kurdish"} == set()


def test_given_names_are_unique_and_leave_place_names_alone():
    names = [fold(row["name"]) for row in lexicon("given_names")]
    assert len(names) == len(set(names)) >= 400
    assert (
        set(names) & {"sidi", "mokhtar", "ben", "hamada", "khalil", "salvador", "jordan"} == set()
    )


def _owners(name, alias, day, *, column="name"):
    return {
        row[column]
        for row in lexicon(name)
        if fold(alias) in {fold(a) for a in (row["name"], *words(row, "aliases"))}
        and _validity(row)[0] <= day <= _validity(row)[1]
    }


def _validity(row):
    begin, end = row["valid_from"], row["valid_to"]
    return begin + FIRST_DAY[len(begin) :], end + LAST_DAY[len(end) :]


def _is_second_post(first, second):
    """One person may hold two posts at once."""
    return first[2] == second[2]
