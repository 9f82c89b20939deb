"""A point on the earth in writing: decimal degrees, degrees with minutes and seconds, and MGRS.

MGRS is the Military Grid Reference System as NGA.STND.0037 (2014) defines it: UTM from 80° south
to 84° north, with the wider zones of Norway and Svalbard, and UPS around the poles. Latitudes and
longitudes are WGS 84 (EPSG:4326) degrees.
"""

from functools import cache
from math import floor, isfinite
from typing import Final

from pyproj import Proj

from geodata.errors import RecordError

# Eight degrees of latitude each, from 80° south; X has twelve. I and O look like 1 and 0.
_BANDS: Final = "CDEFGHJKLMNPQRSTUVWX"
_SOUTH_END: Final = -80
_NORTH_END: Final = 84
# 100 km squares: the letters of three zones in turn, from 100 km east.
_COLUMNS: Final = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS: Final = "ABCDEFGHJKLMNPQRSTUV"
_EVEN_ZONES_BEGIN_AT: Final = _ROWS.index("F")
# Around the poles, west and east of the meridian of Greenwich. D, E, M, N, V and W are left out,
# so that no square there has the letters of one of UTM beside it.
_POLAR_COLUMNS: Final = ("JKLPQRSTUXYZ", "ABCFGHJKLPQR")
_POLAR_ROWS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_POLAR_BANDS: Final = {False: "AB", True: "YZ"}
_SQUARE_M: Final = 100_000
# What NGA's GeoTrans adds before it cuts off: a point on a line of the grid stays on it.
_HAIR_M: Final = 4.99e-4


def as_decimal(latitude: float, longitude: float) -> str:
    """Return "24.96300, 10.18000": degrees to about a metre, latitude first.

    This and the next two raise RecordError for what is no point on the earth.
    """
    _check(latitude, longitude)
    return f"{latitude:.5f}, {longitude:.5f}"


def as_dms(latitude: float, longitude: float) -> str:
    """Return "24°57′46.8″N 10°10′48.0″E": to a tenth of a second, some three metres."""
    _check(latitude, longitude)
    return f"{_sexagesimal(latitude, 'NS')} {_sexagesimal(longitude, 'EW')}"


def as_mgrs(latitude: float, longitude: float) -> str:
    """Return the grid reference to the metre, without spaces: "32RPN1911461368".

    Digits are cut off, not rounded: a reference names the square that the point is in.
    """
    _check(latitude, longitude)
    if _SOUTH_END <= latitude < _NORTH_END:
        return _utm_reference(latitude, longitude)
    return _ups_reference(latitude, longitude)


def _check(latitude: float, longitude: float) -> None:
    faults = []
    if not (isfinite(latitude) and abs(latitude) <= 90):
        faults.append(f"latitude {latitude!r} is not between -90 and 90")
    if not (isfinite(longitude) and abs(longitude) <= 180):
        faults.append(f"longitude {longitude!r} is not between -180 and 180")
    if faults:
        raise RecordError(f"{'; '.join(faults)}: give WGS 84 degrees, latitude first")


def _sexagesimal(degrees: float, signs: str) -> str:
    # Tenths of a second first, so that 59.96 seconds become the next minute.
    minutes, tenths = divmod(round(abs(degrees) * 36_000), 600)
    whole, minutes = divmod(minutes, 60)
    return f"{whole}°{minutes:02}′{tenths / 10:04.1f}″{signs[degrees < 0]}"


def _utm_reference(latitude: float, longitude: float) -> str:
    zone = _zone(latitude, longitude)
    easting, northing = _utm(zone)(longitude, latitude)
    # The rows' letters come again every 2,000 km, which 10,000 km, the south's false northing, is
    # a multiple of.
    column = _COLUMNS[(zone - 1) % 3][_squares(easting) - 1]
    first = 0 if zone % 2 else _EVEN_ZONES_BEGIN_AT
    row = _ROWS[(_squares(northing) + first) % len(_ROWS)]
    band = _BANDS[min(int((latitude - _SOUTH_END) // 8), len(_BANDS) - 1)]
    return f"{zone:02}{band}{column}{row}{_within(easting)}{_within(northing)}"


def _zone(latitude: float, longitude: float) -> int:
    if 56 <= latitude < 64 and 3 <= longitude < 12:
        return 32  # south-west Norway
    if latitude >= 72 and 0 <= longitude < 42:
        return 31 + 2 * floor((longitude + 3) / 12)  # Svalbard: 31, 33, 35, 37
    return floor((longitude + 180) / 6) % 60 + 1


@cache
def _utm(zone: int) -> Proj:
    return Proj(proj="utm", zone=zone, ellps="WGS84")


def _ups_reference(latitude: float, longitude: float) -> str:
    north = latitude > 0
    easting, northing = _ups(north)(longitude, latitude)
    middle_km, first_row = 20, 13 if north else 8
    east = _squares(easting) >= middle_km
    first_column = middle_km if east else 8
    column = _POLAR_COLUMNS[east][_squares(easting) - first_column]
    row = _POLAR_ROWS[_squares(northing) - first_row]
    return f"{_POLAR_BANDS[north][east]}{column}{row}{_within(easting)}{_within(northing)}"


@cache
def _ups(north: bool) -> Proj:  # noqa: FBT001 (a pole is north or south)
    return Proj(proj="ups", ellps="WGS84", south=not north)


def _squares(metres: float) -> int:
    return floor((metres + _HAIR_M) / _SQUARE_M)


def _within(metres: float) -> str:
    return f"{floor((metres + _HAIR_M) % _SQUARE_M):05}"
