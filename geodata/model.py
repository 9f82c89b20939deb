"""The records that everything else is about: articles, places, toponyms, events.

All are frozen: a changed record is a new one (`dataclasses.replace`). Offsets count Unicode code
points of `Article.text` and never change after reading. Coordinates are WGS 84 (EPSG:4326)
degrees; geometries are Shapely's, with x = longitude and y = latitude.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from shapely.geometry.base import BaseGeometry

from geodata.codes import INCIDENT_MODALITIES, TALK, Modality, Origin, ReviewStatus


class MentionKind(StrEnum):
    """What kind of toponym a mention is."""

    PLACE = "place"
    DEMONYM = "demonym"
    BORDER = "border"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text as it was read.

    `article_id` is `article_id_of(text)`. `published` is None when nobody said; relative dates
    then stay unresolved. `source` names where it was read (file name, feed), `url` is None or an
    http(s) address, `language` an ISO 639-1 code or None for unknown.
    """

    article_id: str
    title: str
    text: str
    published: date | None = None
    source: str = ""
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One row of the gazetteer, with GeoNames names and codes.

    `place_id` is "geonames:<geonameid>" where GeoNames knows the place, else
    "<source>:<the source's own id>". `country_code` is ISO 3166-1 alpha-2, or ADM0_A3 for units
    without one, or "" for seas, continents and areas across borders. `admin1` is the name of the
    first-level unit or "". `population` is 0 when unknown. `radius_km` is half the extent of an
    area (desert, region, country); 0 for points.
    """

    place_id: str
    name: str
    latitude: float
    longitude: float
    country_code: str
    admin1: str
    feature_class: str
    feature_code: str
    population: int
    source: str
    radius_km: float = 0.0

    @property
    def geonameid(self) -> int | None:
        """GeoNames' number of the place; None where GeoNames has none that we know."""
        source, _, number = self.place_id.partition(":")
        return int(number) if source == "geonames" else None


class RelationKind(StrEnum):
    """How a place is given by others."""

    NEAR = "near"
    DISTANCE = "distance"
    DIRECTION = "direction"
    BETWEEN = "between"
    MIDWAY = "midway"
    ROAD = "road"
    PART = "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A place given by others: "30 km south of Ghat", "between Gao and Kidal", "southern Libya".

    `anchors` are the one or two places it counts from. `distance_km` is of a distance only;
    `bearing` in degrees from north of a distance, a direction or a part, None where none is said
    (of a part: its centre).
    """

    kind: RelationKind
    anchors: tuple[Place, ...]
    distance_km: float | None = None
    bearing: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A mention of a place in a text: `text == article.text[start:end]`.

    `place` is None when the mention could not be resolved; it is kept all the same. For kind
    "border" `border_ids` holds the stretches meant ("DZ-LY"), and `place` is the area around the
    point where three of them meet, else None. For kind "relative" `relation` says what `place`
    was computed from, None where its anchor could not be resolved. `score` is 0 to 1.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    place: Place | None = None
    score: float = 0.0
    border_ids: tuple[str, ...] = ()
    relation: Relation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something from outside that could not be taken in, kept so that it is counted and shown.

    `source` says where it stood (file and line), `kind` is "article" or "row", `reason` what was
    wrong and `remedy` what the analyst can do about it.
    """

    source: str
    kind: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words in the article that one field of an event was read from.

    `field` is a field of Event or "trigger"; `start` and `end` are offsets in the article's text.
    """

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what to whom, where and when, carried by one quoted sentence.

    The fields are those of the design. None means unknown, except: `event_type` and
    `sub_event_type` None for talk; `border_activity` None for imported rows that have none;
    `*_high` None for open or equal to the lower bound; `geometry`, `latitude`, `longitude` None
    for an event without a place (never (0, 0)). `date_start` and `date_end` are both inclusive.
    `geometry` is a point, a line or an area in EPSG:4326; `latitude`/`longitude` a point on it.
    `border_distance_km` is geodesic; `border_position_km` is counted along the border from its
    westernmost end.
    """

    event_id: str
    act_id: str
    event_type: str | None = None
    sub_event_type: str | None = None
    border_activity: str | None = None
    modality: str = Modality.HAPPENED.value
    background: bool = False
    date_start: date | None = None
    date_end: date | None = None
    time_precision: int | None = None
    date_basis: str | None = None
    date_expression: str | None = None
    actor1: str | None = None
    actor1_type: str | None = None
    actor2: str | None = None
    actor2_type: str | None = None
    assoc_actors: tuple[str, ...] = ()
    attributed_to: str | None = None
    location: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geometry: BaseGeometry | None = None
    place_basis: str | None = None
    geo_precision: int | None = None
    where_prec: int | None = None
    country: str | None = None
    country_code: str | None = None
    admin1: str | None = None
    border_id: str | None = None
    border_distance_km: float | None = None
    border_position_km: float | None = None
    direction: str | None = None
    fatalities: int | None = None
    fatalities_high: int | None = None
    wounded: int | None = None
    wounded_high: int | None = None
    detained: int | None = None
    detained_high: int | None = None
    quantity: float | None = None
    quantity_high: float | None = None
    quantity_unit: str | None = None
    commodity: str | None = None
    quote: str = ""
    quote_start: int | None = None
    quote_end: int | None = None
    article_id: str | None = None
    source: str = ""
    url: str | None = None
    published: date | None = None
    origin: str = Origin.EXTRACTED.value
    confidence: float | None = None
    status: str = ReviewStatus.UNREVIEWED.value
    link_id: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_incident(self) -> bool:
        """True when the sentence says that something was done, and it was more than talk."""
        return self.modality in INCIDENT_MODALITIES and self.border_activity not in TALK


def content_id(*parts: object) -> str:
    """A short stable hash of the parts: the same on every machine and run (sha256, 20 hex)."""
    joined = "\x1f".join(str(part) for part in parts)
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def article_id_of(text: str) -> str:
    """The article's id: a hash of its text, white space folded so that a reflow is no new one."""
    return content_id("article", " ".join(text.split()))


def event_id_of(article_id: str, trigger_start: int, place_start: int | None, ordinal: int) -> str:
    """The event's id: never of a coded value, so that a correction keeps it.

    `place_start` is None for an event without a place mention; `ordinal` tells apart events that
    share trigger and place mention (one mention of three borders).
    """
    return content_id("event", article_id, trigger_start, place_start, ordinal)


def act_id_of(article_id: str, trigger_start: int) -> str:
    """The id shared by the events of one act: one sentence, several borders or towns."""
    return content_id("act", article_id, trigger_start)


def border_id_of(country_codes: Iterable[str]) -> str:
    """The border's id from its two countries in any order: ("LY", "DZ") -> "DZ-LY"."""
    return "-".join(sorted(country_codes))
