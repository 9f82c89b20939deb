"""The rules of the trigger lexicon by the words that they begin with.

A row of `lexicon/triggers.csv` names words for an act, what must stand near them (`needs`) and must
not (`unless`), and which sides their subject and object are. "{weapons}" in such a pattern stands
for a class of `lexicon/word_classes.csv`; after "object:" it must stand where the verb's object
does, after "agent:" where the one who does it does.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from extract.inflection import forms
from extract.lexicon import cue_words, lexicon, words
from extract.phrases import word_forms
from extract.text import Token, tokens_of
from geodata.codes import TALK, BorderActivity
from geodata.errors import DataFileError
from geodata.names import is_arabic
from geodata.taxonomy import activity_codes

# Acts that are no border activity: protests and riots stand between talk and force.
UNRANKED = 60
# Where a rule's `needs` must stand; anywhere near without one of these.
OBJECT, AGENT = "object", "agent"
# Stands in a word class for the name of any place.
PLACE = "⌂"
MAX_INSERTED = 4
# What Arabic writes as one with the word behind it: wa-, fa-, bi-, li-, ka- and the article.
JOINED = {"ar": r"[وف]?(?:لل|[بلك]?(?:ال)?)"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the trigger lexicon, compiled."""

    activity: BorderActivity | None
    kind: str
    needs: re.Pattern[str] | None
    needs_as: str
    unless: re.Pattern[str] | None
    subject: str
    object: str
    event_type: str | None
    sub_event_type: str | None

    @property
    def rank(self) -> int:
        """How violent the act is."""
        return activity_codes()[self.activity].violence_rank if self.activity else UNRANKED

    @property
    def is_talk(self) -> bool:
        """True for statements, meetings and visits."""
        return self.activity in TALK


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that begin with a known one, and the rules that they belong to.

    `is_bare` marks the verb forms that may as well be nouns: "attack", "fighting", "attaque".
    `is_finite` marks Arabic ones that are no nouns: no article or preposition is joined to them.
    """

    rest: tuple[str, ...]
    rule: Rule
    is_bare: bool
    is_finite: bool = False


def phrases_at(tokens: Sequence[Token], index: int, language: str) -> Iterator[tuple[Phrase, int]]:
    """Yield the lexicon's phrases that begin at the token, each with its last token's index."""
    table = _phrases(language)
    for word in dict.fromkeys(_spellings(tokens[index])):
        for phrase in table.get(word, ()):
            if phrase.is_finite and _NOMINAL.match(tokens[index].folded.removesuffix(word)):
                continue
            last = _end_of(phrase.rest, tokens, index, language)
            if last is not None:
                yield phrase, last


def _end_of(rest: Sequence[str], tokens: Sequence[Token], index: int, language: str) -> int | None:
    """Return the index of the last of the words that follow the token; None without them.

    French puts a day or an adverb between them: "ont ouvert lundi soir le feu".
    """
    at = index + 1
    for want in rest:
        limit = min(at + (MAX_INSERTED if language == "fr" else 0), len(tokens) - 1)
        while at < limit and want not in _spellings(tokens[at]) and _is_inserted(tokens[at]):
            at += 1
        if at >= len(tokens) or want not in _spellings(tokens[at]):
            return None
        at += 1
    return at - 1


def _is_inserted(token: Token) -> bool:
    return token.folded.isdigit() or token.folded in cue_words("inserted")


def _spellings(token: Token) -> tuple[str, ...]:
    """Return the word as the lexicon may have it: small, in Arabic without its particles."""
    if is_arabic(token.folded):
        return word_forms(token.folded)
    return (token.text.casefold().replace("’", "'"),)


@cache
def _phrases(language: str) -> Mapping[str, tuple[Phrase, ...]]:
    table: dict[str, list[Phrase]] = {}
    for row in lexicon("triggers"):
        if row["language"] == language:
            rule = _rule(row)
            for first, phrase in _phrases_of(row, rule):
                table.setdefault(first, []).append(phrase)
    return MappingProxyType({first: tuple(phrases) for first, phrases in table.items()})


def _phrases_of(row: Mapping[str, str], rule: Rule) -> Iterator[tuple[str, Phrase]]:
    language, kind = row["language"], row["kind"]
    for marked in words(row, "words"):
        for number, written in enumerate(forms(marked, language=language, kind=kind)):
            first, *rest = (_spellings(token)[0] for token in tokens_of(written))
            # "attack" and "attacks" are the first two forms of a marked verb
            is_marked = language != "ar" and kind == "verb" and "~" in marked and not rest
            is_bare = is_marked and (language == "fr" or number < 2 or first.endswith("ing"))
            is_finite = _is_finite(written, language) and kind == "verb" and number > 0
            yield first, Phrase(tuple(rest), rule, is_bare, is_finite)


def _is_finite(written: str, language: str) -> bool:
    """Return whether a derived form is no verbal noun with its object ("killing them")."""
    return language == "ar" and not written.partition(" ")[0].endswith(("ه", "ها", "هم"))


# The prepositions and the article that Arabic joins to nouns: "in Tardi" is no "she kills".
_NOMINAL = re.compile(r"[وف]?(?:[بك]|[بكل]?ال|لل)")


def _rule(row: Mapping[str, str]) -> Rule:
    needs_as, mark, needs = row["needs"].partition(":")
    if not mark or needs_as not in (OBJECT, AGENT):
        needs_as, needs = "", row["needs"]
    return Rule(
        activity=BorderActivity(row["activity"]) if row["activity"] else None,
        kind=row["kind"],
        needs=_compiled(needs, row["language"]),
        needs_as=needs_as,
        unless=_compiled(row["unless"], row["language"]),
        subject=row["subject"],
        object=row["object"],
        event_type=row["event_type"] or None,
        sub_event_type=row["sub_event_type"] or None,
    )


def _compiled(pattern: str, language: str) -> re.Pattern[str] | None:
    if not pattern:
        return None
    words = f"{JOINED.get(language, '')}(?:{with_classes(pattern, language)})"
    return re.compile(rf"(?<![\w-])(?:{words})(?!\w)", re.IGNORECASE)


@cache
def word_class(name: str, language: str) -> re.Pattern[str] | None:
    """Return a pattern of the class's words, None where the language has none."""
    known = (language, name) in _classes()
    return _compiled(f"{{{name}}}", language) if known else None


def with_classes(pattern: str, language: str) -> str:
    """Return the pattern with "{class}" replaced by the class's words.

    Raises DataFileError for a class that word_classes.csv does not hold for the language.
    """

    def words_of(match: re.Match[str]) -> str:
        try:
            return f"(?:{_classes()[language, match[1]]})"
        except KeyError as error:
            message = f"word_classes.csv has no {match[1]!r} for {language!r}; add the row"
            raise DataFileError(message) from error

    return re.sub(r"\{([a-z_]+)\}", words_of, pattern)


@cache
def _classes() -> Mapping[tuple[str, str], str]:
    return {(row["language"], row["name"]): row["words"] for row in lexicon("word_classes")}
