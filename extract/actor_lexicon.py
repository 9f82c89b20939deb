"""The word lists of actors as tables: named ones, words for unnamed ones, demonyms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from extract.lexicon import lexicon, words
from extract.phrases import PhraseTable, word_forms
from extract.text import Token
from geodata.codes import ActorType


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorEntry:
    """One row of actors.csv or one post of people.csv; "" in the dates means open.

    `acronyms` are aliases that are words in small letters ("FACT") and count in capitals only.
    """

    name: str
    actor_type: str
    kind: str
    country_code: str | None
    acts_for: str | None
    valid_from: str
    valid_to: str
    is_official: bool
    acronyms: tuple[str, ...]

    def is_valid_on(self, day: date | None) -> bool:
        """Return whether the actor bore the name on the day; always for an unknown day."""
        if day is None:
            return True
        begun = not self.valid_from or self.valid_from <= day.isoformat()[: len(self.valid_from)]
        ended = self.valid_to and self.valid_to < day.isoformat()[: len(self.valid_to)]
        return begun and not ended


_OFFICIAL_KINDS = frozenset({"government", "ministry", "leader", "parliament"})


@cache
def named_actors() -> PhraseTable[ActorEntry]:
    """Return names and aliases of actors and office-holders."""
    return PhraseTable(_named_phrases())


def _named_phrases() -> Iterator[tuple[str, ActorEntry]]:
    for row in lexicon("actors"):
        entry = _entry(row, row["kind"], row.get("acts_for") or None)
        for alias in (row["name"], *words(row, "aliases")):
            yield alias, entry
    for row in lexicon("people"):
        entry = _person_entry(row)
        for alias in (row["name"], *words(row, "aliases")):
            yield alias, entry


def _entry(row: Mapping[str, str], kind: str, acts_for: str | None) -> ActorEntry:
    return ActorEntry(
        name=row["name"],
        actor_type=row["actor_type"],
        kind=kind,
        country_code=row["country_code"] or None,
        acts_for=acts_for,
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        is_official=kind in _OFFICIAL_KINDS or row["actor_type"] == ActorType.STATE_FORCES,
        acronyms=_acronyms(row),
    )


def _acronyms(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(alias for alias in words(row, "aliases") if alias.isupper() and " " not in alias)


def _person_entry(row: Mapping[str, str]) -> ActorEntry:
    stands_for = row["stands_for"] or None
    actor_type = (actor_type_of(stands_for) if stands_for else None) or ActorType.OTHER
    country = _country_of(stands_for) if stands_for else None
    return ActorEntry(
        name=row["name"],
        actor_type=actor_type,
        kind="leader",
        country_code=country,
        acts_for=stands_for,
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        is_official=True,
        acronyms=(),
    )


@cache
def actors_by_pattern() -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Return the lexicon's own row of "Military Forces of ..." and the like for each country."""
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    for row in lexicon("actors"):
        pattern, of, _ = row["name"].rpartition(" of ")
        if of and row["country_code"]:
            found.setdefault((pattern + of, row["country_code"]), row)
    return MappingProxyType(found)


@cache
def _actor_rows() -> Mapping[str, Mapping[str, str]]:
    return {row["name"]: row for row in lexicon("actors")}


def actor_type_of(name: str) -> str | None:
    """Return the type of a canonical actor; None for a name that the list lacks."""
    row = _actor_rows().get(name)
    return row["actor_type"] if row else None


def actor_row(name: str) -> Mapping[str, str] | None:
    """Return the lexicon's row of a canonical actor; None for a name that the list lacks."""
    return _actor_rows().get(name)


def _country_of(name: str) -> str | None:
    row = _actor_rows().get(name)
    return (row["country_code"] or None) if row else None


@cache
def generic_actors() -> PhraseTable[Mapping[str, str]]:
    """Return the words for actors nobody names ("gunmen"), each with its row."""
    return PhraseTable((row["word"], row) for row in lexicon("generic_actors"))


@cache
def peoples() -> PhraseTable[str]:
    """Return the names of peoples and tribes, in their spellings, with the one that names them."""
    return PhraseTable(
        (alias, row["name"])
        for row in lexicon("peoples")
        for alias in (row["name"], *words(row, "aliases"))
    )


@cache
def demonyms() -> PhraseTable[str]:
    """Return the demonyms with their country codes, "" for a region's."""
    return PhraseTable((row["word"], row["country_code"]) for row in lexicon("demonyms"))


def demonym_country(token: Token) -> str | None:
    """Return the country code of a demonym ("" for "African"), None for any other word."""
    for form in word_forms(token.folded):
        codes = demonyms().get(form)
        if codes:
            return codes[0]
    return None
