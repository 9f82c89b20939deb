"""Another geopy geocoder for the names that the gazetteer does not know: off as installed.

BORDERWATCH_GEOCODER names it: geopy's name of the service and the arguments of its class, such as
`nominatim?domain=localhost:8080&scheme=http&user_agent=me` for a Nominatim of one's own. Every
unknown name is then sent to that service, at most one a second (`delay_s` among the arguments
says otherwise), and each answer is kept in a file, so that no name is asked twice.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import parse_qsl

import numpy as np
from geopy.exc import ConfigurationError, GeocoderNotFound, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import get_geocoder_for_service
from geopy.location import Location

from geodata.areas import areas_at
from geodata.borders import admin1, countries
from geodata.errors import DataFileError, RecordError
from geodata.model import Place
from geodata.names import fold

_LOGGER: Final = logging.getLogger(__name__)

# One request a second is what public Nominatims allow (OSM Foundation's usage policy).
DELAY_S: Final = 1.0
TIMEOUT_S: Final = 10.0
# After so many failures in a row the service is not asked again in this run.
MAX_FAILURES: Final = 3
USER_AGENT: Final = "Borderwatch"
_REMEDY: Final = (
    "BORDERWATCH_GEOCODER is the name of a geopy geocoder and its arguments, "
    "like nominatim?domain=localhost:8080&scheme=http"
)
Answer = Mapping[str, Any] | None


@dataclass(slots=True)
class _Run:
    """What one run remembers of the service beside its answers."""

    failures: int = 0


@dataclass(frozen=True)
class OtherGeocoder:
    """A geopy geocoder behind a rate limit and a file of answers. Opened by `open`."""

    service: str
    answers_file: Path
    _asked: RateLimiter = field(repr=False)
    _run: _Run = field(default_factory=_Run, repr=False)

    @classmethod
    def open(cls, wanted: str, answers_file: Path) -> Self:
        """Return the geocoder that `wanted` describes. Asks nobody yet.

        Raises RecordError when geopy has none of that name or it doesn't take the arguments; the
        message holds no argument's value, for it may be a key.
        """
        service, _, query = wanted.strip().partition("?")
        arguments: dict[str, Any] = {"user_agent": USER_AGENT, "timeout": TIMEOUT_S}
        arguments |= dict(parse_qsl(query))
        delay_s = _seconds(arguments.pop("delay_s", DELAY_S))
        arguments["timeout"] = _seconds(arguments["timeout"])
        try:
            geocoder = get_geocoder_for_service(service)(**arguments)
        except GeocoderNotFound:
            raise RecordError(f"geopy has no geocoder {service!r}; {_REMEDY}") from None
        except (TypeError, ValueError, ConfigurationError) as error:
            names = ", ".join(sorted(arguments))
            message = f"geopy's {service} doesn't take these arguments ({names}); {_REMEDY}"
            raise RecordError(message) from error
        limited = RateLimiter(
            geocoder.geocode,
            min_delay_seconds=delay_s,
            max_retries=1,
            error_wait_seconds=max(5.0, delay_s) if delay_s else 0.0,
            swallow_exceptions=False,
        )
        return cls(service.lower(), answers_file, limited)

    def place(self, name: str) -> Place | None:
        """Return the service's best place of that name; None when it knows none or fails.

        Its country and first-level unit are those of the polygon that the point lies in.
        """
        folded = fold(name)
        if not folded:
            return None
        if folded not in self._answers:
            if self._run.failures >= MAX_FAILURES:
                return None
            try:
                answer = _answer(self._asked(name))
            except GeopyError as error:
                self._note_failure(error)
                return None
            self._run.failures = 0
            self._keep(folded, answer)
        return _place(self.service, name, self._answers[folded])

    @cached_property
    def _answers(self) -> dict[str, Answer]:
        """The service's answers so far by folded name, None where it knew nothing."""
        try:
            with self.answers_file.open(encoding="utf-8") as lines:
                rows = [json.loads(line) for line in lines]
            return {row["name"]: row["answer"] for row in rows if row["service"] == self.service}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            message = f"{str(self.answers_file)!r} can't be read: {error}; delete it to start anew"
            raise DataFileError(message) from error

    def _keep(self, folded: str, answer: Answer) -> None:
        self._answers[folded] = answer
        row = {"service": self.service, "name": folded, "answer": answer}
        try:
            self.answers_file.parent.mkdir(parents=True, exist_ok=True)
            # one short line at a time, so that several processes can write
            with self.answers_file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
        except OSError as error:
            message = f"{str(self.answers_file)!r} can't be written: {error.strerror}; check rights"
            raise DataFileError(message) from error

    def _note_failure(self, error: GeopyError) -> None:
        self._run.failures += 1
        last = self._run.failures >= MAX_FAILURES
        # the error's own text may hold the address with its key
        _LOGGER.warning(
            "%s failed (%s)%s",
            self.service,
            type(error).__name__,
            "; it is not asked again in this run" if last else "",
        )


def _seconds(text: str | float) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 3600:
        raise RecordError(f"{text!r} is no number of seconds; {_REMEDY}")
    return seconds


def _answer(location: Location | None) -> Answer:
    if location is None:
        return None
    return {
        "latitude": round(float(location.latitude), 5),
        "longitude": round(float(location.longitude), 5),
        "address": str(location.address),
    }


def _place(service: str, name: str, answer: Answer) -> Place | None:
    if answer is None:
        return None
    latitude, longitude = float(answer["latitude"]), float(answer["longitude"])
    country_code, unit = _areas(latitude, longitude)
    return Place(
        # not "geonames:...", which would claim to be a geonameid
        place_id=f"geopy-{service}:{latitude:.5f},{longitude:.5f}",
        name=str(answer["address"]).partition(",")[0].strip() or name,
        latitude=latitude,
        longitude=longitude,
        country_code=country_code,
        admin1=unit,
        feature_class="",
        feature_code="",
        population=0,
        source=f"geopy-{service}",
    )


def _areas(latitude: float, longitude: float) -> tuple[str, str]:
    """Return the country's code and first-level unit at the point, "" where there is none."""
    at = np.array([latitude]), np.array([longitude])
    _, rows = areas_at(*at, "countries")
    _, units = areas_at(*at, "admin1")
    return (
        str(countries()["country_code"].iloc[rows[0]]) if len(rows) else "",
        str(admin1()["admin1"].iloc[units[0]]) if len(units) else "",
    )
