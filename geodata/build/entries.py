"""Gazetteer entries: a place with its names, and which of a source's names are worth keeping."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from geodata.model import Place
from geodata.names import fold, sounds

# GeoNames' alternates hold IATA codes ("GHA"); of real Latin names few have under four letters.
MIN_LATIN_ALTERNATE = 4
# The radius of a unit of which one place is seen.
LEAST_RADIUS_KM = 5.0
_LATIN = re.compile(r"[^\W\d_]*[A-Za-zÀ-ɏḀ-ỿ]")
_OTHER_SCRIPT = re.compile(r"[^\W\d_A-Za-zÀ-ɏʰ-\u036fḀ-ỿ]")
_QUALIFIER = re.compile(r"\s*(?:\([^()]*\)|/.*)\s*$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A place with its names: `preferred` are its main names, `acronyms` count in capitals only."""

    place: Place
    preferred: tuple[str, ...] = ()
    alternates: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()

    def all_names(self) -> Iterator[str]:
        """Yield every name but acronyms, the place's own first."""
        return chain([self.place.name], self.preferred, self.alternates)


def place_of(place_id: str, name: str, point: tuple[float, float], **fields: Any) -> Place:
    """Return a Place with empty values for what isn't given; `point` is latitude, longitude."""
    latitude, longitude = point
    empty = {"country_code": "", "admin1": "", "feature_class": "", "feature_code": ""}
    return Place(
        place_id=place_id,
        name=" ".join(name.split()),
        latitude=round(float(latitude), 5),
        longitude=round(float(longitude), 5),
        **(empty | {"population": 0} | fields),
    )


def is_wanted(alternate: str) -> bool:
    """True for an alternate name worth keeping: Arabic script, or Latin with a capital letter.

    Latin names without any capital are machine transliterations of other scripts.
    """
    folded = fold(alternate)
    if not folded or folded[0].isdigit():
        return False
    if not _LATIN.match(alternate):
        return len(folded) > 1 and sounds(alternate) != ""
    long_enough = len(folded.replace(" ", "")) >= MIN_LATIN_ALTERNATE
    return long_enough and alternate != alternate.lower() and not _OTHER_SCRIPT.search(alternate)


def unqualified(name: str) -> tuple[str, ...]:
    """Return the name without what disambiguates it: "Halle (Saale)" is called Halle."""
    bare = _QUALIFIER.sub("", name)
    return (bare,) if bare and bare != name else ()
