"""Installing GeoNames' country files on top of shipped places, here a handful of them."""

import json
import zipfile
from pathlib import Path

import pytest

from geodata import gazetteer, installed, places
from geodata.build.entries import Entry, place_of
from geodata.build.place_index import write_index
from geodata.errors import DataFileError, DownloadError, FormatError, SelectionError
from geodata.gazetteer import Gazetteer
from geodata.geonames import country_rows
from geodata.installed import places_in_use
from geodata.places import install_places

ANDORRA = Path(__file__).parent.parent.parent / "shared" / "geonames"


def line(number, name, latitude, longitude, **values):
    cells = [""] * 19
    usual = {1: name, 2: name, 6: "P", 7: "PPL", 8: "DZ", 10: "33", 14: "0"}
    columns = {"alternates": 3, "kind": 6, "code": 7, "country": 8, "unit": 10, "people": 14}
    given = {columns[key]: value for key, value in values.items()}
    for column, text in ({0: number, 4: latitude, 5: longitude} | usual | given).items():
        cells[column] = str(text)
    return "\t".join(cells) + "\n"


ALGERIA = (
    line(1, "Illizi", 26.48, 8.47, people=17252, code="PPLA", alternates="إليزي,Illizi Ville,VVZ")
    + line(2, "Bir el Hadjadj", 27.0, 9.0, kind="H", code="WLL", alternates="Hadjadj Well")
    + line(3, "Wilaya d'Illizi", 27.1, 8.3, kind="A", code="ADM1")
    + line(4, "Bordj Omar Driss", 28.15, 6.83)
    + line(5, "Algeria", 28, 3, kind="A", code="PCLI")
    + line(6, "In Amenas Airport", 28.05, 9.64, kind="S", code="AIRP")
    + line(7, "In Amenas Airport", 20.0, 3.0, kind="S", code="AIRP")
)
SHIPPED = [
    Entry(
        place_of("geonames:1", "Illizi", (26.5, 8.47), country_code="DZ", admin1="Illizi Province",
                 feature_class="P", feature_code="PPL", population=10, source="geonames"),
        alternates=("Fort Polignac",),
    ),
    Entry(
        place_of("geonames-adm1:DZ.33", "Illizi", (28.0, 8.0), country_code="DZ",
                 feature_class="A", feature_code="ADM1", source="geonames"),
    ),
    Entry(
        place_of("airportsdata:DAUZ", "In Amenas Airport", (28.05, 9.643), country_code="DZ",
                 feature_class="S", feature_code="AIRP", source="airportsdata"),
    ),
    Entry(
        place_of("geonames:9", "United States", (40.0, -98.0), country_code="US",
                 feature_class="A", feature_code="PCLI", source="naturalearth"),
        acronyms=("US",),
    ),
]  # fmt: skip


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    folder = tmp_path / "shipped"
    folder.mkdir()
    write_index(SHIPPED, folder)
    monkeypatch.setattr(places, "DATA_FOLDER", folder)
    monkeypatch.setattr(installed, "DATA_FOLDER", folder)
    monkeypatch.setattr(installed, "base_stamp", lambda: "stamp")
    return folder


@pytest.fixture
def origin(tmp_path):
    folder = tmp_path / "origin"
    folder.mkdir()
    (folder / "DZ.txt").write_text(ALGERIA, encoding="utf-8")
    return folder


@pytest.fixture
def mine(tmp_path):
    return tmp_path / "mine"


def opened(folder):
    return Gazetteer.open(places_in_use(folder))


def ids(candidates):
    return [candidate.place.place_id for candidate in candidates]


def test_new_places_are_found_beside_the_shipped_ones(shipped, origin, mine):
    install_places(["dz"], str(origin), mine)
    found = opened(mine)
    assert ids(found.exact("Bordj Omar Driss")) == ["geonames:4"]
    assert ids(found.exact("Hadjadj Well")) == ["geonames:2"]
    assert ids(found.exact("Fort Polignac")) == ["geonames:1"]
    assert found.place("geonames:9").name == "United States"
    assert found.is_acronym("us")
    assert ids(found.find("Burdj Umar Idris")) == ["geonames:4"]


def test_the_shipped_files_stay_as_they_were(shipped, origin, mine):
    before = {path.name: path.read_bytes() for path in shipped.iterdir()}
    install_places(["DZ"], str(origin), mine)
    assert {path.name: path.read_bytes() for path in shipped.iterdir()} == before


def test_a_shipped_place_keeps_its_name_and_point_and_gains_names_and_code(shipped, origin, mine):
    install_places(["DZ"], str(origin), mine)
    illizi = opened(mine).place("geonames:1")
    assert (illizi.name, illizi.latitude, illizi.admin1) == ("Illizi", 26.5, "Illizi Province")
    assert (illizi.feature_code, illizi.population) == ("PPLA", 17252)
    assert ids(opened(mine).exact("إليزي")) == ["geonames:1"]
    assert opened(mine).exact("VVZ") == []


def test_one_place_of_two_sources_is_joined_by_name_kind_and_distance(shipped, origin, mine):
    done = install_places(["DZ"], str(origin), mine)
    found = opened(mine)
    assert ids(found.exact("In Amenas Airport")) == ["airportsdata:DAUZ", "geonames:7"]
    assert ids(found.exact("Wilaya d'Illizi")) == ["geonames-adm1:DZ.33"]
    assert (done.added, done.joined, done.left_out) == (3, 3, 1)


