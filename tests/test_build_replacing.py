import mmap
from pathlib import Path

import pytest

from geodata.build.entries import Entry, place_of
from geodata.build.place_index import write_index
from geodata.build.replacing import replacing
from geodata.gazetteer import Gazetteer
from geodata.place_files import FILES


def town(place_id: str, name: str) -> Entry:
    place = place_of(place_id, name, (26.7, 0.2), country_code="DZ", source="test")
    return Entry(place)


def write_half(target: Path) -> None:
    with replacing(target) as part:
        part.write_bytes(b"ne")
        raise OSError("disk full")


def test_a_mapped_file_is_read_on_while_another_takes_its_place(tmp_path: Path) -> None:
    target = tmp_path / "built.bin"
    target.write_bytes(b"old" * 5000)
    with target.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        with replacing(target) as part:
            part.write_bytes(b"new")
        assert mapped[-3:] == b"old"
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["built.bin"]


def test_a_build_that_fails_leaves_the_earlier_file_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "built.bin"
    target.write_bytes(b"old")
    with pytest.raises(OSError, match="disk full"):
        write_half(target)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["built.bin"]


def test_an_open_gazetteer_answers_while_its_files_are_built_again(tmp_path: Path) -> None:
    write_index([town("geonames:1", "Reggane")], tmp_path)
    earlier = {name: (tmp_path / name).stat().st_ino for name in FILES}
    gazetteer = Gazetteer.open(tmp_path)
    write_index([town("geonames:2", "Tamest")], tmp_path)
    assert [found.place.place_id for found in gazetteer.find("Reggane")] == ["geonames:1"]
    again = Gazetteer.open(tmp_path)
    assert [found.place.place_id for found in again.find("Tamest")] == ["geonames:2"]
    assert all((tmp_path / name).stat().st_ino != inode for name, inode in earlier.items())
    assert {path.name for path in tmp_path.iterdir()} == set(FILES)
