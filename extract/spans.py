"""The candidate spans of a text: every stretch of words that may be the name of a place.

They overlap on purpose; the judge weighs them against each other. Known ones are names of the
gazetteer; compound ones lean on a head ("Granville County", "North London", "Lake Erie"); unknown
ones are capitalised runs, and in Arabic the word behind a cue.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from extract.context import Context
from extract.lexicon import word_classes
from extract.phrases import word_forms
from extract.text import Token

MAX_NAME_TOKENS = 7
MAX_COMPOUND_TOKENS = 6
MAX_UNKNOWN_TOKENS = 4
MAX_ENDS = 3
# The word as it stands, and without one or two particles.
MAX_PARTICLE_FORMS = 3
HEADS = ("head_nature", "head_area", "head_street", "head_site", "head_house")
# Words that stand before a name and belong to no unknown one.
_LEADING = frozenset(["title", "month", "common_word", "determiner"])
_OF = frozenset(["of", "de", "du", "des", "d"])


class Origin(StrEnum):
    """Why a stretch of words is a candidate."""

    KNOWN = "known"
    COMPOUND = "compound"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens first to last, text[start:end]; `name` is the folded name to ask the gazetteer for.

    `end` may lie behind the last token, on the dot of an abbreviation ("Ky.").
    """

    first: int
    last: int
    start: int
    end: int
    name: str
    origin: Origin


def find_spans(context: Context) -> tuple[Span, ...]:
    """Return the candidate spans by start, longer ones first; no two have the same words."""
    found: dict[tuple[int, int], Span] = {}
    for index, is_capital in enumerate(context.capital):
        if not is_capital or index in context.blocked:
            continue
        known = list(_known_at(context, index))
        for span in (*known, *_compounds_at(context, index), *_unknown_at(context, index)):
            if not any(at in context.blocked for at in range(span.first, span.last + 1)):
                found.setdefault((span.start, span.end), span)
    return tuple(sorted(found.values(), key=lambda span: (span.first, -span.last, span.start)))


def _known_at(context: Context, index: int) -> Iterator[Span]:
    """Yield the gazetteer's names that begin at the token, the longest of them."""
    for first_form in word_forms(context.words[index]):
        ends = list(_name_ends(context, index, first_form))
        for last, name in ends[-MAX_ENDS:]:
            # "bil-hijara", with stones: an ordinary word with its preposition and article
            is_bare = last == index and first_form != context.words[index]
            if is_bare and "common_word" in word_classes(first_form):
                continue
            yield _span(context, index, last, name, Origin.KNOWN)


def _name_ends(context: Context, index: int, first_form: str) -> Iterator[tuple[int, str]]:
    gazetteer, name = context.gazetteer, first_form
    for last in range(index, min(index + MAX_NAME_TOKENS, len(context.words))):
        if last > index:
            if not context.joins(last):
                return
            name = f"{name} {context.words[last]}"
        if gazetteer.is_name(name) and _ends_as_name(context, index, last):
            yield last, name
        if not gazetteer.starts_name(name):
            return


def _ends_as_name(context: Context, first: int, last: int) -> bool:
    # "In Mali" is a village too; but its words stand in a sentence as "In" + "Mali".
    return last == first or context.capital[last] or context.tokens[last].text.isdigit()


def _compounds_at(context: Context, index: int) -> Iterator[Span]:
    """Yield the runs from the token to a head, and from a compass word or head to a name."""
    run = context.runs.get(index)
    if run is None:
        return
    stop = min(run.last, index + MAX_COMPOUND_TOKENS - 1)
    for last in range(index + 1, stop + 1):
        if any(head in context.classes[last] for head in HEADS):
            yield _compound(context, index, last)
    classes = context.classes[index]
    if "compass" in classes or "prefix_head" in classes:
        for last in range(index + 1, min(run.last, index + 3) + 1):
            yield _compound(context, index, last)
    if "prefix_head" in classes or "head_nature" in classes:
        yield from _head_of_name(context, index)


def _head_of_name(context: Context, index: int) -> Iterator[Span]:
    """Yield "Gulf of Sidra" and the like."""
    name = index + 2
    if name not in context.runs or context.words[index + 1] not in _OF:
        return
    if not context.gaps[index + 1] and not context.gaps[name]:
        yield _compound(context, index, min(context.runs[name].last, name + 2))


