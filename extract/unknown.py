"""Names that stayed unknown -> what another geocoder says of them, where the analyst wants one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from geodata.borders import neighbours
from geodata.model import MentionKind, Place, Toponym

# What services answer with is not calibrated on anything: an even chance.
OTHER_SCORE: Final = 0.5


class OtherGeocoder(Protocol):
    """Who is asked: `geodata.other_geocoder` has the one behind geopy."""

    def place(self, name: str) -> Place | None:
        """Return the place of the name, None when there is none or nobody answers."""


def with_other_answers(
    toponyms: Sequence[Toponym], other: OtherGeocoder | None
) -> tuple[Toponym, ...]:
    """Return the toponyms, those unresolved with the other geocoder's place where it fits.

    An answer fits in a country that the article's resolved places are in, or in its neighbour: a
    service that knows the world has a namesake for everything. Without such a country nobody is
    asked, and without `other` the toponyms come back as they are.
    """
    if other is None:
        return tuple(toponyms)
    countries = _countries_of(toponyms)
    return tuple(_answered(toponym, countries, other) for toponym in toponyms)


def _countries_of(toponyms: Sequence[Toponym]) -> frozenset[str]:
    spoken_of = {t.place.country_code for t in toponyms if t.place and t.place.country_code}
    return frozenset(spoken_of.union(*map(neighbours, spoken_of)))


def _answered(toponym: Toponym, countries: frozenset[str], other: OtherGeocoder) -> Toponym:
    is_unknown = toponym.kind is MentionKind.PLACE and toponym.place is None
    place: Place | None = other.place(toponym.text) if is_unknown and countries else None
    if place is None or place.country_code not in countries:
        return toponym
    return replace(toponym, place=place, score=OTHER_SCORE)
