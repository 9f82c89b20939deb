import io
from hashlib import sha256
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler
from urllib.request import Request

import pytest
from local_site import serving

from geodata.errors import DownloadError
from geodata.sources import _CheckedRedirects, download, obtain

pytestmark = [pytest.mark.loopback, pytest.mark.enable_socket]
CONTENT = bytes(range(256)) * 40


class Site(BaseHTTPRequestHandler):
    """Serves CONTENT; breaks off after `server.breaks_at` bytes once, and knows ranges."""

    def do_GET(self):
        site, wanted = self.server, self.headers.get("Range")
        site.asked.append((self.path, wanted))
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/missing":
            self.send_error(404)
        elif wanted and self.headers["If-Range"] == site.tag:
            self.answer_range(int(wanted.removeprefix("bytes=").removesuffix("-")))
        else:
            self.answer(200, CONTENT)

    def answer_range(self, start):
        if start >= len(CONTENT):
            self.send_error(416)
        else:
            where = f"bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}"
            self.answer(206, CONTENT[start:], where)

    def answer(self, status, body, content_range=None):
        self.send_response(status)
        if self.server.tag:
            self.send_header("ETag", self.server.tag)
        if content_range:
            self.send_header("Content-Range", self.server.range_lie or content_range)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: self.server.breaks_at])

    def log_message(self, *_):
        pass


@pytest.fixture
def site(monkeypatch):
    with serving(Site, monkeypatch) as server:
        server.tag, server.breaks_at, server.range_lie = '"one"', None, None
        yield server


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def break_off(site, folder, at=1000):
    site.breaks_at = at
    with pytest.raises(DownloadError, match=f"broke off {len(CONTENT) - at} bytes early"):
        download(f"{site.home}/data", folder / "data")
    site.breaks_at = None
    site.asked.clear()


def test_a_download_is_moved_into_place_with_its_digest(site, tmp_path):
    got = download(f"{site.home}/data", tmp_path / "new" / "data")
    assert got.path.read_bytes() == CONTENT
    assert (got.bytes, got.sha256) == (len(CONTENT), sha256(CONTENT).hexdigest())
    assert names(tmp_path / "new") == ["data"]


def test_a_download_that_broke_off_goes_on_where_it_stopped(site, tmp_path):
    (tmp_path / "data").write_bytes(b"old")
    break_off(site, tmp_path)
    assert (tmp_path / "data").read_bytes() == b"old"
    got = download(f"{site.home}/data", tmp_path / "data")
    assert site.asked == [("/data", "bytes=1000-")]
    assert got.path.read_bytes() == CONTENT
    assert names(tmp_path) == ["data"]


def test_another_file_by_now_is_downloaded_from_its_start(site, tmp_path):
    break_off(site, tmp_path)
    site.tag = '"two"'
    assert download(f"{site.home}/data", tmp_path / "data").path.read_bytes() == CONTENT


@pytest.mark.parametrize("tag", ["", 'W/"weak"'])
def test_without_a_sure_name_two_halves_are_never_joined(site, tmp_path, tag):
    site.tag = tag
    break_off(site, tmp_path)
    assert download(f"{site.home}/data", tmp_path / "data").path.read_bytes() == CONTENT
    assert site.asked == [("/data", None)]


def test_a_part_of_another_address_is_not_gone_on_with(site, tmp_path):
    break_off(site, tmp_path)
    download(f"{site.home}/other", tmp_path / "data")
    assert site.asked == [("/other", None)]


def test_a_part_that_is_too_long_is_thrown_away(site, tmp_path):
    break_off(site, tmp_path)
    (tmp_path / "data.part").write_bytes(b"x" * (len(CONTENT) + 1))
    assert download(f"{site.home}/data", tmp_path / "data").path.read_bytes() == CONTENT
    assert [asked for _, asked in site.asked] == [f"bytes={len(CONTENT) + 1}-", None]


def test_an_answer_of_another_part_is_refused(site, tmp_path):
    break_off(site, tmp_path)
    site.range_lie = "bytes 7-9/10"
    with pytest.raises(DownloadError, match="another part than asked for"):
        download(f"{site.home}/data", tmp_path / "data")
    assert names(tmp_path) == []


def test_a_wrong_digest_keeps_nothing(site, tmp_path):
    with pytest.raises(DownloadError, match=r"has the sha256 .*, not 00ff; it was not kept"):
        download(f"{site.home}/data", tmp_path / "data", sha256="00ff")
    assert names(tmp_path) == []


def test_the_right_digest_is_taken_in_any_case(site, tmp_path):
    digest = sha256(CONTENT).hexdigest().upper()
    assert download(f"{site.home}/data", tmp_path / "data", sha256=digest).bytes == len(CONTENT)


def test_too_much_is_refused_and_not_kept(site, tmp_path):
    with pytest.raises(DownloadError, match="is above 1,000 bytes"):
        download(f"{site.home}/data", tmp_path / "data", max_bytes=1000)
    assert names(tmp_path) == []


def test_a_status_of_failure_is_told(site, tmp_path):
    with pytest.raises(DownloadError, match="/missing' answered 404 Not Found; check"):
        download(f"{site.home}/missing", tmp_path / "data")


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://a.example/x", "data:,x", "http:"])
def test_only_web_addresses_are_downloaded(tmp_path, url):
    with pytest.raises(DownloadError, match="is no web address"):
        download(url, tmp_path / "data")


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://127.0.0.1/x", "data:,x"])
def test_a_redirect_to_another_scheme_is_not_followed(site, tmp_path, target):
    with pytest.raises(DownloadError, match=r"redirects to|can't be downloaded|answered 302"):
        download(f"{site.home}/to/{target}", tmp_path / "data")
    assert names(tmp_path) == []


def test_a_redirect_never_leaves_https_for_http():
    asked = Request("https://a.example/data")
    with pytest.raises(DownloadError, match=r"redirects to 'http://a.example/data'"):
        _CheckedRedirects().redirect_request(
            asked, io.BytesIO(), 302, "Found", HTTPMessage(), "http://a.example/data"
        )


def test_a_redirect_within_the_web_is_followed(site, tmp_path):
    assert download(f"{site.home}/to//data", tmp_path / "data").path.read_bytes() == CONTENT


def test_a_server_that_is_not_there_is_told(site, tmp_path):
    with pytest.raises(DownloadError, match=r"can't be downloaded: .*refused"):
        download("http://127.0.0.1:9/data", tmp_path / "data")


def test_obtaining_from_an_address_asks_for_the_name_below_it(site, tmp_path):
    got = obtain("DZ.zip", f"{site.home}/dump/", tmp_path)
    assert site.asked == [("/dump/DZ.zip", None)]
    assert got.path == tmp_path / "DZ.zip"


def test_obtaining_from_a_folder_copies(tmp_path):
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "DZ.txt").write_bytes(CONTENT)
    got = obtain("DZ.txt", str(tmp_path / "from"), tmp_path / "to")
    assert got.path.read_bytes() == CONTENT
    assert got.sha256 == sha256(CONTENT).hexdigest()
    with pytest.raises(DownloadError, match=r"LY.txt' can't be copied: No such file"):
        obtain("LY.txt", str(tmp_path / "from"), tmp_path / "to")