def _compound(context: Context, first: int, last: int) -> Span:
    return _span(context, first, last, context.name(first, last), Origin.COMPOUND)


def _unknown_at(context: Context, index: int) -> Iterator[Span]:
    """Yield the run that begins at the token, whole and without the heads at its end."""
    if context.tokens[index].text[0] >= "\u0600":
        yield from _arabic_at(context, index)
        return
    run = context.runs.get(index)
    if run is None or not _begins_unknown(context, index, run.first):
        return
    last = min(run.last, index + MAX_UNKNOWN_TOKENS - 1)
    if len(context.tokens[index].text) > 1:
        yield _span(context, index, last, context.name(index, last), Origin.UNKNOWN)
        while last > index and any(head in context.classes[last] for head in HEADS):
            last -= 1
            yield _span(context, index, last, context.name(index, last), Origin.UNKNOWN)


def _begins_unknown(context: Context, index: int, run_first: int) -> bool:
    """True at the start of a run, behind its titles and common words too."""
    if index == run_first:
        return not (context.classes[index] & _LEADING)
    before = context.classes[index - 1]
    return bool(before & _LEADING) and not (context.classes[index] & _LEADING)


def _arabic_at(context: Context, index: int) -> Iterator[Span]:
    """Yield the word behind a place noun or a locative ("مدينة", "قرب"), alone and with the next.

    A word such as "وادي" or "جبل" begins a name by itself, of two words or three.
    """
    classes = context.classes[index]
    for form in word_forms(context.words[index])[:MAX_PARTICLE_FORMS]:
        if "prefix_head" in word_classes(form):
            yield from _arabic_names(context, index, form, Origin.COMPOUND)
    if index == 0 or context.gaps[index] or classes & {"common_word", "locative"}:
        return
    if context.classes[index - 1] & {"place_noun", "locative"}:
        yield _span(context, index, index, context.words[index], Origin.UNKNOWN)
        yield from _arabic_names(context, index, context.words[index], Origin.UNKNOWN)


def _arabic_names(context: Context, index: int, form: str, origin: Origin) -> Iterator[Span]:
    """Yield the word with the one behind it, and with two where the first of these is a prefix."""
    name, last = form, index + 1
    while last < len(context) and not context.gaps[last]:
        if {"common_word", "locative", "speech"} & context.classes[last]:
            return
        name = f"{name} {context.words[last]}"
        yield _span(context, index, last, name, origin)
        if last > index + 1 or "prefix_head" not in context.classes[last]:
            return
        last += 1


def _span(context: Context, first: int, last: int, name: str, origin: Origin) -> Span:
    start, end = context.tokens[first].start, context.tokens[last].end
    letters = _particles(context.tokens[first], name)
    if letters:
        start += _behind_letters(context.tokens[first].text, letters)
    end += is_dotted(context, last, name)
    return Span(first, last, start, end, name, origin)


def _particles(token: Token, name: str) -> int:
    """Return how many of an Arabic token's letters are particles: "وغات" has one."""
    folded, form = token.folded, name.partition(" ")[0]
    if folded[:1] < "\u0600" or form == folded:
        return 0
    ends = (cut for cut in (1, 2) if folded[cut:] in (form, f"ال{form}"))
    return next(ends, 1 if folded.startswith("لل") else 0)


def _behind_letters(word: str, count: int) -> int:
    """Return where the letter behind so many stands; vowel marks and invisible ones are none."""
    letters = [at for at, char in enumerate(word) if char.isalpha()]
    return letters[min(count, len(letters) - 1)]  # a ligature is one letter here


def is_dotted(context: Context, last: int, name: str) -> bool:
    """True for an abbreviation with its dot: "Ky.", "Alta."; in capitals the dots are inside."""
    text = context.tokens[last].text
    return (
        text[0].isascii()
        and not text.isupper()
        and len(text) <= 5
        and context.text[context.tokens[last].end : context.tokens[last].end + 1] == "."
        and context.gazetteer.is_acronym(name)
    )
