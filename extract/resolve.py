"""Mentions + candidates -> toponyms: which of the places of that name is meant.

Candidates are ranked by what kind of place they are, by size, and by the countries the article
speaks of. A mention whose best candidate stays below the floor keeps `place=None`.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from extract.countries import name_of_country
from extract.toponyms import Mention
from geodata.borders import neighbours
from geodata.gazetteer import Candidate, Gazetteer
from geodata.model import MentionKind, Place, Toponym

# Weights of the ranking, set by hand on the region's namesakes (Tripoli, Zawiya, Bir el Ater):
# a country outranks any namesake, an article's country outranks a factor of ten in population.
KIND_WEIGHTS = {"PCL": 3.0, "CONT": 3.0, "PPLC": 1.5, "ADM1": 0.9, "RGN": 1.0}
POPULATION_WEIGHT = 0.3
COUNTRY_WEIGHT = 2.0
REGIONAL_WEIGHT = 0.8
DEMONYM_SHARE = 0.7
# "Illizi province" is the province; a name only like one in a country nobody speaks of is none.
AREA_WEIGHT = 2.5
STRANGER_PENALTY = 4.0
KNOWN_POPULATION, TOWN_POPULATION = 500_000, 30_000
# The score: an even chance at this rank, and full marks only with a clear lead over the namesake.
EVEN_CHANCE, STEEPNESS, CLEAR_LEAD = 0.9, 1.5, 2.0
# Below this the mention stays unresolved: a namesake in a country nobody speaks of.
SCORE_FLOOR = 0.25


def resolve(mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Return one toponym a mention, in order; unresolved ones have `place=None`."""
    context = _countries_spoken_of(mentions)
    by_name: dict[str, Toponym] = {}
    toponyms = []
    for mention in mentions:
        known = by_name.get(mention.text)
        toponym = known or _resolved(mention, context, gazetteer)
        by_name[mention.text] = toponym
        toponyms.append(
            Toponym(
                start=mention.start,
                end=mention.end,
                text=mention.text,
                kind=mention.kind,
                place=toponym.place,
                score=toponym.score,
            )
        )
    return tuple(toponyms)


def _countries_spoken_of(mentions: Sequence[Mention]) -> Mapping[str, float]:
    """Return each country's share of the countries, demonyms and plain towns mentioned."""
    weights: defaultdict[str, float] = defaultdict(float)
    for mention in mentions:
        if mention.country_code:
            weights[mention.country_code] += DEMONYM_SHARE
            continue
        countries = {candidate.place.country_code for candidate in mention.candidates}
        first = mention.candidates[0].place if mention.candidates else None
        if first and first.feature_code.startswith("PCL"):
            weights[first.country_code] += 1.0
        elif len(countries) == 1:
            weights[countries.pop()] += 0.5
    total = sum(weights.values())
    return {code: weight / total for code, weight in weights.items()} if total else {}


def _resolved(mention: Mention, context: Mapping[str, float], gazetteer: Gazetteer) -> Toponym:
    if mention.kind is MentionKind.DEMONYM:
        place = country_place(mention.country_code, gazetteer)
        return _toponym(mention, place, 0.9 if place else 0.0)
    ranked = sorted(
        ((_rank(candidate, context, mention), candidate) for candidate in mention.candidates),
        key=lambda pair: (-pair[0], pair[1].place.place_id),
    )
    if not ranked:
        return _toponym(mention, None, 0.0)
    best = ranked[0][0]
    lead = min(best - ranked[1][0], CLEAR_LEAD) / CLEAR_LEAD if len(ranked) > 1 else 1.0
    likely = 1 / (1 + math.exp(-STEEPNESS * (best - EVEN_CHANCE)))
    score = ranked[0][1].score * likely * (0.6 + 0.4 * lead)
    place = ranked[0][1].place if score >= SCORE_FLOOR else None
    return _toponym(mention, place, round(score, 3))


def _rank(candidate: Candidate, context: Mapping[str, float], mention: Mention) -> float:
    place = candidate.place
    kind = next((w for code, w in KIND_WEIGHTS.items() if place.feature_code.startswith(code)), 0.0)
    size = POPULATION_WEIGHT * math.log10(place.population + 1)
    share = context.get(place.country_code, 0.0)
    regional = REGIONAL_WEIGHT if place.source == "borderwatch" else 0.0
    area = AREA_WEIGHT if mention.is_area and place.feature_code.startswith("ADM") else 0.0
    stranger = _stranger_penalty(candidate, context) if context and not share else 0.0
    likeness = 2 * (candidate.score - 1)
    return kind + size + COUNTRY_WEIGHT * math.sqrt(share) + regional + area + likeness - stranger


def _stranger_penalty(candidate: Candidate, context: Mapping[str, float]) -> float:
    """Return what a place in a country loses that the article does not speak of.

    Towns over the border of a country spoken of lose nothing: borders are what we read of.
    """
    if candidate.match != "exact":
        return STRANGER_PENALTY
    place = candidate.place
    is_known = place.population >= KNOWN_POPULATION or place.feature_code.startswith(
        ("PCL", "CONT")
    )
    is_over_the_border = not context.keys().isdisjoint(neighbours(place.country_code))
    if is_known or is_over_the_border:
        return 0.0
    return STRANGER_PENALTY / (4 if place.population >= TOWN_POPULATION else 2)


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
