"""Longest match of many phrases over a text's tokens."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from extract.text import Token, tokens_of
from geodata.names import MIN_ARABIC_STEM, arabic_stems, is_arabic

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """Tokens first to last (inclusive) are a phrase with these payloads."""

    first: int
    last: int
    payloads: tuple[T, ...]


class PhraseTable(Generic[T]):
    """Phrases by their folded words; a phrase may carry several payloads.

    Built once from a word list and only read afterwards.
    """

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        table: dict[str, list[T]] = {}
        longest: dict[str, int] = {}
        for phrase, payload in phrases:
            folded = _as_in_text(phrase)
            if not folded:
                continue
            table.setdefault(folded, []).append(payload)
            first, *rest = folded.split()
            longest[first] = max(longest.get(first, 1), len(rest) + 1)
        self._table = {phrase: tuple(payloads) for phrase, payloads in table.items()}
        self._longest = longest

    def get(self, phrase: str) -> tuple[T, ...]:
        """Return the payloads of exactly this phrase; () when it is unknown."""
        return self._table.get(_as_in_text(phrase), ())

    def matches(self, tokens: Sequence[Token]) -> Iterator[Match[T]]:
        """Yield the longest phrase at each token, left to right, never overlapping."""
        index = 0
        while index < len(tokens):
            match = self.match_at(tokens, index)
            if match:
                yield match
            index = match.last + 1 if match else index + 1

    def match_at(self, tokens: Sequence[Token], index: int) -> Match[T] | None:
        """Return the longest phrase that begins at the token, or None."""
        folded = tokens[index].folded
        if folded not in self._longest and folded.isascii():
            return None  # most words begin no phrase
        for first_word in word_forms(folded):
            limit = self._longest.get(first_word.partition(" ")[0])
            if limit is None:
                continue
            for last in range(min(index + limit, len(tokens)) - 1, index - 1, -1):
                rest = [token.folded for token in tokens[index + 1 : last + 1]]
                payloads = self._table.get(" ".join([first_word, *rest]))
                if payloads:
                    return Match(index, last, payloads)
        return None


# A text's words are looked up one by one, and most of them are repeated.
@lru_cache(maxsize=65_536)
def _as_in_text(phrase: str) -> str:
    # by tokens, for a text's tokens lose what fold keeps: "People's" is "people", "G5" is "g 5"
    return " ".join(filter(None, (token.folded for token in tokens_of(phrase))))


@lru_cache(maxsize=65_536)
def word_forms(folded: str) -> tuple[str, ...]:
    """Return the word, and an Arabic one also without the particles and article joined to it."""
    if not is_arabic(folded):
        return (folded,)
    forms = [folded, *arabic_stems(folded)]
    forms += [form[2:] for form in forms if form.startswith("ال") and len(form) > MIN_ARABIC_STEM]
    return tuple(dict.fromkeys(forms))
