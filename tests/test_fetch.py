"""Fetching: http and https only, bounded in time, size and redirects; tested over loopback."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from local_site import serving

from extract.errors import FetchError
from extract.fetch import MAX_REDIRECTS, _ascii_url, _is_inside, fetch_url

loopback = [pytest.mark.loopback, pytest.mark.enable_socket]


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, self.headers["User-Agent"]))
        if self.path.startswith("/to/"):
            self.answer(302, b"", Location=self.path.removeprefix("/to/"))
        elif self.path == "/loop":
            self.answer(301, b"", Location="/loop")
        elif self.path.startswith("/hops/"):
            left = int(self.path.removeprefix("/hops/"))
            self.answer(302, b"", Location=f"/hops/{left - 1}" if left > 1 else "/page")
        elif self.path == "/missing":
            self.answer(404, b"gone")
        elif self.path == "/large":
            self.answer(200, b"x" * 2_000_000)
        elif self.path == "/short":
            self.answer(200, b"half", length="100")
        elif self.path == "/slow":
            self.server.released.wait(20)
        else:
            self.answer(200, "<p>Ghat</p>".encode("utf-16"), type="text/html; charset=UTF-16")

    def answer(self, status, body, *, type=None, length=None, **headers):  # noqa: A002
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if type:
            self.send_header("Content-Type", type)
        self.send_header("Content-Length", length or str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def site(monkeypatch) -> Iterator[ThreadingHTTPServer]:
    with serving(Site, monkeypatch) as server:
        server.released = threading.Event()
        yield server
        server.released.set()


class TestOverLoopback:
    pytestmark = loopback

    def test_an_answer_comes_with_its_address_type_and_charset(self, site):
        fetched = fetch_url(f"{site.home}/page")
        assert fetched.content.decode(fetched.charset) == "<p>Ghat</p>"
        assert fetched.url == f"{site.home}/page"
        assert (fetched.content_type, fetched.charset) == ("text/html", "utf-16")

    def test_nothing_but_what_was_asked_for_is_fetched(self, site):
        fetch_url(f"{site.home}/page?a=b#part")
        assert [path for path, _ in site.asked] == ["/page?a=b"]
        assert "Borderwatch" in site.asked[0][1]

    def test_arabic_and_accented_paths_are_encoded(self, site):
        fetch_url(f"{site.home}/ليبيا/é%20a b?q=é")
        path = "/%D9%84%D9%8A%D8%A8%D9%8A%D8%A7/%C3%A9%20a%20b?q=%C3%A9"
        assert site.asked[0][0] == path

    def test_redirects_are_followed_to_a_limit(self, site):
        assert fetch_url(f"{site.home}/hops/{MAX_REDIRECTS}").url == f"{site.home}/page"
        for path in (f"/hops/{MAX_REDIRECTS + 1}", "/loop"):
            with pytest.raises(FetchError, match=r"30[12]"):
                fetch_url(site.home + path)

    @pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://x.example/a", "data:,x"])
    def test_a_redirect_out_of_the_web_is_refused(self, site, target):
        with pytest.raises(FetchError):
            fetch_url(f"{site.home}/to/{target}")
        assert len(site.asked) == 1

    @pytest.mark.parametrize(
        ("path", "reason"),
        [
            ("/missing", "answered 404 Not Found; open it in a browser"),
            ("/large", "larger than 1 MB; save its text"),
            ("/short", "broke off 96 bytes early; try again"),
        ],
    )
    def test_failures_say_what_was_wrong_and_what_to_do(self, site, path, reason):
        with pytest.raises(FetchError, match=reason) as caught:
            fetch_url(site.home + path, max_bytes=1_000_000)
        assert repr(site.home + path) in str(caught.value)

    def test_a_server_that_says_nothing_is_left(self, site):
        with pytest.raises(FetchError, match="timed out; check"):
            fetch_url(f"{site.home}/slow", timeout_s=0.2)

    def test_a_server_that_drips_is_left_at_the_deadline(self, site):
        with socket.create_server(("127.0.0.1", 0)) as server:
            thread = threading.Thread(target=drip, args=(server, site.released))
            thread.start()
            with pytest.raises(FetchError, match="took too long; try again"):
                fetch_url(f"http://127.0.0.1:{server.getsockname()[1]}/", timeout_s=0.5)
            site.released.set()
            thread.join()

    def test_a_closed_port_is_told(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        with pytest.raises(FetchError, match="refused; check address and network"):
            fetch_url(f"http://127.0.0.1:{port}/")

    def test_a_redirect_from_outside_into_the_own_network_is_refused(self, site, monkeypatch):
        monkeypatch.setattr("extract.fetch._is_inside", lambda url: url == f"{site.home}/page")
        with pytest.raises(FetchError, match="inside your own network; give that address itself"):
            fetch_url(f"{site.home}/to/{site.home}/page")
        assert len(site.asked) == 1


def drip(server: socket.socket, released: threading.Event) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(100):
            if released.wait(0.1):
                return
            try:
                connection.sendall(b"x")
            except OSError:
                return


@pytest.mark.parametrize(
    "url",
    [
        *("file:///etc/passwd", "ftp://x.example/", "gopher://x", "javascript:alert(1)", "x", ""),
        *("http://", "http://[::1", "http://x.example:99999/", f"http://{'a' * 70}.example/"),
    ],
)
def test_what_is_no_web_address_is_refused_without_a_socket(url):
    with pytest.raises(FetchError, match="give http://"):
        fetch_url(url)


def test_user_names_and_fragments_are_not_sent():
    assert _ascii_url("http://me:secret@x.example:8080/a#b") == "http://x.example:8080/a"
    assert _ascii_url("https://مثال.إختبار") == "https://xn--mgbh0fb.xn--kgbechtv/"
    assert _ascii_url("http://[::1]:80/") == "http://[::1]:80/"


@pytest.mark.enable_socket  # numeric addresses: looked up without a request
@pytest.mark.loopback
@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("http://127.0.0.1/", True),
        ("http://[::1]/", True),
        ("http://10.1.2.3/", True),
        ("http://169.254.169.254/", True),
        ("http://192.168.1.1:8080/", True),
        ("http://8.8.8.8/", False),
        ("http://[2606:4700::1]/", False),
    ],
)
def test_addresses_of_the_own_network_are_known(url, inside):
    assert _is_inside(url) is inside
