"""Names of countries for actors and events."""

from functools import cache

from geodata.borders import country_name
from geodata.errors import RecordError


@cache
def name_of_country(country_code: str) -> str:
    """Return the country's English name; the code itself for a territory without an outline."""
    try:
        return country_name(country_code)
    except RecordError:  # French Guiana and the like are drawn as part of their state
        return country_code
