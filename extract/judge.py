"""Which candidate spans are places: a logistic judge, and the choice of spans that don't overlap.

The weights stand in lexicon/judge.csv; `python -m extract.build judge` fits them to the texts in
build/texts. A span is judged alone first and then once more with what was found of the same name
elsewhere in the article: a surname is a surname, a town a town, wherever it stands.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from extract.context import Context
from extract.features import Around, around, features, is_carried, match_features
from extract.lexicon import lexicon
from extract.spans import Origin, Span, find_spans
from geodata.fuzzy import likeness_countries
from geodata.gazetteer import Candidate

# A name is taken for a place from a little under even odds: what is missed can't be placed, what is
# too much may still be left unresolved.
LENIENCE = 0.25
# Of a name and a name within it the longer is mostly meant ("In Amenas").
LONGER = 0.25
# Misspelt names are looked for (2 to 15 ms each) only where a match may decide; from -1.5 on the
# judgements are the same.
PLAUSIBLE = -0.5
CLIP = 6.0
POOL_LEVELS = ((-2.0, "low"), (-0.5, "lowish"), (0.5, "even"), (2.0, "highish"))


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature counts when a span is judged alone, and with its article."""

    alone: Mapping[str, float]
    pooled: Mapping[str, float]


@dataclass(slots=True)
class Judged:
    """A span with its features, its candidates and its log-odds of being a place's name."""

    span: Span
    features: list[str]
    candidates: tuple[Candidate, ...]
    has_cue: bool
    logit: float = 0.0


@cache
def weights() -> Weights:
    """Return the fitted weights of lexicon/judge.csv."""
    rows = lexicon("judge")
    alone = {row["feature"]: float(row["alone"]) for row in rows if row["alone"]}
    pooled = {row["feature"]: float(row["pooled"]) for row in rows if row["pooled"]}
    return Weights(MappingProxyType(alone), MappingProxyType(pooled))


def judge(context: Context) -> list[Judged]:
    """Return the spans that are places' names, in order, never overlapping."""
    fitted = weights()
    judged = judged_alone(context, fitted.alone)
    pool(judged)
    for item in judged:
        item.logit = score(item.features, fitted.pooled) + LENIENCE
    heed_certain(context, judged)
    return best_of_overlapping([item for item in judged if item.logit > 0])


def heed_certain(context: Context, judged: Sequence[Judged]) -> None:
    """Set right what no weight knows: countries in a row, titles, names that begin with "In"."""
    for item in judged:
        if _is_title(context, item):
            item.logit = max(item.logit, TITLE)
    countries = [item for item in judged if _is_country(item)]
    ending = {item.span.last: item for item in countries}
    for item in countries:
        first = item.span.first
        if first - 1 in ending and context.gaps[first] == "-":  # "the Algeria-Libya border"
            item.logit = ending[first - 1].logit = CLIP
    named = {(item.span.first, item.span.last): item for item in judged if item.candidates}
    for (first, last), item in named.items():
        rest = named.get((first + 1, last))
        if rest and context.words[first] == "in" and _same_country(item, rest):
            item.logit, rest.logit = max(item.logit, rest.logit), -CLIP  # "In Amenas is quiet"


# A name of our region that stands by itself at the head of a text is mostly a place's.
TITLE = 1.0
_AFTER_TITLE = frozenset([":", "(", ",", ".", "-", "–", "—"])


def _is_title(context: Context, item: Judged) -> bool:
    """Return whether a text begins with the name as its place: "Djibo: some 200 women walked"."""
    first, last = item.span.first, item.span.last
    if first or last + 1 >= len(context) or context.gaps[last + 1][:1] not in _AFTER_TITLE:
        return False
    if any(context.classes[at] & _NO_TITLE for at in range(last + 1)):
        return False
    return any(_is_town_of_region(candidate) for candidate in item.candidates)


_NO_TITLE = frozenset(["common_word", "given_name", "listed_given", "title", "dictionary_word"])


