"""Makes the long word lists of the lexicon from pinned packages: persons' names, common words."""

import csv
import re
from collections.abc import Iterable, Iterator
from importlib import import_module, metadata, resources
from pathlib import Path

from extract.build.texts import read_texts
from extract.text import tokens_of
from geodata.gazetteer import Gazetteer
from geodata.names import fold

# The languages of the news we read, by the locales of Faker that list their people's names.
LOCALES = (
    *("ar_AA", "ar_DZ", "ar_PS", "ar_SA", "cs_CZ", "da_DK", "de_DE", "en_IN", "en_KE", "en_NG"),
    *("en_PK", "es_ES", "es_MX", "fi_FI", "fr_CA", "fr_DZ", "fr_FR", "ha_NG", "hu_HU", "id_ID"),
    *("it_IT", "nl_NL", "no_NO", "pl_PL", "pt_BR", "pt_PT", "ro_RO", "sv_SE", "sw", "tr_TR"),
    "yo_NG",
)
CENSUS_FILES = {"dist.female.first": 1_500, "dist.male.first": 1_000, "dist.all.last": 6_000}
COMMON_SURNAMES = 1_000
# "ale" and "pari" are words; "Ales" and "Paris" are hardly ever theirs.
MIN_STEM = 4
_ONE_WORD = re.compile(r"[a-z\u0620-\u064a]{3,}")


def build(folder: Path) -> list[Path]:
    """Write person_names.csv, dictionary_words.csv and small_words.csv; return their paths.

    Needs the packages names, Faker and english-words of requirements-dev.txt.
    """
    people, words = folder / "person_names.csv", folder / "dictionary_words.csv"
    small, gazetteer = folder / "small_words.csv", Gazetteer.open()
    _write(people, ("name", "kind", "source"), _people())
    _write(words, ("word", "source"), _dictionary_words(gazetteer))
    _write(small, ("word", "language", "source"), _small_words(gazetteer))
    return [people, words, small]


def _people() -> Iterator[tuple[str, str, str]]:
    """Yield each name once a kind, the census first: its ranks tell more."""
    seen: set[tuple[str, str]] = set()
    for name, kind, source in (*_census(), *_faker()):
        folded = fold(name)
        if _ONE_WORD.fullmatch(folded) and (folded, kind[:5]) not in seen:
            seen.add((folded, kind[:5]))
            yield folded, kind, source


def _census() -> Iterator[tuple[str, str, str]]:
    source = "US Census 1990"
    for file, limit in CENSUS_FILES.items():
        lines = resources.files("names").joinpath(file).read_text(encoding="utf-8").splitlines()
        for rank, line in enumerate(lines[:limit]):
            given = "listed_given"
            surname = "common_surname" if rank < COMMON_SURNAMES else "surname"
            yield line.split()[0], surname if file.endswith("last") else given, source


def _faker() -> Iterator[tuple[str, str, str]]:
    source = f"Faker {metadata.version('faker')}"
    for locale in LOCALES:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for attribute in sorted(vars(provider)):
            kind = "listed_given" if attribute.startswith("first_name") else "surname"
            values = getattr(provider, attribute)
            if attribute.startswith(("first_name", "last_name")) and not callable(values):
                yield from ((name, kind, source) for name in sorted(values))


def _dictionary_words(gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    """Yield the words of Webster's second edition that are names in the gazetteer too."""
    english_words = import_module("english_words")
    listed = english_words.get_english_words_set(["web2"])
    source = "Webster 1934 (web2)"
    words = (word for word in sorted(listed) if word.isascii() and word.islower())
    yield from ((word, source) for word in words if word.isalpha() and gazetteer.is_name(word))


def _small_words(gazetteer: Gazetteer) -> Iterator[tuple[str, str, str]]:
    """Yield the words that running text writes small and that are names in the gazetteer too."""
    seen: set[tuple[str, str]] = set()
    for word, language, source in (*_marked_texts(), *_lorem(), *_inflected()):
        if word.isalpha() and (word, language) not in seen and gazetteer.is_name(word):
            seen.add((word, language))
            yield word, language, source


def _marked_texts() -> Iterator[tuple[str, str, str]]:
    for text in read_texts():
        small = {token.folded for token in tokens_of(text.text) if token.text[0].islower()}
        yield from ((word, text.language, "our marked texts") for word in sorted(small))


def _lorem() -> Iterator[tuple[str, str, str]]:
    source = f"Faker {metadata.version('faker')}"
    for language, locale in (("en", "en_US"), ("fr", "fr_FR")):
        provider = import_module(f"faker.providers.lorem.{locale}").Provider
        yield from ((fold(word), language, source) for word in provider.word_list)


def _inflected() -> Iterator[tuple[str, str, str]]:
    """Yield plurals and verbal forms, which a dictionary leaves out ("warns", "ousted")."""
    listed = import_module("english_words").get_english_words_set(["web2"])
    for word in sorted(listed):
        if word.isascii() and word.islower() and len(word) > MIN_STEM:
            stem = word.removesuffix("e")
            for form in (f"{word}s", f"{word}es", f"{stem}ed", f"{stem}ing"):
                yield form, "en", "inflected from Webster 1934 (web2)"


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)
