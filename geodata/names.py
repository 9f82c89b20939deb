"""One spelling of a name: folding, and a key that brings romanisations together.

`fold` makes names comparable that differ only in case, accents and punctuation. `key` goes further
and keeps little more than the consonants, in an alphabet of 16 classes that Arabic script, French
and English romanisations share: "Bordj Badji Mokhtar", "Burj Baji Mukhtar" and their Arabic form
have one key. What is spelt like what stands in data/romanisation.csv.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest
from types import MappingProxyType

from geodata.errors import DataFileError
from geodata.manifest import DATA_FOLDER

ROMANISATION_FILE = DATA_FOLDER / "romanisation.csv"
GENERIC_WORDS_FILE = DATA_FOLDER / "generic_words.csv"

# Below this a key of consonants alone says too little: "Ghat", "Gouda" and "Kit" are all k-t.
MIN_CONSONANTS = 3
# Arabic particles written onto the word: and, then, in/by, for, like.
_ARABIC_PARTICLES = "وفبلك"
MIN_ARABIC_STEM = 3
# No name is as long: the longest of the gazetteer's 600,000 has 193 characters.
MAX_WORD = 1_000
VOWELS = frozenset("aiu")
CONSONANTS = "bcdfhjklmnrstwz"

# Soft hyphen, zero-width space and joiners, word joiner, byte order mark, marks of direction: what
# copying from pages and PDFs leaves in a word without anybody seeing it.
INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u2060\ufeff"
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
# Ayn and hamza are written with any of these or left out: "Ra's", "Ras".
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘‛`´′ʹʻʼʽʾʿ\u0640\u0621" + INVISIBLE))
# Letters that Unicode does not decompose, and Arabic letter forms of one letter.
_LETTER_FORMS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
    | {"ə": "e", "ŋ": "n", "ɗ": "d", "ɓ": "b", "ƙ": "k"}
    | {"ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ٱ": "ا"}
)
_DOT_IN_ACRONYM = re.compile(r"(?<![^\W_])([^\W_])\.(?=[^\W_](?![^\W_]))")
# French d' and l' are words of their own: "wilaya d'Illizi"; but not "L'viv".
_ELISION = re.compile(r"\b([dlDL])['’](?=[aehiouyAEHIOUYàâäæéèêëîïôöœùûüÀÂÄÆÉÈÊËÎÏÔÖŒÙÛÜ])")
_HAMZA_BEFORE_LAM = re.compile(r"\b[إأ](?=ل)")
_DOUBLED = re.compile(r"([a-z])\1+")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


# Texts say the same words over and over: of 60 news articles' foldings 85 % are repeated.
@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """Return the name in lower case without accents, its words separated by single spaces.

    Punctuation and hyphens become spaces; apostrophes, tatweel, INVISIBLE characters and the dots
    of acronyms vanish ("M'Sila" -> "msila", "U.S." -> "us"), but French d' and l' stay words
    ("cote d ivoire").
    Arabic loses its vowel marks, and forms of alif, ya, kaf and taa marbuta become one letter each.
    Articles stay ("al kufrah"). Folding twice is folding once; a name without letters or digits
    folds to "".
    """
    if name.isascii() and name.isalnum():  # most words of a text, and of our lists
        return name.lower()
    text = _ELISION.sub(r"\1 ", name).translate(_APOSTROPHES)
    if not text.isascii():
        text = _without_marks(text)
    text = _DOT_IN_ACRONYM.sub(r"\1", text.casefold())
    return _NOT_ALPHANUMERIC.sub(" ", text).strip()


def key(name: str) -> str:
    """Return the transliteration key of the name; names with one key may be one place.

    The key holds the consonants of all words, each as one of CONSONANTS, doubled letters once,
    without articles, after "a" when the name begins with a vowel. A name of fewer than
    MIN_CONSONANTS consonants keeps its vowels (a, i, u), so that short names agree only when their
    vowels do. "" when a letter is neither Latin nor Arabic: such names match exactly or not at all.
    """
    return key_of_sounds(sounds(name))


def key_of_sounds(spoken: str) -> str:
    """Return the key of a name that sounds so."""
    consonants = "".join(letter for letter in spoken if letter not in VOWELS)
    if len(consonants) < MIN_CONSONANTS:
        return spoken
    return ("a" if spoken[0] in VOWELS else "") + consonants


def sounds(name: str) -> str:
    """Return the name in the letters of CONSONANTS and VOWELS: what `key` reads, vowels kept.

    Comparable across scripts ("Djanet" and its Arabic form give "janit" and "jant"). "" when a
    letter is neither Latin nor Arabic.
    """
    # Folding takes the hamza, and then "Illizi" in Arabic would seem to begin with an article.
    return sounds_of_folded(fold(_HAMZA_BEFORE_LAM.sub(_spelt_hamza, name)))


def sounds_of_folded(folded: str) -> str:
    """Return `sounds` of a name that is folded already; its hamza, if it had one, is gone."""
    words = folded.split()
    spelt = [_sounds_of(word) for word in _without_articles(words)]
    return "" if None in spelt else "".join(filter(None, spelt))


def without_generic(folded: str) -> tuple[str, str] | None:
    """Return the folded name without its generic word, and the feature class that word tells.

    "illizi province", "wilaya of illizi" and "wilaya d illizi" give ("illizi", "A"), "benghazi
    city" gives ("benghazi", "P"). None when no generic word stands at either end, or nothing else.
    The words stand in data/generic_words.csv.
    """
    generic = _generic_words()
    match = generic.pattern.fullmatch(folded)
    if match is None:
        return None
    words = match["before"] or match["after"]
    return match["first"] or match["last"], generic.classes[words]


def generic_class(folded: str, *, position: str) -> str:
    """Return the feature class that a generic word tells "before" or "after" a name, else ""."""
    return _generic_words().classes_at.get((folded, position), "")


def is_generic(folded: str) -> bool:
    """True when the folded name is a generic word and nothing else ("province", "city")."""
    return folded in _generic_words().classes


def is_arabic(name: str) -> bool:
    """True when the name begins in Arabic script."""
    return "\u0620" <= name[:1] <= "\u06ff"


def arabic_stems(folded: str) -> tuple[str, ...]:
    """Return what the folded Arabic name may be without particles joined to its first word.

    wa-, fa-, bi-, li-, ka- and one more of them; the article stays, and comes back where li- has
    swallowed its alif ("lil-jazair").
    """
    first, space, rest = folded.partition(" ")
    stems, swallowed = [], []
    stem = first
    for _ in range(2):
        if stem[:1] in _ARABIC_PARTICLES and len(stem) > MIN_ARABIC_STEM:
            # li + al is written lil; li + al-l... drops one of three lams
            if stem.startswith("لل"):
                swallowed += ["ال" + stem[2:], "ال" + stem[1:]]
            stem = stem[1:]
            stems.append(stem)
    return tuple(dict.fromkeys(stem + space + rest for stem in (*stems, *swallowed)))


def _without_marks(text: str) -> str:
    if len(text) > MAX_WORD:
        # normalising sorts the marks on a letter, in a time that grows with the square of them
        text = "".join(char for char in text if not unicodedata.combining(char))
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(char for char in decomposed if not unicodedata.combining(char))
    return kept.translate(_APOSTROPHES).translate(_LETTER_FORMS)


def _without_articles(words: list[str]) -> list[str]:
    rules = _romanisation()
    kept = (
        words
        if len(words) < 2
        else [
            word
            for word, following in zip_longest(words, words[1:], fillvalue="")
            if not (following and is_article(word, following))
        ]
    )
    return [_without_prefix(word, rules.article_prefixes) for word in kept]


def is_article(word: str, following: str) -> bool:
    """True for a romanised Arabic article before the word, both folded: "al", "el", "ash"."""
    rules = _romanisation()
    if word in rules.articles:
        return True
    # "an Nuqat" has an article, "An Giang" has none: it is assimilated to the next word's letter.
    return word in rules.assimilated_articles and following.startswith(word[1:])


def _without_prefix(word: str, prefixes: tuple[str, ...]) -> str:
    for prefix in prefixes:
        if word.startswith(prefix) and len(word) >= len(prefix) + 2:
            return word.removeprefix(prefix)
    return word


def _spelt_hamza(match: re.Match[str]) -> str:
    return "ي" if match.group() == "إ" else "ع"


# Names share most of their words (san, bir, ain), so a word's sounds are kept.
@lru_cache(maxsize=50_000)
def _sounds_of(word: str) -> str | None:
    rules = _romanisation()
    if rules.foreign.search(word):
        return None
    spelt = rules.pattern.sub(rules.replace, word)
    once = _DOUBLED.sub(r"\1", spelt)
    return once.removesuffix("h") if len(once) > 1 else once


@dataclass(frozen=True, slots=True)
class _Romanisation:
    pattern: re.Pattern[str]
    replace: Callable[[re.Match[str]], str]
    foreign: re.Pattern[str]
    articles: frozenset[str]
    assimilated_articles: frozenset[str]
    article_prefixes: tuple[str, ...]


@cache
def _romanisation() -> _Romanisation:
    rows = rows_of(ROMANISATION_FILE.name)
    letters = [row for row in rows if row["kind"] == "letters"]
    articles = [row for row in rows if row["kind"] == "article"]
    keys = MappingProxyType({(row["position"], row["spelling"]): row["key"] for row in letters})
    alphabet = "".join(sorted({char for row in letters for char in row["spelling"]}))
    return _Romanisation(
        pattern=_letters_pattern([row for row in letters if not _stands_for_itself(row)]),
        replace=lambda match: keys[(match.lastgroup or "any", match.group())],
        foreign=re.compile(rf"[^{alphabet}0-9]"),
        articles=_spellings(articles, "any"),
        assimilated_articles=_spellings(articles, "assimilated"),
        article_prefixes=tuple(sorted(_spellings(articles, "prefix"))),
    )


def _stands_for_itself(row: Mapping[str, str]) -> bool:
    """Most letters do, and need no replacing."""
    return row["position"] == "any" and row["key"] == row["spelling"]


def _letters_pattern(letters: list[dict[str, str]]) -> re.Pattern[str]:
    """One alternative per position, the longest spelling first, so that "sh" goes before "s"."""

    def group(position: str) -> str:
        spellings = sorted(_spellings(letters, position), key=_longest)
        return f"(?P<{position}>{'|'.join(spellings)})"

    return re.compile(rf"\b{group('start')}|{group('end')}\b|{group('any')}")


def _spellings(rows: list[dict[str, str]], position: str) -> frozenset[str]:
    return frozenset(row["spelling"] for row in rows if row["position"] == position)


@dataclass(frozen=True, slots=True)
class _GenericWords:
    pattern: re.Pattern[str]
    classes: Mapping[str, str]
    classes_at: Mapping[tuple[str, str], str]


@cache
def _generic_words() -> _GenericWords:
    rows = rows_of(GENERIC_WORDS_FILE.name)
    before, after = (
        "|".join(
            sorted((row["words"] for row in rows if row["position"] == position), key=_longest)
        )
        for position in ("before", "after")
    )
    pattern = rf"(?P<before>{before}) (?P<last>.+)|(?P<first>.+) (?P<after>{after})"
    classes = {row["words"]: row["feature_class"] for row in rows}
    classes_at = {(row["words"], row["position"]): row["feature_class"] for row in rows}
    return _GenericWords(
        re.compile(pattern), MappingProxyType(classes), MappingProxyType(classes_at)
    )


def _longest(text: str) -> tuple[int, str]:
    """Order alternatives so that "wilaya of" is tried before "wilaya"."""
    return (-len(text), text)


def rows_of(file_name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of the data folder. Raises DataFileError."""
    path = DATA_FOLDER / file_name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, ValueError, csv.Error) as error:
        message = f"{file_name} can't be read: {error}; restore it from the repository"
        raise DataFileError(message) from error