def _is_town_of_region(candidate: Candidate) -> bool:
    place = candidate.place
    is_exact = candidate.match == "exact" and place.country_code in likeness_countries()
    return is_exact and place.feature_class in "PST"


def _is_country(item: Judged) -> bool:
    return bool(item.candidates) and item.candidates[0].place.feature_code.startswith("PCL")


def _same_country(one: Judged, other: Judged) -> bool:
    return one.candidates[0].place.country_code == other.candidates[0].place.country_code


def judged_alone(context: Context, alone: Mapping[str, float] | None) -> list[Judged]:
    """Return all candidate spans, each judged by itself; None judges nothing and asks for all.

    Without weights every unknown span's match is looked up, as the fitting of the weights needs.
    """
    spans = find_spans(context)
    evidence = around(context, spans)
    cued_ends: set[int] = set()
    judged = []
    for span in spans:
        carried = is_carried(context, span, cued_ends)
        found = features(context, span, evidence, carried=carried)
        has_cue = "cue:some" in found
        if has_cue:
            cued_ends.add(span.last)
        item = Judged(span, found, (), has_cue)
        _match(item, context, evidence, alone)
        if alone is not None:
            item.logit = score(item.features, alone)
        judged.append(item)
    return judged


def _match(
    item: Judged, context: Context, evidence: Around, alone: Mapping[str, float] | None
) -> None:
    span = item.span
    candidates = context.exact(span.name)
    if not candidates and span.origin is not Origin.KNOWN:
        may_decide = alone is None or score(item.features, alone) > PLAUSIBLE
        candidates = context.likely(span.name) if may_decide else ()
    item.candidates = candidates
    item.features += match_features(span, item.features, candidates, evidence)


def score(names: Iterable[str], fitted: Mapping[str, float]) -> float:
    """Return the log-odds that features with these weights make."""
    return fitted.get("bias", 0.0) + sum(fitted.get(name, 0.0) for name in names)


def probability(logit: float) -> float:
    """Return the probability that the log-odds say."""
    return 1 / (1 + math.exp(-max(min(logit, 30.0), -30.0)))


def pool(judged: Sequence[Judged]) -> None:
    """Add to each span what the article's other spans of the same name were judged, and itself."""
    by_name: defaultdict[str, list[float]] = defaultdict(list)
    for item in judged:
        by_name[item.span.name].append(max(min(item.logit, CLIP), -CLIP))
    # summed up once a name, not once a mention
    of_name = {name: (len(logits), sum(logits), max(logits)) for name, logits in by_name.items()}
    for item in judged:
        own = max(min(item.logit, CLIP), -CLIP)
        count, total, best = of_name[item.span.name]
        if count == 1:
            item.features.append("pool:single")
            continue
        mean = (total - own) / (count - 1)
        item.features.append(f"pool:{_level(mean)}")
        item.features.append(f"pool:{_level(mean)}+{'cue' if item.has_cue else 'bare'}")
        item.features.append(f"pool_best:{_level(best)}+{'cue' if item.has_cue else 'bare'}")


def _level(logit: float) -> str:
    for limit, name in POOL_LEVELS:
        if logit < limit:
            return name
    return "high"


def best_of_overlapping(judged: Sequence[Judged]) -> list[Judged]:
    """Return those spans that together have the highest log-odds, a little more for length."""
    ordered = sorted(judged, key=lambda item: item.span.last)
    ends = [item.span.last for item in ordered]
    best: list[float] = [0.0]
    taken: list[bool] = []
    before: list[int] = []
    for number, item in enumerate(ordered):
        free = number
        while free > 0 and ends[free - 1] >= item.span.first:
            free -= 1
        gain = best[free] + item.logit + LONGER * (item.span.last - item.span.first)
        taken.append(gain > best[number])
        before.append(free)
        best.append(max(gain, best[number]))
    chosen = []
    number = len(ordered)
    while number > 0:
        if taken[number - 1]:
            chosen.append(ordered[number - 1])
            number = before[number - 1]
        else:
            number -= 1
    return chosen[::-1]
