"""Counts in words and digits: "more than 20", "two dozen", "5 to 7", "une trentaine"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from extract.lexicon import lexicon

# A telephone number, or a slip of the keyboard, is no count of people or things.
MAX_COUNT = 1_000_000_000
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_THOUSAND = 1000
_QUALIFIER = (
    r"(?:(?:more\s+than|at\s+least|over|about|around|some|nearly|almost|approximately|as\s+many\s+as|"
    r"up\s+to|another|an\s+estimated|plus\s+de|au\s+moins|environ|quelque|près\s+de|une|أكثر\s+من|نحو|"
    r"حوالي|ما\s+لا\s+يقل\s+عن|قرابة|زهاء)\s+)?"
)
_DIGITS = r"(?:[\d٠-٩]{1,3}(?:[, \u00a0\u202f][\d٠-٩]{3})+|[\d٠-٩]+(?:\.\d+)?)"


@dataclass(frozen=True, slots=True)
class Count:
    """The lowest number stated and the highest; `high` None when open or the same."""

    low: float
    high: float | None = None


def parse_count(words: str) -> Count | None:
    """Return the count that the words state: "more than 20", "two dozen", "5 to 7", "hundreds"."""
    joints = r"\s+(?:to|à|إلى)\s+|\s*[–-]\s*(?=\d)"
    if re.match(r"(?i)(?:between|entre|بين)\s", words):
        joints += r"|\s+(?:and|et)\s+|\s+و(?=\d)"
    parts = re.split(joints, words)
    known = [value for value in map(_value, parts) if value and value <= MAX_COUNT]
    if not known:
        return None
    if len(known) == 2 and known[1] > known[0]:
        return Count(known[0], known[1])
    return Count(known[0])


def number_pattern() -> str:
    """Return a pattern, without groups, of one number in digits or words, for `parse_count`."""
    return _number_pattern()


@cache
def _number_pattern() -> str:
    scale = rf"(?:\s+(?:{_any(_words('scale'))}))?"
    plain = _any({*_words("unit"), *_words("vague")})
    tens = "dizaine|douzaine|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|soixantaine"
    whole = rf"(?:une?\s+)?(?:{tens}|centaine)"
    dozen = rf"(?:a\s+dozen|{whole})"
    word = rf"(?:{dozen}|(?:{plain})(?:(?:[-\s]و?|\s+et\s+)(?:{plain}))?)(?:\s+(?:of|de)(?=\s))?"
    return rf"(?:{_DIGITS}{scale}|{word}{scale})"


@cache
def count_pattern() -> str:
    """Return a pattern with the group `count`: a number, a range, with "at least" and the like."""
    one = number_pattern()
    none, age = r"(?<!\bno\s)(?<!\bnot\s)", r"[\s-]years?[\s-]old|\s+ans\b"
    between = rf"(?:between|entre|بين)\s+{one}\s+(?:and\s+|et\s+|و)\s*{one}"
    start = r"(?:\b|(?<=(?<!\w)[وبلف]))"  # Arabic joins "and" and "in" to the number
    plain = rf"{_QUALIFIER}{none}{start}{one}(?:\s*(?:to|–|-|à|إلى)\s*{one})?"
    return rf"(?P<count>{between}|{plain})(?![\w%]|{age})"


def _value(words: str) -> float | None:
    text = words.casefold().translate(_ARABIC_DIGITS).replace("-", " ")
    scales = _words("scale")
    digits = re.search(r"\d[\d, \u00a0\u202f]*(?:\.\d+)?", text)
    if digits:
        total = float(re.sub(r"[, \u00a0\u202f]", "", digits.group()))
        return total * next((scales[word] for word in text.split() if word in scales), 1)
    return _spelt(text.split())


_TWO_AGAIN = frozenset({"اثنان", "اثنين", "اثنتان", "اثنتين"})


def _spelt(words: list[str]) -> float | None:
    """Return the number that the words spell out; None when none of them is a number's."""
    units, scales, vague = _words("unit"), _words("scale"), _words("vague")
    total = below = 0.0  # `below` stands before the next scale: "five" in "three thousand five"
    seen = False
    for word in (_without_and(word) for word in words):
        if seen and below and word in _TWO_AGAIN:
            continue  # "two demonstrators, two of them", as Arabic says it with a dual
        if word in vague and not seen:
            return vague[word]
        if word in units or word in ("a", "an", "un", "une"):
            below += units.get(word, 0 if seen else 1)
            seen = True
        elif word in scales:
            below = max(below, 1) * scales[word]
            seen = True
            if scales[word] >= _THOUSAND:
                total, below = total + below, 0.0
    return total + below if seen else None


def _without_and(word: str) -> str:
    is_joined = word.startswith("و") and word not in _words("unit")
    return word.removeprefix("و") if is_joined else word


def _any(words: Mapping[str, float] | set[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


@cache
def _words(kind: str) -> Mapping[str, float]:
    rows = (row for row in lexicon("number_words") if row["kind"] == kind)
    return MappingProxyType({row["word"]: float(row["value"]) for row in rows})
