"""Text -> mentions of places, by looking names up and judging them from their neighbours.

The gazetteer leads: what it knows, and what looks like a name, are candidate spans (`spans`). The
judge (`judge`) decides from what stands around them; demonyms come from their word list.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extract.actor_lexicon import demonym_country
from extract.actor_mentions import ActorMention
from extract.actors import find_actors
from extract.context import MAX_NAMESAKES, Context
from extract.judge import Judged, judge, probability
from extract.lexicon import cue_words, lexicon
from extract.text import Token, tokens_of
from geodata.gazetteer import Candidate, Gazetteer
from geodata.model import MentionKind
from geodata.names import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A mention of a place before it is resolved: tokens first to last, text[start:end].

    `candidates` are the gazetteer's, best first; () for a name it does not know.
    `has_cue` when the words around say that it is a place, `is_area` that it is a province or the
    like. `country_code` is a demonym's. `probability` is the judge's that this is a place's name.
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
    probability: float = 1.0


def find_mentions(
    text: str, tokens: Sequence[Token], actors: Sequence[ActorMention], gazetteer: Gazetteer
) -> tuple[Mention, ...]:
    """Return the mentions of places and demonyms in order, never overlapping.

    Names of actors are left out, but for the demonyms in them ("Algerian army").
    """
    context = Context(text, tokens, _tokens_within(tokens, actors), gazetteer)
    places = [_place(context, item) for item in judge(context)]
    taken = {at for mention in places for at in range(mention.first, mention.last + 1)}
    mentions = (*places, *_demonyms(context, taken))
    return tuple(sorted(mentions, key=lambda mention: mention.start))


def context_of(text: str, gazetteer: Gazetteer) -> Context:
    """Return the context in which a text's names are judged."""
    tokens = tokens_of(text)
    return Context(text, tokens, _tokens_within(tokens, find_actors(text, tokens, None)), gazetteer)


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


def _place(context: Context, item: Judged) -> Mention:
    span = item.span
    return Mention(
        first=span.first,
        last=span.last,
        start=span.start,
        end=span.end,
        text=context.text[span.start : span.end],
        kind=MentionKind.PLACE,
        candidates=item.candidates,
        has_cue=item.has_cue,
        is_area=_is_area(context, span.first, span.last),
        probability=round(probability(item.logit), 3),
    )


def _is_area(context: Context, first: int, last: int) -> bool:
    """Read "the provinces of Illizi and Tamanrasset", "Illizi province"."""
    areas = cue_words("area_noun")
    if last + 1 < len(context) and context.words[last + 1] in areas:
        return True
    before = _words_before(context, first, 5)
    named = any(
        word in areas and following in ("of", "de", "d") for word, following in pairwise(before)
    )
    return named or (bool(before) and before[-1] in areas)


def _words_before(context: Context, index: int, count: int) -> list[str]:
    """Return up to `count` words before the token, within its sentence."""
    at = index
    while at > 0 and index - at < count and not context.ends_before(at):
        at -= 1
    return context.words[at:index]


def _demonyms(context: Context, taken: Collection[int]) -> Iterator[Mention]:
    """Yield the demonyms, in actors' names too, and those that French writes small."""
    for index, token in enumerate(context.tokens):
        code = context.code(index) if index not in taken else None
        if code is not None and (context.capital[index] or token.text in _small_demonyms()):
            yield Mention(
                first=index,
                last=index,
                start=token.start,
                end=token.end,
                text=context.text[token.start : token.end],
                kind=MentionKind.DEMONYM,
                country_code=code or None,
            )


def _is_country(candidates: Sequence[Candidate]) -> bool:
    return any(c.match == "exact" and c.place.feature_code.startswith("PCL") for c in candidates)


def _tokens_within(tokens: Sequence[Token], actors: Sequence[ActorMention]) -> frozenset[int]:
    """Return the tokens in actors' own names; generic actors ("troops") block nothing."""
    inside: set[int] = set()
    position = 0
    for actor in actors:
        if actor.kind == "generic":
            continue
        while position < len(tokens) and tokens[position].end <= actor.start:
            position += 1
        index = position
        while index < len(tokens) and tokens[index].start < actor.end:
            inside.add(index)
            index += 1
    return frozenset(inside)


@cache
def _small_demonyms() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon("demonyms") if row["word"].islower())
