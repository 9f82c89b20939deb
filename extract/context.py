"""What the judging of names reads from a text: its words' classes, gaps, runs and persons.

A run is a stretch of capitalised words that belong together ("General Boualem Madi", "Aleppo
University"). Arabic has no capitals and no runs; its words are judged by their neighbours alone.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from extract.actor_lexicon import demonym_country
from extract.lexicon import word_classes
from extract.phrases import word_forms
from extract.text import Token
from geodata.gazetteer import Candidate, Gazetteer
from geodata.names import INVISIBLE

_JOINS = frozenset(["", "-", "'", "’"])
_ENDS = frozenset(".!?;:؟…\n")
_SPACES = str.maketrans({"\u00a0": " ", **dict.fromkeys(INVISIBLE)})
_LEFT_OUT_OF_RUNS = frozenset(["the", "in", "on", "at", "from", "a", "an", "le", "la", "les", "l"])
# A surname is looked for in the runs of a text; it is never one of these.
_NO_SURNAME = frozenset(["name_particle", "title", "common_word"])
MIN_SURNAME = 3
# As many as `Gazetteer.exact` gives: there are 30 Marion Counties.
MAX_NAMESAKES = 50
_GIVEN = frozenset(["given_name", "listed_given"])
_OF_PERSONS = frozenset(
    ["given_name", "listed_given", "common_surname", "name_particle", "compass", "prefix_head"]
)
_BEHIND_PARTICLES = frozenset(
    ["place_noun", "area_noun", "title", "given_name", "listed_given", "prefix_head", "locative"]
)


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised tokens first to last that belong together."""

    first: int
    last: int


