"""A town that tests of several floors need."""

from geodata.model import Place

GHAT = Place(
    place_id="geonames:2217362",
    name="Ghat",
    latitude=24.96334,
    longitude=10.18003,
    country_code="LY",
    admin1="Ghat",
    feature_class="P",
    feature_code="PPLA",
    population=24347,
    source="geonames",
)
