"""Mentions + candidates -> toponyms: which of the places of that name is meant.

All names of an article are weighed together (`coherence`), those of a very long one in groups; the
probability of the best candidate is calibrated (`calibration`) into the score. A mention whose
score stays below the floor keeps `place=None`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from extract.actor_mentions import ActorMention
from extract.calibration import SCORE_FLOOR, score_of
from extract.coherence import probabilities
from extract.countries import name_of_country
from extract.lexicon import lexicon, words
from extract.names import Name, names_of
from extract.parts import groups_of
from extract.phrases import word_forms
from extract.plausible import plausible
from extract.ranking import Numbers
from extract.surroundings import is_behind_comma, state_of, surroundings_of
from extract.toponyms import Mention
from geodata.codes import ActorType
from geodata.fuzzy import likeness_countries
from geodata.gazetteer import Candidate, Gazetteer
from geodata.model import MentionKind, Place, Toponym
from geodata.names import fold

# The share of demonyms whose country is the marked one, in the marked texts.
DEMONYM_SCORE = 0.99
# "CA", "NSW": the longest postal codes of states.
MAX_STATE_CODE = 3

_Answer = tuple[Place | None, float]


def resolve(
    text: str,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    publisher: str | None = None,
    actors: Sequence[ActorMention] = (),
) -> tuple[Toponym, ...]:
    """Return one toponym a mention of the text, in order; unresolved ones have `place=None`.

    `publisher` is the code of the country in which the article was published, when known. The
    forces of states among the `actors` of the text speak for their countries, as demonyms do.
    """
    read = [
        *(_with_states(text, mention, gazetteer) for mention in mentions),
        *_spoken_for(actors),
    ]
    meant: dict[int, _Answer] = {}
    for group in groups_of([mention.start for mention in read]):
        answers = _answers(text, [read[at] for at in group], gazetteer, publisher)
        meant.update(zip(group, answers, strict=True))
    return tuple(_toponym(mention, *meant[at]) for at, mention in enumerate(mentions))


def _spoken_for(actors: Sequence[ActorMention]) -> Iterator[Mention]:
    """Yield a demonym for each named force of a state; other groups cross borders."""
    for actor in actors:
        is_force = actor.kind == "named" and actor.actor_type == ActorType.STATE_FORCES
        if is_force and actor.country_code:
            yield Mention(
                first=0,
                last=0,
                start=actor.start,
                end=actor.end,
                text=actor.text,
                kind=MentionKind.DEMONYM,
                country_code=actor.country_code,
            )


def _answers(
    text: str, mentions: Sequence[Mention], gazetteer: Gazetteer, publisher: str | None
) -> list[_Answer]:
    """Return the place and score of each mention, weighed against each other."""
    names = names_of(mentions, surroundings_of(text, mentions, gazetteer))
    meant: dict[int, _Answer] = {}
    is_alone = sum(bool(name.candidates) for name in names) == 1
    beliefs = probabilities(names, publisher=publisher)
    answers = [
        _answer(mentions[name.mentions[0]], name, share, gazetteer)
        for name, share in zip(names, beliefs, strict=True)
    ]
    places = plausible(names, beliefs, [place for place, _ in answers])
    for name, (place, score), found in zip(names, answers, places, strict=True):
        answer = (place, score) if found is place else (found, SCORE_FLOOR if found else 0.0)
        if is_alone and place is None and _is_only_one(name):
            answer = name.candidates[0].place, SCORE_FLOOR
        meant.update(dict.fromkeys(name.mentions, answer))
    return [meant[at] for at in range(len(mentions))]


def _with_states(text: str, mention: Mention, gazetteer: Gazetteer) -> Mention:
    """Let "CA" behind a comma be California, which it is nowhere else."""
    if len(mention.text) > MAX_STATE_CODE or not mention.text.isupper():
        return mention
    if not is_behind_comma(text, mention.start):
        return mention
    states = state_of(mention.text, gazetteer)
    found = tuple(Candidate(place, 0.95, "exact") for place in states)
    return replace(mention, candidates=found) if found else mention


def _answer(mention: Mention, name: Name, beliefs: Numbers, gazetteer: Gazetteer) -> _Answer:
    if mention.kind is MentionKind.DEMONYM:
        place = _demonym_place(mention, gazetteer)
        return place, DEMONYM_SCORE if place else 0.0
    if not len(beliefs):
        return None, 0.0
    best = int(beliefs.argmax())
    score = round(score_of(name.candidates, beliefs, best), 3)
    return (name.candidates[best].place if score >= SCORE_FLOOR else None), score


def _is_only_one(name: Name) -> bool:
    """True when one place of the region, and no other, bears exactly this name.

    Where an article names nothing else, no other place speaks against it.
    """
    if len(name.candidates) != 1 or name.candidates[0].match != "exact":
        return False
    return name.candidates[0].place.country_code in likeness_countries()


def _demonym_place(mention: Mention, gazetteer: Gazetteer) -> Place | None:
    """Return what the demonym's people live in: a country, or a region for "Sahelian"."""
    if mention.country_code:
        return country_place(mention.country_code, gazetteer)
    regions = (_regions().get(form) for form in word_forms(fold(mention.text)))
    region = next(filter(None, regions), None)
    named = gazetteer.exact(region) if region else ()
    return next((c.place for c in named if not c.place.country_code), None)


@cache
def _regions() -> Mapping[str, str]:
    return MappingProxyType(
        {fold(w): row["region"] for row in lexicon("region_demonyms") for w in words(row, "words")}
    )


def _toponym(mention: Mention, place: Place | None, score: float) -> Toponym:
    return Toponym(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        kind=mention.kind,
        place=place,
        score=score,
    )


def country_place(country_code: str | None, gazetteer: Gazetteer) -> Place | None:
    """Return the country's own row of the gazetteer, or None when there is none."""
    if not country_code:
        return None
    named = gazetteer.exact(name_of_country(country_code), country_code=country_code)
    return next((c.place for c in named if c.place.feature_code.startswith("PCL")), None)
