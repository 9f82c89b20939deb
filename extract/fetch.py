"""Fetching the addresses that the analyst asked for. Nothing else in extract uses the network."""

import ipaddress
import socket
import time
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request

from extract.errors import FetchError
from geodata.sources import web_opener

MAX_BYTES: Final = 10_000_000
TIMEOUT_S: Final = 30.0
MAX_REDIRECTS: Final = 5

_SCHEMES: Final = ("http", "https")
_CHUNK_BYTES: Final = 65_536
_USER_AGENT: Final = "Borderwatch/0.1 (reads articles its analyst asked for)"
# What RFC 3986 allows in a path or query, with "%" for what is quoted already.
_URL_SAFE: Final = "%/:?#[]@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address answered: `url` after redirects, `content_type` without parameters.

    `charset` is what the server said, None when it said nothing.
    """

    url: str
    content: bytes
    content_type: str = ""
    charset: str | None = None


def fetch_url(url: str, *, timeout_s: float = TIMEOUT_S, max_bytes: int = MAX_BYTES) -> Fetched:
    """Return what an http(s) address answers, following up to MAX_REDIRECTS redirects.

    Proxies are those of the environment. `timeout_s` bounds each wait, and the whole body. A
    redirect may not leave http(s), nor lead from outside into this machine or its network.
    Raises FetchError for every failure, status 400 and above, and an answer over `max_bytes`.
    """
    request = Request(_ascii_url(url), headers={"User-Agent": _USER_AGENT})  # noqa: S310
    deadline = time.monotonic() + timeout_s
    try:
        with web_opener(_CheckedRedirects()).open(request, timeout=timeout_s) as answer:
            content = _body(answer, url, deadline=deadline, max_bytes=max_bytes)
            headers = answer.headers
            return Fetched(
                url=answer.geturl(),
                content=content,
                content_type=headers.get_content_type() if "content-type" in headers else "",
                charset=headers.get_content_charset(),
            )
    except HTTPError as error:
        error.close()
        message = f"{url!r} answered {error.code} {error.reason}; open it in a browser and save it"
        raise FetchError(message) from error
    except FetchError:
        raise
    except (URLError, HTTPException, OSError, ValueError) as error:
        cause = error.reason if isinstance(error, URLError) else error
        raise FetchError(f"{url!r} can't be fetched: {cause}; check address and network") from error


class _CheckedRedirects(HTTPRedirectHandler):
    max_redirections = MAX_REDIRECTS

    def redirect_request(  # noqa: PLR0917 (the signature is urllib's)
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        target = _ascii_url(newurl)
        if _is_inside(target) and not _is_inside(req.full_url):
            raise FetchError(
                f"{req.full_url!r} redirects to {newurl!r}, which is inside your own network; "
                "give that address itself if you want it"
            )
        return super().redirect_request(req, fp, code, msg, headers, target)


def _ascii_url(url: str) -> str:
    """The address with Arabic or accented parts encoded; raises FetchError when not http(s)."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = "" if parts.port is None else f":{parts.port}"
    except ValueError as error:
        raise FetchError(
            f"{url!r} is no address: {error}; give http://... or https://..."
        ) from error
    if parts.scheme not in _SCHEMES or not host:
        raise FetchError(f"{url!r} is no web address; give http://... or https://...")
    place = f"[{host}]" if ":" in host else host
    path, query = (quote(part, safe=_URL_SAFE) for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, place + port, path or "/", query, ""))


def _is_inside(url: str) -> bool:
    """Whether the address is this machine's or of a private network; False when unknown."""
    try:
        found = socket.getaddrinfo(urlsplit(url).hostname, None)
    except (OSError, ValueError):
        return False
    return any(not ipaddress.ip_address(str(item[4][0]).split("%")[0]).is_global for item in found)


def _body(answer: HTTPResponse, url: str, *, deadline: float, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    # read1 returns what has come, so that a server that drips can't hold us past the deadline
    while part := _next_part(answer, url, deadline):
        parts.append(part)
        size += len(part)
        if size > max_bytes:
            limit = f"{max_bytes / 1e6:g} MB"
            raise FetchError(f"{url!r} is larger than {limit}; save its text as a file instead")
    if answer.length:
        raise FetchError(f"{url!r} broke off {answer.length} bytes early; try again")
    return b"".join(parts)


def _next_part(answer: HTTPResponse, url: str, deadline: float) -> bytes:
    """What has come of the body, b"" at its end; raises FetchError past the deadline."""
    slow = FetchError(f"{url!r} took too long; try again, or save it with a browser")
    try:
        part = answer.read1(_CHUNK_BYTES)
    except TimeoutError as error:
        raise slow from error
    if part and time.monotonic() > deadline:
        raise slow
    return part