class Context:
    """One text as the judge sees it. Made once for a text, only read afterwards.

    `blocked` are the tokens that no place's name may hold: those within an actor's name.
    """

    def __init__(
        self, text: str, tokens: Sequence[Token], blocked: Collection[int], gazetteer: Gazetteer
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.blocked = blocked
        self.gazetteer = gazetteer
        self.words = [token.folded for token in tokens]
        self.capital = [token.is_capital for token in tokens]
        self.gaps = _gaps(text, tokens)
        self.classes = [_classes(word) for word in self.words]
        self.runs = _runs(self)
        self._candidates: dict[str, tuple[Candidate, ...]] = {}
        self._likely: dict[str, tuple[Candidate, ...]] = {}

    def name(self, first: int, last: int) -> str:
        """Return the folded words of the tokens first to last."""
        return " ".join(self.words[first : last + 1])

    def joins(self, index: int) -> bool:
        """True when the token follows on the one before as a name's words do, "St. Marc" too."""
        gap = self.gaps[index]
        return gap in _JOINS or (gap == "." and len(self.words[index - 1]) < 4)

    def ends_before(self, index: int) -> bool:
        """True when a sentence or line ends before the token, or the text begins with it."""
        if index <= 0 or index >= len(self.tokens):
            return True
        gap = self.gaps[index]
        return any(mark in _ENDS for mark in gap) and not (gap == "." and self._is_initial(index))

    def _is_initial(self, index: int) -> bool:
        before = self.tokens[index - 1].text
        return len(before) == 1 or "title" in self.classes[index - 1] or before in ("St", "Mt")

    def exact(self, name: str) -> tuple[Candidate, ...]:
        """Return the gazetteer's exact candidates of the name, each name asked once."""
        found = self._candidates.get(name)
        if found is None:
            found = self._candidates[name] = tuple(self.gazetteer.exact(name))
        return found

    def likely(self, name: str) -> tuple[Candidate, ...]:
        """Return the candidates of the name by any match, each name asked once."""
        found = self._likely.get(name)
        if found is None:
            found = self._likely[name] = tuple(self.gazetteer.find(name, limit=MAX_NAMESAKES))
        return found

    def code(self, index: int) -> str | None:
        """Return the country of the demonym that the token is ("" for "African"), or None."""
        return _demonym(self.words[index])

    def code_of(self, word: str) -> str | None:
        """Return the country of the folded word as a demonym, as `code` does."""
        return _demonym(word)

    def upper_line(self, index: int) -> bool:
        """True when the words beside the token are written in capitals too."""
        beside = [at for at in (index - 2, index - 1, index + 1, index + 2) if 0 <= at < len(self)]
        texts = [self.tokens[at].text for at in beside]
        return sum(text.isupper() and len(text) > 1 for text in texts) * 2 > len(texts)

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """The words that the text writes small somewhere."""
        pairs = zip(self.words, self.tokens, strict=True)
        return frozenset(word for word, token in pairs if token.text[0].islower())

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each word stands with a capital."""
        pairs = zip(self.words, self.capital, strict=True)
        return Counter(word for word, is_capital in pairs if is_capital)

    @cached_property
    def run_words(self) -> frozenset[str]:
        """The last words of longer runs: where an article says a person's whole name."""
        runs = {run for run in self.runs.values() if run.last > run.first}
        return frozenset(self.words[run.last] for run in runs)

    @cached_property
    def surnames(self) -> dict[str, str]:
        """The last words of what look like persons' names, with what shows it.

        "title" for a title before it, "given" for a given name, "initial" for an initial.
        """
        found: dict[str, str] = {}
        for run in set(self.runs.values()):
            for word, shown in _surnames_of(self, run):
                if found.get(word) != "title":
                    found[word] = shown
        return found


@lru_cache(maxsize=65_536)
def _classes(folded: str) -> frozenset[str]:
    """Return the classes of a word; an Arabic one is also what it is without its particles."""
    kinds = word_classes(folded)
    if folded[:1] < "\u0600":
        return kinds
    joined = (word_classes(form) & _BEHIND_PARTICLES for form in word_forms(folded)[1:])
    return kinds.union(*joined)


# What a word means as a demonym does not depend on the text.
@lru_cache(maxsize=32_768)
def _demonym(folded: str) -> str | None:
    return demonym_country(Token(0, 0, "", folded))


def _gaps(text: str, tokens: Sequence[Token]) -> list[str]:
    """Return what stands between each token and the one before, without spaces."""
    gaps = []
    end = 0
    for token in tokens:
        gap = text[end : token.start]
        gaps.append("" if gap == " " else gap.translate(_SPACES).strip(" \t\r"))
        end = token.end
    return gaps


def _runs(context: Context) -> dict[int, Run]:
    """Return the run of each Latin capitalised token."""
    runs: dict[int, Run] = {}
    tokens, index = context.tokens, 0
    while index < len(tokens):
        if not tokens[index].text[0].isupper():
            index += 1
            continue
        first = last = index
        while last + 1 < len(tokens) and _continues_run(context, last + 1):
            last += 1
        index = last + 1
        while not tokens[last].text[0].isupper():
            last -= 1
        first += context.words[first] in _LEFT_OUT_OF_RUNS and last > first
        runs.update(dict.fromkeys(range(first, last + 1), Run(first, last)))
    return runs


def _continues_run(context: Context, index: int) -> bool:
    gap = context.gaps[index]
    if gap not in _JOINS and not (gap == "." and context.ends_before(index) is False):
        return False
    if gap == "-" and _is_pair(context, index):
        return False
    is_capital = context.tokens[index].text[0].isupper()
    return is_capital or "name_particle" in context.classes[index]


def _is_pair(context: Context, index: int) -> bool:
    """True between two places' names: "the Gao-Kidal road"; not in "Jean-Paul", "Guinea-Bissau"."""
    names, gazetteer = context.words[index - 1 : index + 1], context.gazetteer
    if any(context.classes[at] & _OF_PERSONS for at in (index - 1, index)):
        return False
    return all(map(gazetteer.is_name, names)) and not gazetteer.starts_name(" ".join(names))


def _surnames_of(context: Context, run: Run) -> list[tuple[str, str]]:
    """Return the words of a person's name in the run and what shows that it is one."""
    classes, words = context.classes, context.words
    places = range(run.first, run.last + 1)
    titles = [at for at in places if "title" in classes[at]]
    start = titles[-1] + 1 if titles else run.first
    rest = range(start, run.last + 1)
    if not rest:
        return []
    if titles:
        shown = "title"
    elif len(rest) > 1 and classes[start] & _GIVEN:
        shown = "given"
    elif len(rest) > 2 and len(words[start + 1]) == 1:
        shown = "initial"
    else:
        return []
    if shown != "title" and context.gazetteer.is_name(context.name(start, run.last)):
        return []
    skipped = 0 if shown == "title" and len(rest) == 1 else 1
    return [
        (words[at], shown)
        for at in rest[skipped:]
        if len(words[at]) >= MIN_SURNAME and not classes[at] & _NO_SURNAME
    ]
