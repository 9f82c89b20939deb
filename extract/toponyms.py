"""Text -> mentions of places, by looking names up and judging them from their neighbours.

The gazetteer leads: a capitalised run of words that it knows is a candidate. What stands around it
decides: titles and given names make persons, heads such as "Brigade" make organisations, words
such as "near" or "town of" make places, also of names that the gazetteer does not know exactly.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extract.actor_lexicon import demonym_country
from extract.actors import ActorMention
from extract.lexicon import cue_words, lexicon
from extract.phrases import word_forms
from extract.text import Token
from geodata.gazetteer import Candidate, Gazetteer
from geodata.model import MentionKind
from geodata.names import fold

MAX_NAME_TOKENS = 7
MAX_UNKNOWN_TOKENS = 4
# As many as `Gazetteer.exact` gives: there are 30 Marion Counties.
MAX_NAMESAKES = 50
# Names this short are mostly initials and syllables; they need a locative before them.
SHORT_NAME = 3
# A word alone, without a cue, is a place when the best of that name, or any, is this large.
KNOWN_POPULATION, LARGE_POPULATION = 15_000, 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A mention of a place before it is resolved: tokens first to last, text[start:end].

    `candidates` are the gazetteer's, best first; () for a name it does not know.
    `has_cue` when the words around say that it is a place, `is_area` that it is a province or the
    like. `country_code` is a demonym's.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    kind: MentionKind
    candidates: tuple[Candidate, ...] = ()
    has_cue: bool = False
    is_area: bool = False
    country_code: str | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    """Capitalised tokens first to last that belong together: a name and what leans on it."""

    first: int
    last: int


def find_mentions(
    text: str, tokens: Sequence[Token], actors: Sequence[ActorMention], gazetteer: Gazetteer
) -> tuple[Mention, ...]:
    """Return the mentions of places and demonyms in order, never overlapping.

    Names of actors are left out, but for the demonyms in them ("Algerian army").
    """
    reader = _Reader(text, tokens, actors, gazetteer)
    return tuple(reader.mentions())


def mentions_at(
    text: str,
    tokens: Sequence[Token],
    spans: Sequence[tuple[int, int]],
    gazetteer: Gazetteer,
) -> tuple[Mention, ...]:
    """Return a mention for each span, in the order given, whatever stands there.

    Raises ValueError for a span that is empty or reaches outside of the text.
    """
    starts = [token.start for token in tokens]
    found = []
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span {[start, end]!r} is outside of the text (0 to {len(text)})")
        code = demonym_country(Token(start, end, text[start:end], fold(text[start:end])))
        candidates = tuple(gazetteer.find(text[start:end], limit=MAX_NAMESAKES))
        is_demonym = code is not None and not _is_country(candidates)
        first = max(bisect_right(starts, start) - 1, 0)
        found.append(
            Mention(
                first=first,
                last=first,
                start=start,
                end=end,
                text=text[start:end],
                kind=MentionKind.DEMONYM if is_demonym else MentionKind.PLACE,
                candidates=candidates,
                has_cue=True,
                country_code=(code or None) if is_demonym else None,
            )
        )
    return tuple(found)


class _Reader:
    """One pass over one text; holds what the rules ask of it."""

    def __init__(
        self,
        text: str,
        tokens: Sequence[Token],
        actors: Sequence[ActorMention],
        gazetteer: Gazetteer,
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.gazetteer = gazetteer
        self.in_actor = _tokens_within(tokens, [a for a in actors if a.kind != "generic"])
        self.lower_words = frozenset(t.folded for t in tokens if not t.is_capital)
        self.runs = _runs_by_token(text, tokens)
        self.surnames = self._surnames()

    def mentions(self) -> Iterator[Mention]:
        index = 0
        while index < len(self.tokens):
            mention = self._mention_at(index)
            if mention:
                yield mention
                index = mention.last + 1
            else:
                index += 1

    def _mention_at(self, index: int) -> Mention | None:
        token = self.tokens[index]
        if not token.is_capital or self.in_actor[index]:
            return self._bare_demonym(index)
        code = demonym_country(token)
        last = self._longest_name(index)
        if last == index and code and not _is_country(self.gazetteer.exact(token.text)):
            return self._demonym(index, code)  # villages are called Malian and Chadian too
        if last is not None and (last > index or not self._is_common(index)):
            candidates = self.gazetteer.exact(self._name(index, last))
            if self._is_place(index, last, candidates):
                return self._mention(index, last, candidates)
        if code is not None:
            return self._demonym(index, code)
        return self._unknown_at(index) if last is None else None

    def _bare_demonym(self, index: int) -> Mention | None:
        """Read the demonym in an actor's name, and those that French writes small."""
        token = self.tokens[index]
        code = demonym_country(token)
        is_written = token.is_capital or token.text in _small_demonyms()
        return self._demonym(index, code) if code and is_written else None

    def _longest_name(self, index: int) -> int | None:
        """Return the last token of the longest gazetteer name that begins at the token."""
        for first_form in word_forms(self.tokens[index].folded):
            name, found = first_form, None
            for last in range(index, min(index + MAX_NAME_TOKENS, len(self.tokens))):
                if last > index:
                    if not self._joins(last):
                        break
                    name = f"{name} {self.tokens[last].folded}"
                if self.gazetteer.is_name(name) and self._ends_as_name(index, last):
                    found = last
                if not self.gazetteer.starts_name(name):
                    break
            if found is not None:
                return found
        return None

    def _ends_as_name(self, first: int, last: int) -> bool:
        # "In Mali" is a village too; but its words stand in a sentence as "In" + "Mali".
        return last == first or self.tokens[last].is_capital or self.tokens[last].text.isdigit()

    def _joins(self, index: int) -> bool:
        gap = self.text[self.tokens[index - 1].end : self.tokens[index].start]
        return gap.strip("\u00a0 ") in ("", "-", "'", "’", ".") and "\n" not in gap and len(gap) < 4

    def _name(self, first: int, last: int) -> str:
        words = [token.folded for token in self.tokens[first : last + 1]]
        for form in word_forms(words[0]):
            name = " ".join([form, *words[1:]])
            if self.gazetteer.is_name(name):
                return name
        return " ".join(words)

    def _is_common(self, index: int) -> bool:
        token = self.tokens[index]
        is_acronym = len(token.text) > 1 and token.text.isupper() and token.text.isascii()
        return not is_acronym and token.folded in cue_words("common_word")

    def _is_place(self, first: int, last: int, candidates: Sequence[Candidate]) -> bool:
        """Judge a name that the gazetteer knows from case, neighbours and size."""
        if not candidates:
            return False
        best = candidates[0].place
        token = self.tokens[first]
        is_country = best.feature_code.startswith("PCL")
        if first == last and not is_country and self._is_person_word(first):
            return False
        is_short = first == last and len(token.text) <= SHORT_NAME and token.text.isascii()
        if is_short and (is_country or token.text.isupper() or not self._has_cue(first, last)):
            return is_country and token.text.isupper()
        if not self._run_allows(first, last, is_country=is_country):
            return False
        if self._has_cue(first, last) or is_country:
            return True
        if first == last and token.folded in self.lower_words and token.text.isascii():
            return False
        is_named_so = best.feature_class in "ATHL" or best.source != "geonames"
        is_known = best.population >= KNOWN_POPULATION or any(
            candidate.place.population >= LARGE_POPULATION for candidate in candidates
        )
        return is_named_so or is_known or last > first

    def _is_person_word(self, index: int) -> bool:
        token = self.tokens[index]
        if token.folded in self.surnames:
            return True
        following = self.tokens[index + 1].folded if index + 1 < len(self.tokens) else ""
        return following in cue_words("speech") and not self._has_cue(index, index)

    def _run_allows(self, first: int, last: int, *, is_country: bool) -> bool:
        """Judge the capitalised words that lean on the name in its run."""
        run = self.runs.get(first)
        if run is None:
            return True
        # the nearest words only: a run may be as long as the text
        before = [t.folded for t in self.tokens[max(run.first, first - 2) : first]]
        after = [self.tokens[at].folded for at in (last + 1, run.last) if last < run.last]
        if any(self._is_title(word) for word in before) and not is_country:
            return False
        if before and before[-1] in _given_names() and not is_country:
            return False
        if after:
            heads = cue_words("organisation_head")
            if after[-1] in heads or after[0] in heads:
                return False
            if self.tokens[first].folded in _given_names() and not is_country:
                return False
            known = (cue_words("facility_head"), cue_words("common_word"), cue_words("place_noun"))
            return is_country or any(after[0] in words for words in known)
        return True

    def _is_title(self, word: str) -> bool:
        return word in _titles()

    def _has_cue(self, first: int, last: int) -> bool:
        before = self._words_before(first, 3)
        if before and before[-1] == "the":
            before.pop()
        if before and (
            before[-1] in cue_words("locative") or before[-1] in cue_words("place_noun")
        ):
            return True
        if len(before) > 1 and before[-1] in ("of", "de") and before[-2] in cue_words("place_noun"):
            return True
        after = self.tokens[last + 1].folded if last + 1 < len(self.tokens) else ""
        return after in cue_words("place_noun") and self._joins(last + 1)

    def _unknown_at(self, index: int) -> Mention | None:
        """Return a mention of a name that stands where a place does, but is not known as spelt."""
        run = self.runs.get(index)
        if run is None or run.first != index or self._is_common(index):
            return None
        last = min(run.last, index + MAX_UNKNOWN_TOKENS - 1)
        while last > index and self._is_tail(last):
            last -= 1
        words = [t.folded for t in self.tokens[index : last + 1]]
        if not self._has_cue(index, last) or not self._can_be_name(words):
            return None
        candidates = self.gazetteer.find(
            self.text[self.tokens[index].start : self.tokens[last].end]
        )
        if not candidates and self.tokens[index].text.isupper():
            return None  # an acronym that stands after "in" is mostly a body, not a place
        return self._mention(index, last, candidates)

    def _is_tail(self, index: int) -> bool:
        word = self.tokens[index].folded
        return word in cue_words("facility_head") or word in cue_words("common_word")

    def _can_be_name(self, words: list[str]) -> bool:
        if any(word in self.surnames or word in _given_names() for word in words):
            return False
        heads = cue_words("organisation_head") | _titles()
        return (words[-1] not in heads and words[0] not in heads and len(words[0]) > 2) or len(
            words
        ) > 1

    def _mention(self, first: int, last: int, candidates: Sequence[Candidate]) -> Mention:
        start, end = self.tokens[first].start, self.tokens[last].end
        return Mention(
            first=first,
            last=last,
            start=start,
            end=end,
            text=self.text[start:end],
            kind=MentionKind.PLACE,
            candidates=tuple(candidates),
            has_cue=self._has_cue(first, last),
            is_area=self._has_area_cue(first, last),
        )

    def _words_before(self, index: int, count: int) -> list[str]:
        """Return up to `count` words before the token, within its sentence."""
        words: list[str] = []
        for position in range(index - 1, max(index - 1 - count, -1), -1):
            gap = self.text[self.tokens[position].end : self.tokens[position + 1].start]
            if any(mark in gap for mark in ".!?;\n؟"):
                break
            words.insert(0, self.tokens[position].folded)
        return words

    def _has_area_cue(self, first: int, last: int) -> bool:
        """Read "the provinces of Illizi and Tamanrasset", "Illizi province"."""
        after = self.tokens[last + 1].folded if last + 1 < len(self.tokens) else ""
        before = self._words_before(first, 5)
        named = any(
            word in cue_words("area_noun") and following in ("of", "de", "d")
            for word, following in pairwise(before)
        )
        return (
            named
            or after in cue_words("area_noun")
            or (before[-1:] or [""])[0] in cue_words("area_noun")
        )

    def _demonym(self, index: int, code: str) -> Mention:
        token = self.tokens[index]
        return Mention(
            first=index,
            last=index,
            start=token.start,
            end=token.end,
            text=token.text,
            kind=MentionKind.DEMONYM,
            country_code=code or None,
        )

    def _surnames(self) -> frozenset[str]:
        """Return the words of persons' names: runs that hold a title or a given name."""
        found: set[str] = set()
        for run in set(self.runs.values()):
            words = [t.folded for t in self.tokens[run.first : run.last + 1]]
            start = next((i + 1 for i in reversed(range(len(words))) if words[i] in _titles()), 0)
            start = max(start, 0)
            rest = words[start:]
            is_person = start > 0 or (len(rest) > 1 and rest[0] in _given_names())
            whole_is_place = self.gazetteer.is_name(" ".join(rest)) if rest else True
            if is_person and rest and (not whole_is_place or start > 0):
                found.update(w for w in rest if w not in cue_words("name_particle") and len(w) > 2)
        return frozenset(word for word in found if not self._is_country_word(word))

    def _is_country_word(self, word: str) -> bool:
        if not self.gazetteer.is_name(word):
            return False
        best = self.gazetteer.exact(word)
        return bool(best) and best[0].place.feature_code.startswith("PCL")


