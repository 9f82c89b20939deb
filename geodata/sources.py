"""Outside data: where it comes from, and the one place of geodata that downloads it.

Nothing here runs unless an analyst asked for it by a command. Only http and https are spoken. A
download goes into `<name>.part` beside its target and moves there when it is whole; one that broke
off goes on where it stopped, if the server still has the same file.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from tqdm import tqdm

from geodata.errors import DownloadError
from geodata.manifest import Source

GEONAMES: Final = Source(
    name="GeoNames country files",
    version="as downloaded",
    licence="CC BY 4.0",
    attribution="Place names: GeoNames (geonames.org), CC BY 4.0",
    url="https://download.geonames.org/export/dump/",
)

# The largest country file (China, zipped) has 26 MB; all countries together 400 MB.
MAX_BYTES: Final = 500_000_000
TIMEOUT_S: Final = 30.0
MAX_REDIRECTS: Final = 5
_CHUNK_BYTES: Final = 1 << 18
_WEB_SCHEMES: Final = ("http", "https")
_USER_AGENT: Final = "Borderwatch/0.1 (fetches what its analyst asked for)"
_RANGE_REFUSED: Final = 416
_PARTIAL: Final = 206


@dataclass(frozen=True, slots=True, kw_only=True)
class Obtained:
    """A file that is now here: from which address or path, its size and digest (hex)."""

    path: Path
    origin: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class _Resume:
    """How to go on: bytes that are there, and what the server called the file they are of."""

    size: int = 0
    validator: str = ""


def is_web_address(origin: str) -> bool:
    """True when the origin is to be downloaded from, False when it's a folder."""
    return "://" in origin


def obtain(name: str, origin: str, folder: Path, *, progress: bool = False) -> Obtained:
    """Bring a file of an origin (a URL or a folder that holds it) into `folder`.

    Raises DownloadError when it isn't there or can't be had.
    """
    if is_web_address(origin):
        url = f"{origin.rstrip('/')}/{quote(name)}"
        return download(url, folder / name, progress=progress)
    source = Path(origin) / name
    part = _part_of(folder / name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, part)
        part.replace(folder / name)
    except OSError as error:
        message = f"{str(source)!r} can't be copied: {error.strerror}; check the folder"
        raise DownloadError(message) from error
    return _obtained(folder / name, str(source))


def download(
    url: str,
    target: Path,
    *,
    sha256: str | None = None,
    max_bytes: int = MAX_BYTES,
    timeout_s: float = TIMEOUT_S,
    progress: bool = False,
) -> Obtained:
    """Download an http(s) address to `target`, which is replaced only by a whole file.

    `sha256` is the digest that the file must have, None to take what comes. `timeout_s` bounds
    each wait. Raises DownloadError for another scheme (also by redirect), every failure, an
    answer above `max_bytes` and a wrong digest; what came so far stays for the next try, except
    where it's wrong.
    """
    _check_scheme(url)
    part = _part_of(target)
    with _download_errors(url):
        target.parent.mkdir(parents=True, exist_ok=True)
        with _answer(url, part, timeout_s) as answer:
            start = _start(answer, part, url)
            for size in _received(answer, part, start, progress=progress):
                if size > max_bytes:
                    _forget(part)
                    message = f"{url!r} is above {max_bytes:,} bytes; check the address"
                    raise DownloadError(message)
            missing = answer.length
        if missing:
            raise DownloadError(
                f"{url!r} broke off {missing} bytes early; run it again, it goes on from there"
            )
        return _finish(part, target, url, sha256)


