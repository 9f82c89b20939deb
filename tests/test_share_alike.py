from pathlib import Path

import pytest

from geodata import manifest
from geodata.build.entries import Entry, place_of
from geodata.build.place_index import write_index
from geodata.gazetteer import Gazetteer
from geodata.manifest import SHARE_ALIKE_FOLDER


def algerian(place_id: str, name: str, point: tuple[float, float], **fields: object) -> Entry:
    given = {"country_code": "DZ", "feature_class": "P", "feature_code": "PPL"} | fields
    return Entry(place_of(place_id, name, point, source="test", **given))


TOWN = algerian("geonames:1", "Reggane", (26.72, 0.17), population=20402)
COMMUNE = algerian(
    "openstreetmap:relation/2", "Tamest", (27.3, -0.2), feature_class="A", feature_code="ADM3"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    beside = tmp_path / SHARE_ALIKE_FOLDER
    beside.mkdir()
    write_index([TOWN], tmp_path)
    write_index([Entry(TOWN.place, alternates=("رقان",)), COMMUNE], beside)
    return tmp_path


def ids(gazetteer: Gazetteer, name: str) -> list[str]:
    return [candidate.place.place_id for candidate in gazetteer.find(name)]


def test_places_beside_are_found_by_name_key_and_point(folder: Path) -> None:
    both = Gazetteer.open(folder)
    assert ids(both, "Tamest") == ids(both, "Tamist") == [COMMUNE.place.place_id]
    assert both.is_name("tamest")
    assert both.starts_name("tamest")
    assert both.place(COMMUNE.place.place_id).name == "Tamest"
    assert [place.name for place, _ in both.near(27.0, 0.0, radius_km=60)] == ["Reggane", "Tamest"]


def test_a_place_with_more_names_beside_is_found_once(folder: Path) -> None:
    both = Gazetteer.open(folder)
    assert ids(both, "Reggane") == ids(both, "رقان") == ["geonames:1"]
    assert len(both.near(26.72, 0.17, radius_km=1)) == 1


def test_without_the_folder_the_main_places_work(folder: Path) -> None:
    for file in (folder / SHARE_ALIKE_FOLDER).iterdir():
        file.unlink()
    (folder / SHARE_ALIKE_FOLDER).rmdir()
    main = Gazetteer.open(folder)
    assert ids(main, "Reggane") == ["geonames:1"]
    assert ids(main, "Tamest") == []
    with pytest.raises(KeyError):
        main.place(COMMUNE.place.place_id)


def test_share_alike_files_that_were_deleted_are_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "DATA_FOLDER", tmp_path)
    missing = manifest.missing_files()
    assert "places.parquet" in missing
    assert not any(file.startswith(SHARE_ALIKE_FOLDER) for file in missing)