def _is_country(candidates: Sequence[Candidate]) -> bool:
    return any(c.match == "exact" and c.place.feature_code.startswith("PCL") for c in candidates)


def _tokens_within(tokens: Sequence[Token], spans: Sequence[ActorMention]) -> list[bool]:
    inside = [False] * len(tokens)
    position = 0
    for span in spans:
        while position < len(tokens) and tokens[position].end <= span.start:
            position += 1
        index = position
        while index < len(tokens) and tokens[index].start < span.end:
            inside[index] = True
            index += 1
    return inside


def _runs_by_token(text: str, tokens: Sequence[Token]) -> dict[int, _Run]:
    """Return the run of each Latin capitalised token; Arabic has no capitals and no runs."""
    runs: dict[int, _Run] = {}
    index = 0
    while index < len(tokens):
        if not _begins_run(tokens[index]):
            index += 1
            continue
        last = index
        while last + 1 < len(tokens) and _continues_run(text, tokens, last + 1):
            last += 1
        while last > index and not tokens[last].is_capital:
            last -= 1
        first = index + (
            tokens[index].folded in ("the", "in", "on", "at", "from", "a") and last > index
        )
        run = _Run(first, last)
        runs.update(dict.fromkeys(range(first, last + 1), run))
        index = last + 1
    return runs


def _begins_run(token: Token) -> bool:
    return token.text[0].isupper()


def _continues_run(text: str, tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    gap = text[tokens[index - 1].end : token.start]
    if gap.strip("\u00a0 ") not in ("", "-", "'", "’") or "\n" in gap:
        return False
    return token.text[0].isupper() or token.folded in cue_words("name_particle")


@cache
def _small_demonyms() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon("demonyms") if row["word"].islower())


@cache
def _given_names() -> frozenset[str]:
    return frozenset(fold(row["name"]) for row in lexicon("given_names"))


@cache
def _titles() -> frozenset[str]:
    return frozenset(word for row in lexicon("titles") for word in fold(row["title"]).split())