def _check_scheme(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in _WEB_SCHEMES or not parts.hostname:
        raise DownloadError(f"{url!r} is no web address; give http://... or https://...")


def _part_of(target: Path) -> Path:
    return target.with_name(target.name + ".part")


def _note_of(part: Path) -> Path:
    return part.with_name(part.name + ".json")


@contextmanager
def _download_errors(url: str) -> Iterator[None]:
    try:
        yield
    except DownloadError:
        raise
    except HTTPError as error:
        error.close()
        message = f"{url!r} answered {error.code} {error.reason}; check the address"
        raise DownloadError(message) from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        cause = error.reason if isinstance(error, URLError) else error
        message = f"{url!r} can't be downloaded: {cause}; check address and network, try again"
        raise DownloadError(message) from error


def _answer(url: str, part: Path, timeout_s: float) -> HTTPResponse:
    resume = _resume(part, url)
    try:
        return _open(url, resume, timeout_s)
    except HTTPError as error:
        if error.code != _RANGE_REFUSED:
            raise
        error.close()
    _forget(part)
    return _open(url, _Resume(), timeout_s)


def _resume(part: Path, url: str) -> _Resume:
    """Read what was noted of a download that broke off; of another address it's no use."""
    try:
        note = json.loads(_note_of(part).read_text(encoding="utf-8"))
        if note["url"] == url and note["validator"]:
            return _Resume(part.stat().st_size, str(note["validator"]))
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return _Resume()


def _open(url: str, resume: _Resume, timeout_s: float) -> HTTPResponse:
    headers = {"User-Agent": _USER_AGENT, "Accept-Encoding": "identity"}
    if resume.size:
        headers |= {"Range": f"bytes={resume.size}-", "If-Range": resume.validator}
    request = Request(url, headers=headers)  # noqa: S310 (the scheme is checked)
    answer: HTTPResponse = web_opener(_CheckedRedirects()).open(request, timeout=timeout_s)
    return answer


def web_opener(redirects: HTTPRedirectHandler) -> OpenerDirector:
    """Return an opener that knows http and https only: no files, no FTP.

    Proxies are those of the environment.
    """
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        redirects,
    ):
        opener.add_handler(handler)
    return opener


class _CheckedRedirects(HTTPRedirectHandler):
    max_redirections = MAX_REDIRECTS

    def redirect_request(  # noqa: PLR0917 (the signature is urllib's)
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        to, secure = urlsplit(newurl).scheme, urlsplit(req.full_url).scheme == "https"
        if to not in _WEB_SCHEMES or (secure and to != "https"):
            raise DownloadError(f"{req.full_url!r} redirects to {newurl!r}, which isn't followed")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _start(answer: HTTPResponse, part: Path, url: str) -> int:
    """Return the byte at which the answer begins, and note what the file is called."""
    if answer.status == _PARTIAL:
        size = part.stat().st_size
        if not answer.headers.get("Content-Range", "").startswith(f"bytes {size}-"):
            _forget(part)
            raise DownloadError(f"{url!r} answered another part than asked for; try again")
        return size
    etag = answer.headers.get("ETag", "")
    # A weak tag says "much the same", which is not enough to join two halves (RFC 9110, 13.1.5).
    validator = answer.headers.get("Last-Modified", "") if etag[:2] in {"", "W/"} else etag
    _forget(part)
    note = json.dumps({"url": url, "validator": validator})
    _note_of(part).write_text(note, encoding="utf-8")
    return 0


def _received(answer: HTTPResponse, part: Path, start: int, *, progress: bool) -> Iterator[int]:
    """Write what comes, yielding the size of the file so far, the start first."""
    size = start
    yield size + (answer.length or 0)  # what is announced is known to be too much at once
    bar = tqdm(
        total=None if answer.length is None else start + answer.length,
        initial=start,
        unit="B",
        unit_scale=True,
        desc=part.stem,
        disable=None if progress else True,
    )
    with bar, part.open("ab" if start else "wb") as file:
        while chunk := answer.read1(_CHUNK_BYTES):
            file.write(chunk)
            size += len(chunk)
            bar.update(len(chunk))
            yield size
        file.flush()
        os.fsync(file.fileno())


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _note_of(part).unlink(missing_ok=True)


def _finish(part: Path, target: Path, url: str, sha256: str | None) -> Obtained:
    got = _obtained(part, url)
    if sha256 is not None and got.sha256 != sha256.lower():
        _forget(part)
        raise DownloadError(
            f"{url!r} has the sha256 {got.sha256}, not {sha256}; it was not kept, check its source"
        )
    part.replace(target)
    _forget(part)
    return Obtained(path=target, origin=url, bytes=got.bytes, sha256=got.sha256)


def _obtained(path: Path, origin: str) -> Obtained:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return Obtained(path=path, origin=origin, bytes=path.stat().st_size, sha256=digest)
