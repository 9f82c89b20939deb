"""Bytes from outside as text: the encoding found, what can't be kept replaced, binaries refused."""

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from extract.errors import InputError

SAVE_AS_UTF8: Final = "save it as UTF-8 and read it again"

# What else news in our three languages is written in; tried in this order. Detection over all
# encodings takes short French for Central European ("frontière" -> "frontičre").
LEGACY_ENCODINGS: Final = ("cp1252", "cp1256", "iso8859_6")

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with UTF-16's mark, so it comes first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY_STARTS: Final = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\x00", "a database"),
)
_CONTROL_BYTES: Final = bytes(set(range(0x20)) - set(b"\t\n\f\r\v\x1b"))
_SAMPLE_BYTES: Final = 65_536

# Random bytes hold 10 % such control characters, text that a tool has damaged a handful.
_BINARY_CONTROL_SHARE: Final = 0.05
# A text cut in half or damaged in places is still UTF-8 when whole characters beyond ASCII
# outnumber the broken ones by this; legacy encodings give hardly any whole ones by chance.
_WHOLE_TO_BROKEN: Final = 10

# WHATWG reads pages that say Latin-1 or ASCII as windows-1252 (Encoding Standard, 4.2).
_READ_AS_CP1252: Final = frozenset({"iso8859-1", "ascii"})
_DECLARED_CHARSET: Final = re.compile(
    rb"<(?:meta|\?xml)[^>]+?(?:charset|encoding)\s*=\s*[\"']?([\w:.-]+)"
)
_DECLARATION_BYTES: Final = 4096  # WHATWG looks at the first 1,024; pages in the wild go beyond

_LINE_ENDS: Final = re.compile(r"\r\n?|\x85|\u2028|\u2029")
_UNKEEPABLE: Final = re.compile("[\x00\ud800-\udfff]")


def decode(content: bytes, *, charset: str | None = None) -> str:
    """Return the bytes as text, with `normalised` line ends and without a byte order mark.

    A byte order mark decides, then UTF-8 where it fits, then `charset` (what a server said),
    then what the content declares of itself (HTML, XML), then detection among LEGACY_ENCODINGS.
    Single damaged characters become U+FFFD. Raises InputError for binary or undecodable content.
    """
    return normalised(_decoded(content, charset))


def normalised(text: str) -> str:
    """Return the text with line feeds as its only line ends and nothing that no store can keep."""
    return storable(_LINE_ENDS.sub("\n", text))


def storable(text: str) -> str:
    """Return the text with NULs and lone surrogates as U+FFFD; no offset moves."""
    return _UNKEEPABLE.sub("\ufffd", text)


def _decoded(content: bytes, charset: str | None) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    _refuse_binary(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for declared in (charset, _declared_charset(content)):
        text = _declared_text(content, declared)
        if text is not None:
            return text
    text = content.decode("utf-8", errors="replace")
    if _is_damaged_utf8(text):
        return text
    best = from_bytes(content, cp_isolation=list(LEGACY_ENCODINGS)).best()
    if best is None:
        raise InputError("its character encoding could not be recognised", SAVE_AS_UTF8)
    return str(best)


def _refuse_binary(content: bytes) -> None:
    for start, what in _BINARY_STARTS:
        if content.startswith(start):
            raise InputError(f"it is {what}, not text", "save its text as .txt or .html")
    sample = content[:_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROL_BYTES))
    if controls > len(sample) * _BINARY_CONTROL_SHARE:
        raise InputError("it is binary, not text", "save its text as .txt or .html in UTF-8")


def _declared_charset(content: bytes) -> str | None:
    found = _DECLARED_CHARSET.search(content[:_DECLARATION_BYTES].lower())
    return found[1].decode("ascii") if found else None


def _declared_text(content: bytes, charset: str | None) -> str | None:
    """The content by its declared charset; None when that is none or doesn't fit."""
    if charset is None:
        return None
    try:
        name = codecs.lookup(charset).name
        return content.decode("cp1252" if name in _READ_AS_CP1252 else name)
    except (LookupError, ValueError):
        return None


def _is_damaged_utf8(text: str) -> bool:
    beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore"))
    broken = text.count("\ufffd")
    return beyond_ascii - broken >= _WHOLE_TO_BROKEN * broken
