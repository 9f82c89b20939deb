"""What speaks for and against a candidate span, as the names of binary features.

Each is "group:value"; the judge's weights (lexicon/judge.csv) say what it counts. They are read
from the name itself, from the words beside it, from its run and from the whole article.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.beside import left_features, right_features, run_features
from extract.context import Context
from extract.phrases import word_forms
from extract.spans import HEADS, Origin, Span, is_dotted
from geodata.gazetteer import Candidate

SIZES = ((0, "none"), (1_000, "tiny"), (5_000, "village"), (15_000, "town"), (100_000, "city"))
LARGE_CITY = 1_000_000
SHORT_NAME = 3
_NAME_CLASSES = ("common_word", "month", "title", "dictionary_word", "given_name", "listed_given")
_NAME_CLASSES_LATER = ("common_surname", "surname", "organisation_head", "dateline", "compass")
_REGIONS = ("PCL", "ADM1")

# What counts otherwise for a country's name ("the U.S. Agriculture Secretary") than for a town's.
_WITH_KIND = frozenset(
    (
        *("run:before", "run:after", "run:ends_body", "left:the", "left:start", "left:capital_of"),
        *("right:possessive", "right:lower", "right:speech", "left:body_of+True"),
        *("name:listed_given", "name:surname", "name:common_surname", "name:dictionary_word"),
        *("run:before_other", "run:after_other", "run:before_compass", "article:lower"),
        "person:in_runs",
    )
)


@dataclass(frozen=True, slots=True)
class Around:
    """What the other spans of the text say: countries spoken of, where regions begin, how often.

    `covered` are the spans (start, end) with a longer known or compound span over them.
    """

    countries: frozenset[str]
    regions: frozenset[int]
    known_at: frozenset[int]
    covered: dict[tuple[int, int], str]


def around(context: Context, spans: Sequence[Span]) -> Around:
    """Return what the spans say about each other."""
    countries = {code for word in context.counts if (code := context.code_of(word))}
    regions: set[int] = set()
    known: set[int] = set()
    for span in spans:
        if span.origin is not Origin.KNOWN:
            continue
        known.update((span.first, span.last))
        best = context.exact(span.name)
        code = best[0].place.feature_code if best else ""
        if code.startswith(_REGIONS):
            regions.add(span.first)
        if code.startswith("PCL") and len(span.name) > SHORT_NAME:
            countries.add(best[0].place.country_code)
    return Around(frozenset(countries), frozenset(regions), frozenset(known), _covered(spans))


def _covered(spans: Sequence[Span]) -> dict[tuple[int, int], str]:
    covered: dict[tuple[int, int], str] = {}
    open_spans: list[Span] = []
    for span in spans:  # by start, longer ones first
        open_spans = [other for other in open_spans if other.last >= span.first]
        # An Arabic word without its particle lies within the word, but not the word within it.
        over = [o.origin for o in open_spans if o.end >= span.end and o.origin != Origin.UNKNOWN]
        if over:
            covered[span.start, span.end] = "known" if Origin.KNOWN in over else "compound"
        open_spans.append(span)
    return covered


def features(context: Context, span: Span, evidence: Around, *, carried: bool) -> list[str]:
    """Return the names of what is true of the span, without what its match in the gazetteer says.

    `carried` when it stands behind "and" or a comma after a span that a cue shows to be a place.
    """
    found = [f"origin:{span.origin}", f"script:{'latin' if _is_latin(span) else 'arabic'}"]
    found += _of_name(context, span)
    left = list(left_features(context, span))
    right = list(right_features(context, span, evidence.regions))
    run = list(run_features(context, span))
    person = list(_person(context, span))
    found += left + right + run + person
    if carried:
        found.append("list:carried")
    over = evidence.covered.get((span.start, span.end))
    if over:
        found.append(f"inside:{over}")
    found += _article(context, span)
    if span.first in evidence.regions and context.gaps[span.first] == ",":
        found.append("left:comma_before_region")
    is_cued = carried or any(f.startswith(_CUES) for f in left + right)
    found.append("cue:some" if is_cued else "cue:none")
    if not run:
        found.append(f"run:whole+{'cue' if is_cued else 'bare'}")
    return found


_CUES = ("left:locative", "left:place_noun", "left:noun_of", "left:place_verb", "right:place_noun")


def match_features(
    span: Span, found_so_far: Sequence[str], candidates: Sequence[Candidate], evidence: Around
) -> list[str]:
    """Return what the gazetteer's candidates say of the span, in view of its other features."""
    has_cue = "cue:some" in found_so_far
    beside = [name for name in found_so_far if name in _WITH_KIND]
    if not candidates:
        return ["match:none", f"match:none+{span.origin}", f"match:none+{_cue(has_cue)}"]
    best = candidates[0]
    kind = _kind(best)
    if best.match != "exact":
        likeness = "high" if best.score >= (0.85 if best.match == "key" else 0.66) else "low"
        words = "many" if " " in span.name else "one"
        return [
            f"match:{best.match}",
            f"match:{best.match}+{likeness}+{words}",
            f"match:{best.match}+{_cue(has_cue)}",
            f"match:{best.match}+{'home' if _is_home(candidates, evidence) else 'away'}",
        ]
    size = _size(max(candidate.place.population for candidate in candidates))
    home = "home" if _is_home(candidates, evidence) else "away"
    one = "one" if " " not in span.name else "many"
    found = [
        f"kind:{kind}",
        f"size:{size}",
        f"size:{size}+{_cue(has_cue)}+{one}",
        f"home:{home}+{size}",
        f"home:{home}+{_cue(has_cue)}",
        f"namesakes:{min(len(candidates).bit_length(), 5)}",
        f"main:{best.score >= 1}+{one}",
    ]
    leaning = "country" if kind == "country" else "region" if kind == "ADM1" else size
    found += [f"{side}+{leaning}" for side in beside]
    if kind == "country":
        found.append(f"kind:country+{one}")
    return found


