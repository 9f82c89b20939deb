"""The gazetteer with geopy's manners: `GazetteerGeocoder().geocode("Ghat")`, offline."""

from typing import Any

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geodata.gazetteer import Gazetteer
from geodata.model import Place

# Half of the earth's circumference: by default the nearest place is found however far it is.
ANYWHERE_KM = 20_040.0
# Where places stand dense a small circle holds enough of them and is a hundred times as fast.
FIRST_RADIUS_KM = 50.0


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no type hints
    """A geopy geocoder that answers from the installed gazetteer and asks nobody.

    Results are geopy Locations: address "name, admin1, country code", point, and the gazetteer's
    Candidate (geocode) or Place (reverse) in `raw["candidate"]` or `raw["place"]`.
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        super().__init__(scheme="https", timeout=None)
        self.gazetteer = gazetteer or Gazetteer.open()

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        limit: int = 10,
        country_code: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - geopy's callers may pass it
    ) -> Location | list[Location] | None:
        """Return the best place of that name, or up to `limit` when not `exactly_one`.

        None when there is none, as in geopy. Raises GeocoderQueryError for an empty query.
        """
        if not (isinstance(query, str) and query.strip()):
            raise GeocoderQueryError(f"a place name is needed, not {query!r}")
        found = self.gazetteer.find(
            query, country_code=country_code, limit=1 if exactly_one else limit
        )
        located = [_location(item.place, {"candidate": item}) for item in found]
        return _answer(located, exactly_one=exactly_one)

    def reverse(
        self,
        query: Point | str | tuple[float, float],
        *,
        exactly_one: bool = True,
        limit: int = 10,
        radius_km: float = ANYWHERE_KM,
        timeout: float | None = None,  # noqa: ARG002
    ) -> Location | list[Location] | None:
        """Return the place nearest to the point (latitude, longitude), or the nearest `limit`.

        None when none lies within `radius_km`. Raises GeocoderQueryError for what is no point.
        """
        try:
            point = Point(query)
        except (ValueError, TypeError) as error:
            message = f"{query!r} is no point: {error}; give latitude and longitude in degrees"
            raise GeocoderQueryError(message) from error
        near = self._nearest(point, 1 if exactly_one else limit, radius_km)
        located = [_location(place, {"place": place, "distance_km": km}) for place, km in near]
        return _answer(located, exactly_one=exactly_one)

    def _nearest(self, point: Point, limit: int, radius_km: float) -> list[tuple[Place, float]]:
        for radius in (FIRST_RADIUS_KM, 10 * FIRST_RADIUS_KM):
            found = self.gazetteer.near(
                point.latitude, point.longitude, radius_km=min(radius, radius_km), limit=limit
            )
            if len(found) == limit or radius >= radius_km:
                return found
        return self.gazetteer.near(
            point.latitude, point.longitude, radius_km=radius_km, limit=limit
        )


def _location(place: Place, raw: dict[str, Any]) -> Location:
    # A country's own name says it all; "Illizi, Illizi, DZ" names a unit twice.
    parts = dict.fromkeys([place.name, place.admin1, place.country_code])
    address = ", ".join(filter(None, parts))
    return Location(address, Point(place.latitude, place.longitude), raw)


def _answer(located: list[Location], *, exactly_one: bool) -> Location | list[Location] | None:
    if not located:
        return None
    return located[0] if exactly_one else located
