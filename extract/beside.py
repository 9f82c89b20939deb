"""What the words before, behind and round a candidate span say of it, as names of features."""

from collections.abc import Collection, Iterator

from extract.context import Context
from extract.spans import HEADS, Span

_LEFT_CLASSES = ("locative", "place_noun", "place_verb", "title", "determiner", "compass", "month")
_RUN_CLASSES = ("title", "given_name", "listed_given", "compass", "prefix_head", "month")
_AFTER_CLASSES = ("organisation_head", "common_surname", "surname", *HEADS)


def left_features(context: Context, span: Span) -> Iterator[str]:
    """Yield what stands before the span."""
    at = span.first - 1
    if context.ends_before(span.first):
        yield "left:start"
        return
    gap = context.gaps[span.first]
    if gap:
        yield f"left:mark{_mark(gap)}"
        if gap == "," and context.capital[at]:
            yield "left:comma_capital"
        if not set(gap) <= set("\"“'‘«("):
            return
    if context.words[at] in ("the", "la", "le", "l", "les") and at > 0 and not context.gaps[at]:
        yield "left:the"
        at -= 1
        if context.ends_before(at + 1):
            yield "left:the_start"
            return
    yield from _left_word(context, at)


def _left_word(context: Context, at: int) -> Iterator[str]:
    word, classes = context.words[at], context.classes[at]
    found = False
    for name in _LEFT_CLASSES:
        if name in classes:
            found = True
            yield f"left:{name}"
    if classes & {"locative", "common_word", "determiner"}:
        yield f"left={word}"
    if word in ("of", "de", "d", "du") and at > 0:
        yield from _left_of(context, at - 1)
    elif not found:
        is_capital = context.tokens[at].text[0].isupper()
        code = context.code(at)
        yield "left:demonym" if code else "left:capital" if is_capital else "left:lower"
        if word.isdigit():
            yield "left:number"


def _left_of(context: Context, at: int) -> Iterator[str]:
    """Read the noun before "of": "the town of", "the University of", "Mohamed of"."""
    classes = context.classes[at]
    is_capital = context.tokens[at].text[0].isupper()
    if "place_noun" in classes and not is_capital:
        yield "left:noun_of"
    elif "head_house" in classes or "organisation_head" in classes:
        yield f"left:body_of+{is_capital}"
    elif "title" in classes:
        yield "left:title_of"
    else:
        yield "left:capital_of" if is_capital else "left:other_of"


def _mark(gap: str) -> str:
    return gap[0] if gap[0] in ",(\"“-—–/'’&$#@%" else "other"


def right_features(context: Context, span: Span, regions: Collection[int]) -> Iterator[str]:
    """Yield what stands behind the span."""
    at = span.last + 1
    text = context.text
    if text[span.end : span.end + 2].lower() in ("'s", "’s"):
        yield "right:possessive"
        return
    if context.ends_before(at):
        yield "right:end"
        return
    if context.gaps[at]:
        yield from _right_of_mark(context, at, regions)
    elif not context.tokens[at].text[0].isupper():
        word, classes = context.words[at], context.classes[at]
        for name in ("speech", "place_noun", "person_noun", "organisation_head", "head_site"):
            if name in classes:
                yield f"right:{name}"
        if "common_word" in classes or "locative" in classes:
            yield f"right={word}"
        elif word.endswith("ed"):
            yield "right:ed"
        else:
            yield "right:lower"


def _right_of_mark(context: Context, at: int, regions: Collection[int]) -> Iterator[str]:
    gap = context.gaps[at]
    yield f"right:mark{_mark(gap)}"
    if gap == "," and at in regions:
        yield "right:comma_region"
    elif gap == "," and context.tokens[at].text.isdigit():
        yield "right:comma_number"
    elif gap == "," and context.capital[at]:
        yield "right:comma_capital"
    if gap == "(" and "dateline" in context.classes[at]:
        yield "right:agency"


def run_features(context: Context, span: Span) -> Iterator[str]:
    """Yield what stands in the span's run before and behind it; nothing when it is the run."""
    run = context.runs.get(span.first)
    if run is None:
        return
    if run.first < span.first:
        yield "run:before"
        yield from _run_word(context, span.first - 1, "before")
        if span.first - 1 > run.first and "title" in context.classes[span.first - 2]:
            yield "run:before2_title"
    if span.last < run.last:
        yield "run:after"
        yield from _run_word(context, span.last + 1, "after")
        classes = context.classes[run.last]
        if classes & {"organisation_head", "head_house"}:
            yield "run:ends_body"


def _run_word(context: Context, at: int, side: str) -> Iterator[str]:
    classes = context.classes[at]
    found = False
    for name in (*_RUN_CLASSES, *_AFTER_CLASSES):
        if name in classes:
            found = True
            yield f"run:{side}_{name}"
    if len(context.words[at]) == 1:
        yield f"run:{side}_initial"
    elif context.code(at) is not None:
        yield f"run:{side}_demonym"
    elif not found:
        is_common = classes & {"common_word", "dictionary_word"}
        yield f"run:{side}_{'common' if is_common else 'other'}"
    if context.gaps[max(at, at + (side == "before"))] == "-":
        yield f"run:{side}_hyphen"
