"""What no weight knows of an article of our region: whose places it names, and which it does not.

An article of Mali's army that names Boni does not mean Bonn. Countries that the article names, by
their names, demonyms, provinces or forces, are its own; elsewhere no place is found by a name that
is only like its own, and none that few readers know. A province that is called like its seat is
the seat, unless the words speak of a province.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from extract.names import Name
from extract.ranking import Numbers, is_known
from geodata.borders import land_borders
from geodata.fuzzy import likeness_countries
from geodata.gazetteer import Candidate
from geodata.model import Place

# A candidate of the article's own countries counts from this belief on.
LEAST_BELIEF = 1e-4
# A place given as lying in another is in the same country; of these no country is asked.
_NO_COUNTRY = ("PCL", "CONT")
# Who is reached by boat from where: neighbours at sea (Flanders Marine Institute, Maritime
# Boundaries, version 12), and the Canaries from the coast between Morocco and Senegal.
_SHORES: Mapping[str, frozenset[str]] = {
    "MA": frozenset({"ES", "PT"}),
    "DZ": frozenset({"ES", "FR", "IT"}),
    "TN": frozenset({"IT", "MT"}),
    "LY": frozenset({"IT", "MT", "GR", "TR"}),
    "EG": frozenset({"CY", "GR", "TR", "SA", "JO"}),
    "SD": frozenset({"SA"}),
    "EH": frozenset({"ES"}),
    "MR": frozenset({"ES"}),
    "SN": frozenset({"ES"}),
}


def plausible(
    names: Sequence[Name], beliefs: Sequence[Numbers], meant: Sequence[Place | None]
) -> list[Place | None]:
    """Return what each name means when the article is of our region: None for a stranger."""
    own = frozenset(_countries(names, meant))
    if not own & _region():
        return list(meant)
    around = own.union(*(_neighbours(code) for code in own))
    found: list[Place | None] = []
    for name, share, place in zip(names, beliefs, meant, strict=True):
        areas = _areas(name, meant)
        if place is None or place.feature_code.startswith(_NO_COUNTRY) or not place.country_code:
            found.append(place)
        elif areas and place.country_code not in areas:
            found.append(_best(name, share, areas))
        elif _is_stranger(name, place, own, around):
            found.append(_best(name, share, own))
        else:
            found.append(_seat(name, place, names))
    return found


def _countries(names: Sequence[Name], meant: Sequence[Place | None]) -> Collection[str]:
    """Yield the countries that the article names: by name, demonym, force or province."""
    found = {name.country_code for name in names if name.country_code}
    for place in meant:
        if place and (place.feature_code.startswith("PCL") or _is_own_unit(place)):
            found.add(place.country_code)
    return {code for code in found if code}


def _is_own_unit(place: Place) -> bool:
    return place.feature_code == "ADM1" and place.country_code in _region()


def _areas(name: Name, meant: Sequence[Place | None]) -> frozenset[str]:
    """Return the country of the areas of our region that the words put the name in."""
    areas = [meant[at] for at in name.within]
    codes = {a.country_code for a in areas if a and a.feature_class == "A"}
    inside = codes & _region() if len(codes) == 1 else set()
    # "Morocco's Guerguerat": papers there write of the territory that Morocco holds as its own
    return frozenset(inside | {"EH"} if "MA" in inside else inside)


def _is_stranger(name: Name, place: Place, own: Collection[str], around: Collection[str]) -> bool:
    if place.country_code in own:
        return False
    by = next(c for c in name.candidates if c.place == place)
    if by.match != "exact":  # a spelling of our own is believed next door, no mere likeness
        return by.match != "key" or place.country_code not in around
    is_near = place.country_code in around or place.country_code in _region()
    return not is_near and not is_known(place) and not _is_over_the_sea(place, own)


def _is_over_the_sea(place: Place, own: Collection[str]) -> bool:
    return any(place.country_code in _SHORES.get(code, ()) for code in own)


def _best(name: Name, share: Numbers, countries: Collection[str]) -> Place | None:
    """Return the most likely place of exactly this name in one of the countries."""
    inside = [
        (float(belief), -at)
        for at, (c, belief) in enumerate(zip(name.candidates, share, strict=True))
        if c.match == "exact" and c.place.country_code in countries and belief > LEAST_BELIEF
    ]
    return name.candidates[-max(inside)[1]].place if inside else None


def _seat(name: Name, place: Place, names: Sequence[Name]) -> Place:
    """Return the town after which the province is called, where no word speaks of a province."""
    if place.feature_code != "ADM1" or name.feature_class == "A":
        return place
    if place.country_code not in _region():
        return place
    if any(names[at] is name for other in names for at in other.within):
        return place  # "Douentza, Mopti": the area of another name
    unit = next(c for c in name.candidates if c.place == place)
    towns = [c for c in name.candidates if _is_seat(c, unit)]
    return towns[0].place if towns else place


def _is_seat(town: Candidate, unit: Candidate) -> bool:
    place = town.place
    is_alike = town.match == unit.match and town.score >= unit.score
    is_inside = (place.country_code, place.admin1) == (unit.place.country_code, unit.place.admin1)
    return place.feature_class == "P" and is_alike and is_inside


@cache
def _region() -> frozenset[str]:
    """Return our region's countries, with those on the gulf that the Sahel's war has reached."""
    return likeness_countries() | _neighbours("BF")


@cache
def _neighbours(code: str) -> frozenset[str]:
    frame = land_borders()
    pairs = zip(frame["country_code_a"].tolist(), frame["country_code_b"].tolist(), strict=True)
    return frozenset(other for pair in pairs if code in pair for other in pair if other != code)