def _cue(has_cue: bool) -> str:  # noqa: FBT001 - a value, not a switch
    return "cue" if has_cue else "bare"


def _is_home(candidates: Sequence[Candidate], evidence: Around) -> bool:
    return any(candidate.place.country_code in evidence.countries for candidate in candidates)


def _kind(candidate: Candidate) -> str:
    code, source = candidate.place.feature_code, candidate.place.source
    if code.startswith("PCL"):
        return "country"
    if code in {"CONT", "RGN", "ADM1", "PPLC", "AIRP", "OCN", "SEA"}:
        return code
    if source == "borderwatch":
        return "regional"
    return candidate.place.feature_class or "none"


def _size(population: int) -> str:
    for limit, name in SIZES:
        if population <= limit:
            return name
    return "large" if population < LARGE_CITY else "metropolis"


def _is_latin(span: Span) -> bool:
    return span.name[:1] < "\u0600"


def _of_name(context: Context, span: Span) -> Iterator[str]:
    """Yield what the name's own words say: length, case, what else they mean."""
    first, last = span.first, span.last
    tokens = context.tokens[first : last + 1]
    count = last - first + 1
    yield f"tokens:{min(count, 4)}+{span.origin}"
    if _is_latin(span):
        if all(token.text.isupper() and len(token.text) > 1 for token in tokens):
            yield from _of_capitals(context, span, count)
        elif any(char.isupper() for char in tokens[0].text[1:]):
            yield "case:inner"
    if is_dotted(context, last, span.name):
        yield "name:dotted"
    elif count == 1 and len(tokens[0].text) <= SHORT_NAME:
        yield "name:short"
    if span.start > tokens[0].start:
        particle = context.text[tokens[0].start]
        yield f"name:particle={particle}"
        yield f"name:particle+{span.origin}"
    elif not _is_latin(span) and context.words[first].partition(" ")[0] != span.name.split()[0]:
        yield "name:article"
    classes = context.classes[first]
    if count == 1:
        for name in (*_NAME_CLASSES, *_NAME_CLASSES_LATER):
            if name in classes:
                yield f"name:{name}"
        if context.code(first) is not None:
            yield "name:demonym"
    else:
        yield from _of_words(context, span)


def _of_capitals(context: Context, span: Span, count: int) -> Iterator[str]:
    run = context.runs.get(span.first)
    line = context.upper_line(span.first)
    is_acronym = context.gazetteer.is_acronym(span.name)
    kind = "acronym" if is_acronym else "long" if len(span.name) > 4 else "short"
    yield f"case:upper+{kind}+{'line' if line else 'text'}"
    if count == 1 and run and run.first == run.last:
        yield f"case:upper+{kind}+alone"


def _of_words(context: Context, span: Span) -> Iterator[str]:
    """Yield what the first and last words of a longer name are."""
    first, last = context.classes[span.first], context.classes[span.last]
    for head in HEADS:
        if head in last:
            yield f"head:{head}"
            yield f"head:{head}+{span.origin}"
    if "head_house" in last or "head_site" in last or "head_area" in last:
        yield f"head={context.words[span.last]}"
    for name in ("prefix_head", "compass", "title", "given_name", "listed_given", "common_word"):
        if name in first:
            yield f"first:{name}+{span.origin}"
    for name in ("common_surname", "surname", "organisation_head", "given_name", "common_word"):
        if name in last:
            yield f"last:{name}+{span.origin}"
    if first & {"given_name", "listed_given"} and last & {"surname", "common_surname"}:
        yield "name:full_name"
    if context.code(span.first) is not None:
        yield "first:demonym"


def _person(context: Context, span: Span) -> Iterator[str]:
    """Yield what shows that the span is a person's name, here or elsewhere in the article."""
    shown = context.surnames.get(context.words[span.last])
    if shown:
        yield f"person:{shown}"
        yield f"person:{shown}+{'one' if span.first == span.last else 'many'}"
    if span.first == span.last and context.words[span.first] in context.run_words:
        yield "person:in_runs"


def _article(context: Context, span: Span) -> Iterator[str]:
    count = context.counts[context.words[span.first]]
    yield f"article:count{min(count.bit_length(), 3)}"
    word = context.words[span.first]
    if span.first == span.last and word in context.lower_words:
        yield "article:lower"


def is_carried(context: Context, span: Span, cued_ends: set[int]) -> bool:
    """True when the span stands behind "and" or a comma after a span with a cue."""
    at = span.first
    if at < 2 or context.ends_before(at):
        return False
    if context.gaps[at] in (",", "،"):
        return at - 1 in cued_ends
    if context.gaps[at]:
        return False
    joined = context.words[at - 1] in ("and", "et", "or", "ou", "و")
    if joined:
        return context.gaps[at - 1] in ("", ",") and at - 2 in cued_ends
    has_waw = context.words[at].startswith("و") and len(word_forms(context.words[at])) > 1
    return has_waw and at - 1 in cued_ends
