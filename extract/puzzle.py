"""All candidates of all names of an article as rows of numbers: what doesn't change in judging.

The rows stand name after name, each name's candidates in their order.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from extract.names import Name
from extract.ranking import OWN_FEATURES, Numbers, is_known, own_features
from geodata.borders import land_borders
from geodata.gazetteer import Candidate
from geodata.model import Place

EARTH_RADIUS_KM = 6371.0
# How far in the text one name says something of another: at this many characters 1/e of what it
# says beside it, but never less than the floor.
NEAR_CHARACTERS, FAR_IN_TEXT = 600.0, 0.3
# What a demonym and a town say of a country, where the country's own name says 1.
DEMONYM_SHARE, TOWN_SHARE = 0.7, 0.5
# A name repeated says more, but no more than this often.
MAX_REPEATS = 3
# A place within its area's radius, or at least so near its point, lies in the area.
LEAST_RADIUS_KM = 40.0
# An area as large as this has no point that says what is near.
MAX_POINT_RADIUS_KM = 150.0

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Puzzle:
    """The candidates of an article's names, a row each; N names, K countries, U first-level units.

    `owners` are the rows' names; `countries` and `units` number theirs, 0 stands for none.
    `own` are the OWN_FEATURES, `points` unit vectors from the Earth's centre. `votes` is what a row
    says of its country and unit when it is meant, `country_votes` (N x K) and `unit_votes` (N x U)
    what demonyms and abbreviations of states say. `borders` (K x K) tells neighbours. `near` (N x
    N) is the nearness in the text, 0 on the diagonal. `inside` are pairs (row, row of an area named
    with it in which it lies), `in_state` marks rows within a state abbreviated behind the name,
    `areas` are pairs (name, row of an area that a comma or bracket gives to it).
    """

    names: tuple[Name, ...]
    owners: Rows
    countries: Rows
    units: Rows
    own: Numbers
    points: Numbers
    votes: Numbers
    country_votes: Numbers
    unit_votes: Numbers
    borders: NDArray[np.bool_]
    near: Numbers
    inside: Rows
    in_state: Numbers
    areas: Rows
    is_within_countries: NDArray[np.bool_]
    is_guess: NDArray[np.bool_]
    is_known: NDArray[np.bool_]
    is_first_level: NDArray[np.bool_]
    radii_km: Numbers
    has_point: NDArray[np.bool_]

    @classmethod
    def of(cls, names: Sequence[Name], publisher: str | None = None) -> Self:
        """Return the puzzle that these names make; `publisher` is a country code."""
        candidates = [candidate for name in names for candidate in name.candidates]
        places = [candidate.place for candidate in candidates]
        owners = [at for at, name in enumerate(names) for _ in name.candidates]
        states = [state for name in names for state in name.states]
        demonyms = [name.country_code for name in names]
        country_of = _numbered(
            *(p.country_code for p in (*places, *states)), *(code or "" for code in demonyms)
        )
        unit_of = _numbered(*(_unit(place) for place in (*places, *states)))
        starts = np.cumsum([0, *(len(name.candidates) for name in names)]).tolist()
        return cls(
            names=tuple(names),
            owners=np.array(owners, dtype=np.intp),
            countries=_rows(country_of[place.country_code] for place in places),
            units=_rows(unit_of[_unit(place)] for place in places),
            own=np.array(
                [row for name in names for row in _own_rows(name, publisher)], dtype=float
            ).reshape(-1, len(OWN_FEATURES)),
            points=np.array([_point(p) for p in places], dtype=float).reshape(-1, 3),
            votes=np.array(
                [_vote(place, names[at]) for place, at in zip(places, owners, strict=True)]
            ),
            country_votes=_fixed_country_votes(names, country_of),
            unit_votes=_fixed_unit_votes(names, unit_of),
            borders=_borders_among(tuple(country_of)),
            near=_nearness_in_text(names),
            inside=np.array(list(_inside(names, starts)), dtype=np.intp).reshape(-1, 2),
            in_state=np.array(
                [
                    any(lies_in(place, state) for state in names[at].states)
                    for place, at in zip(places, owners, strict=True)
                ],
                dtype=float,
            ),
            areas=np.array(list(_stated_areas(names, starts)), dtype=np.intp).reshape(-1, 2),
            is_within_countries=np.array([_is_within_country(place) for place in places], bool),
            is_guess=np.array([candidate.match != "exact" for candidate in candidates], bool),
            is_known=np.array([is_known(place) for place in places], bool),
            is_first_level=np.array([place.feature_code == "ADM1" for place in places], bool),
            radii_km=np.array([place.radius_km for place in places], dtype=float),
            has_point=np.array([_has_point(place) for place in places], bool),
        )


def lies_in(place: Place, area: Place) -> bool:
    """True when the place lies in the country or unit, as far as codes and extents tell."""
    if place.country_code != area.country_code or not _is_within_country(place):
        return False
    if area.feature_code.startswith("PCL"):
        return True
    if area.feature_code == "ADM1":
        return place.admin1 == area.admin1 and place.feature_code != "ADM1"
    if area.feature_class != "A" or place.feature_class == "A":
        return False
    return EARTH_RADIUS_KM * math.dist(_point(place), _point(area)) <= max(
        area.radius_km, LEAST_RADIUS_KM
    )


def _is_within_country(place: Place) -> bool:
    return bool(place.country_code) and not place.feature_code.startswith("PCL")


def _has_point(place: Place) -> bool:
    return _is_within_country(place) and place.radius_km < MAX_POINT_RADIUS_KM


def _unit(place: Place) -> str:
    return f"{place.country_code}.{place.admin1}" if place.admin1 else ""


def _numbered(*values: str) -> dict[str, int]:
    return {value: number for number, value in enumerate(dict.fromkeys(("", *values)))}


def _rows(numbers: Iterator[int]) -> Rows:
    return np.array(list(numbers), dtype=np.intp)


def _own_rows(name: Name, publisher: str | None) -> Iterator[tuple[float, ...]]:
    for candidate in name.candidates:
        yield own_features(
            candidate,
            is_seat=_is_named_after_town(candidate, name.candidates),
            said=name.feature_class,
            publisher=publisher,
        )


def _is_named_after_town(candidate: Candidate, candidates: Sequence[Candidate]) -> bool:
    """True for a unit with a town of that name in it, which is mostly its seat."""
    unit = candidate.place
    if unit.feature_class != "A" or unit.feature_code.startswith("PCL"):
        return False
    return any(
        other.place.feature_class == "P"
        and other.match == candidate.match
        and lies_in(other.place, unit)
        for other in candidates
    )


# Bounded, as a batch of articles names ever more places.
@lru_cache(maxsize=32_768)
def _sphere(latitude: float, longitude: float) -> tuple[float, float, float]:
    phi, theta = math.radians(latitude), math.radians(longitude)
    return math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi)


def _point(place: Place) -> tuple[float, float, float]:
    return _sphere(place.latitude, place.longitude)


def _vote(place: Place, name: Name) -> float:
    is_country = place.feature_code.startswith("PCL")
    return _repeats(name) * (1.0 if is_country else TOWN_SHARE)


def _repeats(name: Name) -> float:
    return math.sqrt(min(len(name.mentions), MAX_REPEATS))


def _fixed_country_votes(names: Sequence[Name], country_of: dict[str, int]) -> Numbers:
    votes = np.zeros((len(names), len(country_of)))
    for at, name in enumerate(names):
        if name.country_code:
            votes[at, country_of[name.country_code]] += DEMONYM_SHARE * _repeats(name)
        for state in name.states:
            votes[at, country_of[state.country_code]] += TOWN_SHARE
    return votes


def _fixed_unit_votes(names: Sequence[Name], unit_of: dict[str, int]) -> Numbers:
    votes = np.zeros((len(names), len(unit_of)))
    for at, name in enumerate(names):
        for state in name.states:
            votes[at, unit_of[_unit(state)]] += 1.0
    return votes


def _borders_among(codes: tuple[str, ...]) -> NDArray[np.bool_]:
    pairs = _neighbours()
    return np.array([[(a, b) in pairs for b in codes] for a in codes])


@cache
def _neighbours() -> frozenset[tuple[str, str]]:
    frame = land_borders()
    first, second = frame["country_code_a"].tolist(), frame["country_code_b"].tolist()
    return frozenset([*zip(first, second, strict=True), *zip(second, first, strict=True)])


def _nearness_in_text(names: Sequence[Name]) -> Numbers:
    """Return for each two names how near their nearest mentions stand, 0 to 1."""
    if not names:
        return np.zeros((0, 0))
    positions = np.array([offset for name in names for offset in name.positions], dtype=float)
    starts = np.cumsum([0, *(len(name.positions) for name in names[:-1])])
    gaps = np.abs(positions[:, None] - positions[None, :])
    gaps = np.minimum.reduceat(np.minimum.reduceat(gaps, starts, axis=0), starts, axis=1)
    near = np.maximum(np.exp(-gaps / NEAR_CHARACTERS), FAR_IN_TEXT)
    np.fill_diagonal(near, 0.0)
    return near


def _inside(names: Sequence[Name], starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    for at, name in enumerate(names):
        for parent in name.within:
            areas = list(_areas(name, names[parent], starts[parent]))
            for row, candidate in enumerate(name.candidates, starts[at]):
                yield from ((row, of) for of, area in areas if lies_in(candidate.place, area))


def _stated_areas(names: Sequence[Name], starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    for at, name in enumerate(names):
        for parent in name.within[:1] if name.is_stated else ():
            yield from ((at, row) for row, _ in _areas(name, names[parent], starts[parent]))


def _areas(name: Name, parent: Name, start: int) -> Iterator[tuple[int, Place]]:
    """Yield the rows of the parent that are areas which may hold the name.

    No country lies in a country: "China, Japan" is a list, whatever village is called China.
    """
    is_country = any(
        candidate.match == "exact" and candidate.place.feature_code.startswith("PCL")
        for candidate in name.candidates
    )
    for row, candidate in enumerate(parent.candidates, start):
        area = candidate.place
        if area.feature_class != "A" or not area.country_code:
            continue
        if not (is_country and area.feature_code.startswith("PCL")):
            yield row, area