def test_units_are_named_as_the_shipped_towns_name_them(shipped, origin, mine):
    install_places(["DZ"], str(origin), mine)
    assert opened(mine).place("geonames:4").admin1 == "Illizi Province"


def test_installing_again_or_another_country_keeps_the_first(shipped, origin, mine):
    (origin / "LY.txt").write_text(line(8, "Ghat", 24.96, 10.18, country="LY"), encoding="utf-8")
    install_places(["DZ"], str(origin), mine)
    install_places(["LY"], str(origin), mine)
    again = install_places(["LY"], str(origin), mine)
    assert ids(opened(mine).exact("Ghat")) == ["geonames:8"]
    assert ids(opened(mine).exact("Bordj Omar Driss")) == ["geonames:4"]
    assert again.added == 4
    assert len(list(mine.glob("gazetteer-*"))) == 1


def test_an_archive_is_read_as_its_text_is(shipped, origin, mine):
    (origin / "DZ.txt").unlink()
    with zipfile.ZipFile(origin / "DZ.zip", "w") as archive:
        archive.writestr("readme.txt", "")
        archive.writestr("DZ.txt", ALGERIA)
    done = install_places(["DZ"], str(origin), mine)
    assert done.files[0].path.name == "DZ.zip"
    assert ids(opened(mine).exact("Bordj Omar Driss")) == ["geonames:4"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("one\ttwo\n", "has 2 columns, not 19"),
        (line(9, "Nowhere", 95, 0), "impossible coordinates '95', '0'"),
        (line(9, "Nowhere", "nan", 0), "impossible coordinates"),
        (line("x", "Nowhere", 1, 1), "invalid literal"),
        (line(9, "Tunis", 36.8, 10.2, country="TN"), "a place of 'TN', not of 'DZ'"),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_taken(shipped, origin, mine, bad, reason):
    (origin / "DZ.txt").write_text(bad + ALGERIA, encoding="utf-8")
    done = install_places(["DZ"], str(origin), mine)
    (skipped,) = done.skipped
    assert (skipped.source, skipped.kind) == ("DZ.txt:1", "row")
    assert reason in skipped.reason
    assert done.added == 3


@pytest.mark.parametrize("content", [b"", b"<html>no such page</html>", b"PK\x03\x04 cut"])
@pytest.mark.parametrize("name", ["DZ.txt", "DZ.zip"])
def test_a_file_without_places_changes_nothing(shipped, origin, mine, name, content):
    install_places(["DZ"], str(origin), mine)
    in_use = places_in_use(mine)
    (origin / name).write_bytes(content)
    with pytest.raises(FormatError, match=rf"'{name}'"):
        install_places(["DZ"], str(origin), mine)
    assert places_in_use(mine) == in_use
    (origin / "LY.txt").write_text(line(8, "Ghat", 24.96, 10.18, country="LY"), encoding="utf-8")
    install_places(["LY"], str(origin), mine)
    assert ids(opened(mine).exact("Bordj Omar Driss")) == ["geonames:4"]


def test_a_country_that_the_folder_lacks_is_named(shipped, origin, mine):
    with pytest.raises(DownloadError, match=r"LY.txt' can't be copied"):
        install_places(["LY"], str(origin), mine)
    assert places_in_use(mine) == shipped


@pytest.mark.parametrize("code", ["../DZ", "DZA", "", "D1"])
def test_what_is_no_country_code_is_refused(shipped, origin, mine, code):
    with pytest.raises(SelectionError, match="no country code"):
        install_places([code], str(origin), mine)
    assert not mine.exists()


def test_an_installation_on_earlier_shipped_places_is_left_alone(
    shipped, origin, mine, monkeypatch, caplog
):
    install_places(["DZ"], str(origin), mine)
    monkeypatch.setattr(installed, "base_stamp", lambda: "newer")
    assert places_in_use(mine) == shipped
    assert "python -m geodata places install DZ once more" in caplog.text


def test_a_damaged_note_is_named(shipped, mine):
    mine.mkdir()
    (mine / "installed.json").write_text("{")
    with pytest.raises(DataFileError, match=r"installed.json' can't be read: .*; delete it"):
        places_in_use(mine)


def test_a_note_cannot_lead_out_of_its_folder(shipped, mine):
    mine.mkdir()
    note = {"files": "../../etc", "countries": [], "base": "stamp"}
    (mine / "installed.json").write_text(json.dumps(note))
    assert places_in_use(mine) == mine / "etc"


def test_the_gazetteer_opens_what_is_installed(shipped, origin, mine, monkeypatch):
    monkeypatch.setenv("BORDERWATCH_PLACES", str(mine))
    assert Gazetteer.open().exact("Bordj Omar Driss") == []
    install_places(["DZ"], str(origin), mine)
    assert ids(gazetteer.Gazetteer.open().exact("Bordj Omar Driss")) == ["geonames:4"]


@pytest.mark.skipif(not ANDORRA.exists(), reason="needs ../shared/geonames")
def test_the_whole_of_andorra_is_read(shipped, mine):
    rows = list(country_rows(ANDORRA / "AD.txt", "AD"))
    done = install_places(["AD"], str(ANDORRA), mine)
    assert done.skipped == ()
    assert done.added + done.joined + done.left_out == len(rows)
    (peak,) = opened(mine).exact("Roc Mélé")
    assert (peak.place.place_id, peak.place.feature_code) == ("geonames:2994701", "PK")
    (town,) = [c for c in opened(mine).exact("Canillo") if c.place.feature_class == "P"]
    assert town.place.admin1 == "Canillo"
