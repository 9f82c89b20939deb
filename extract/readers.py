"""Files, folders, feeds and web addresses as articles, and what of them could not be read.

    .txt .text            one article          .jsonl .ndjson   one article a line
    .html .htm .xhtml     one article          .json            a list of articles
    .xml .rss .atom       a feed

A file named on its own may have any name: its content then says what it is.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from extract.articles import make_article, web_address
from extract.decode import decode
from extract.errors import FetchError, InputError
from extract.feeds import feed_articles
from extract.fetch import Fetched, fetch_url
from extract.pages import page_article
from extract.rows import Row, json_lines, json_list, row_article
from geodata.model import Article, Skipped

# A novel has about 1 MB; what is larger than this is no article, and would hold up all others.
MAX_ARTICLE_BYTES: Final = 10_000_000

Kind = Literal["text", "page", "feed", "list", "lines"]
Item = Article | Skipped

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        ".txt": "text",
        ".text": "text",
        ".html": "page",
        ".htm": "page",
        ".xhtml": "page",
        ".xml": "feed",
        ".rss": "feed",
        ".atom": "feed",
        ".json": "list",
        ".jsonl": "lines",
        ".ndjson": "lines",
    }
)
_FEED_STARTS: Final = (b"<rss", b"<feed", b"<rdf:rdf")
_PAGE_STARTS: Final = (b"<!doctype html", b"<html", b"<head", b"<body")
_SNIFFED_BYTES: Final = 2048


def read_articles(
    inputs: Iterable[str | Path],
    *,
    published: date | None = None,
    fetch: Callable[[str], Fetched] = fetch_url,
) -> Iterator[Item]:
    """Yield the articles of files, folders and addresses in order, one at a time.

    What can't be read is yielded as Skipped, in its place, and the rest goes on. Folders are read
    with their sub-folders, by name, without hidden files. `published`, when given, beats what the
    input says; an article without any is read with None. `fetch` is called for http(s) addresses
    only.
    """
    for given in inputs:
        address = str(given)
        if given == "":  # as a path it would be the working folder: all of it
            yield InputError("it is an empty name", "name a file or folder").skipped("''")
        elif "://" in address:
            yield from _read_address(address, published, fetch)
        else:
            yield from _read_path(Path(given), published)


def _read_address(
    address: str, published: date | None, fetch: Callable[[str], Fetched]
) -> Iterator[Item]:
    if web_address(address) is None:
        remedy = "give an http:// or https:// address, or a path"
        yield InputError("its scheme is not read", remedy).skipped(address)
        return
    try:
        fetched = fetch(address)
    except FetchError as error:
        reason, _, remedy = str(error).rpartition("; ")
        yield InputError(reason, remedy).skipped(address)
        return
    yield from _content_items(
        fetched.content,
        _kind_of_content(fetched.content, fetched.content_type),
        name=address,
        published=published,
        url=fetched.url,
        charset=fetched.charset,
    )


def _read_path(path: Path, published: date | None) -> Iterator[Item]:
    try:
        is_folder = path.is_dir()
    except OSError as error:
        yield _file_error(error).skipped(str(path))
        return
    if not is_folder:
        yield from _read_file(path, published)
        return
    for found in _files_below(path):
        if isinstance(found, Skipped):
            yield found
        elif found.suffix.lower() in KINDS:
            yield from _read_file(found, published)
        else:
            reason = f"files of type {found.suffix!r} are not read from folders"
            remedy = f"name the file itself, or save it as one of {', '.join(KINDS)}"
            yield InputError(reason, remedy).skipped(str(found))


def _files_below(folder: Path) -> Iterator[Path | Skipped]:
    """The folder's files, then those of its sub-folders; a folder reached twice is read once."""
    failed: list[OSError] = []
    reached: set[tuple[int, int]] = set()
    for root, folders, names in os.walk(folder, onerror=failed.append, followlinks=True):
        status = Path(root).stat()
        if (status.st_dev, status.st_ino) in reached:
            folders.clear()  # a link led back up
            continue
        reached.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in sorted(names) if not name.startswith("."))
    # os.walk tells of a folder it couldn't list instead of yielding it
    for error in failed:
        yield _file_error(error).skipped(str(error.filename))


def _read_file(path: Path, published: date | None) -> Iterator[Item]:
    kind = KINDS.get(path.suffix.lower())
    try:
        _check_file(path)
        if kind == "lines":
            yield from _line_items(path, published)
            return
        content = _file_content(path)
    except InputError as error:
        yield error.skipped(str(path))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        yield _file_error(error).skipped(str(path))
    else:
        kind = kind or _kind_of_content(content)
        yield from _content_items(content, kind, name=str(path), published=published)


def _line_items(path: Path, published: date | None) -> Iterator[Item]:
    empty = True
    with path.open("rb") as file:
        for number, row in json_lines(file):
            empty = False
            yield _row_item(row, f"{path}:{number}", path.name, published)
    if empty:
        yield _empty().skipped(str(path))


def _row_item(row: Row | InputError, place: str, source: str, published: date | None) -> Item:
    if isinstance(row, InputError):
        return row.skipped(place)
    try:
        return row_article(row, source=source, published=published)
    except InputError as error:
        return error.skipped(place)


def _check_file(path: Path) -> None:
    # opening a pipe would wait for its writer, and a device may never end
    if not stat.S_ISREG(path.stat().st_mode):
        raise InputError("it is a pipe or a device, not a file", "write its content to a file")


def _file_content(path: Path) -> bytes:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > MAX_ARTICLE_BYTES:
            raise InputError(
                f"it has {size / 1e6:.1f} MB, more than the {MAX_ARTICLE_BYTES / 1e6:.0f} MB "
                "an article may have",
                "split it, or give many articles as JSON lines (.jsonl) of any length",
            )
        return file.read(MAX_ARTICLE_BYTES)


def _kind_of_content(content: bytes, content_type: str = "") -> Kind:
    start = content[:_SNIFFED_BYTES].lower()
    if any(mark in start for mark in _FEED_STARTS):
        return "feed"
    if any(mark in start for mark in _PAGE_STARTS) or "html" in content_type:
        return "page"
    return "text"


def _content_items(
    content: bytes,
    kind: Kind,
    *,
    name: str,
    published: date | None,
    url: str | None = None,
    charset: str | None = None,
) -> Iterator[Item]:
    source = name if url else Path(name).name
    try:
        if not content.strip():
            raise _empty()
        if kind == "feed":
            yield from feed_articles(content, name=name, charset=charset, published=published)
            return
        text = decode(content, charset=charset)
        if kind == "list":
            for number, row in enumerate(json_list(text), start=1):
                yield _row_item(row, f"{name} item {number}", source, published)
        elif kind == "page":
            yield page_article(text, source=source, url=url, published=published)
        else:
            yield make_article(text, published=published, source=source, url=url)
    except InputError as error:
        yield error.skipped(name)


def _empty() -> InputError:
    return InputError("it is empty", "leave it out, or fill it with the article's text")


def _file_error(error: OSError | ValueError) -> InputError:
    number = error.errno if isinstance(error, OSError) else None
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    remedies = {
        errno.ENOENT: "check the path",
        errno.EACCES: "give yourself the right to read it (chmod +r; +x for a folder)",
        errno.ELOOP: "remove the link that points at itself",
    }
    remedy = remedies.get(number or 0, "check that it is a readable file or folder")
    return InputError(f"it can't be read: {reason}", remedy)
