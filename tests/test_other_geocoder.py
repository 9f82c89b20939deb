import json
import logging
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

import pytest
from local_site import serving

from geodata.errors import DataFileError, RecordError
from geodata.other_geocoder import MAX_FAILURES, OtherGeocoder

KNOWN = {
    "Tigantourine": {"lat": "27.7", "lon": "9.2", "display_name": "Tiguentourine, Illizi, Algeria"}
}


class Nominatim(BaseHTTPRequestHandler):
    """Answers /search as Nominatim does, or fails while `server.is_down`."""

    def do_GET(self):
        self.server.asked.append(parse_qs(urlsplit(self.path).query)["q"][0])
        if self.server.is_down:
            self.send_error(503)
            return
        known = KNOWN.get(self.server.asked[-1])
        body = json.dumps([known] if known else []).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def nominatim(monkeypatch):
    with serving(Nominatim, monkeypatch) as server:
        server.is_down = False
        yield server


@pytest.fixture
def wanted(nominatim):
    return f"nominatim?domain=127.0.0.1:{nominatim.server_port}&scheme=http&delay_s=0"


@pytest.mark.loopback
@pytest.mark.enable_socket
class TestAsking:
    def test_an_answer_is_a_place_with_its_country_and_unit(self, wanted, tmp_path):
        place = OtherGeocoder.open(wanted, tmp_path / "answers.jsonl").place("Tigantourine")
        assert (place.name, place.latitude, place.longitude) == ("Tiguentourine", 27.7, 9.2)
        assert (place.country_code, place.admin1) == ("DZ", "Illizi")
        assert place.source == "geopy-nominatim"
        assert place.geonameid is None

    def test_no_name_is_asked_twice_not_even_by_a_later_run(self, nominatim, wanted, tmp_path):
        for _ in range(2):
            other = OtherGeocoder.open(wanted, tmp_path / "answers.jsonl")
            assert other.place("Tigantourine") is not None
            assert other.place("tigantourine") is not None
            assert other.place("Nowhere at all") is None
        assert nominatim.asked == ["Tigantourine", "Nowhere at all"]

    def test_a_service_that_fails_is_left_alone_and_its_failures_are_not_kept(
        self, nominatim, wanted, tmp_path, caplog
    ):
        nominatim.is_down = True
        other = OtherGeocoder.open(wanted, tmp_path / "answers.jsonl")
        with caplog.at_level(logging.WARNING):
            assert [other.place(f"Name {n}") for n in range(MAX_FAILURES + 3)] == [None] * 6
        assert len(set(nominatim.asked)) == MAX_FAILURES
        assert "not asked again" in caplog.messages[-1]
        nominatim.is_down = False
        again = OtherGeocoder.open(wanted, tmp_path / "answers.jsonl")
        assert again.place("Tigantourine") is not None


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("nonesuch", "no geocoder 'nonesuch'"),
        ("nominatim?colour=secret-value", "doesn't take these arguments"),
        ("nominatim?scheme=ftp", "doesn't take these arguments"),
        ("nominatim?delay_s=soon", "'soon' is no number of seconds"),
        ("nominatim?timeout=-1", "no number of seconds"),
    ],
)
def test_what_geopy_does_not_have_is_told_without_the_values(wanted, message, tmp_path):
    with pytest.raises(RecordError, match=message) as told:
        OtherGeocoder.open(wanted, tmp_path / "answers.jsonl")
    assert "secret-value" not in str(told.value)


def test_a_damaged_file_of_answers_is_named(tmp_path):
    (tmp_path / "answers.jsonl").write_text("{", encoding="utf-8")
    other = OtherGeocoder.open("nominatim", tmp_path / "answers.jsonl")
    with pytest.raises(DataFileError, match="delete it"):
        other.place("Ghat")


def test_a_name_without_letters_is_not_asked(tmp_path):
    assert OtherGeocoder.open("nominatim", tmp_path / "answers.jsonl").place("--") is None
