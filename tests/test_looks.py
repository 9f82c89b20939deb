from dashboard.looks import LOOKS, TALK_TYPE, symbol_style, type_of
from geodata.codes import EventType


def test_every_event_type_and_talk_has_a_look_of_its_own():
    assert set(LOOKS) == {*(str(event_type) for event_type in EventType), TALK_TYPE}
    for part in ("colour", "glyph", "shape"):
        assert len({getattr(look, part) for look in LOOKS.values()}) == len(LOOKS)


def test_an_event_without_type_is_talk():
    assert type_of(None) == TALK_TYPE
    assert type_of("Battles") == "Battles"


def test_an_unknown_type_never_becomes_a_colour():
    assert type_of("red;}</style>") == TALK_TYPE


def test_polygons_stay_within_their_box():
    for look in LOOKS.values():
        numbers = [float(part) for part in look.points.replace(",", " ").split()]
        assert all(abs(number) <= 12 for number in numbers)
    assert "clip-path: polygon(50.0% 14.6%" in symbol_style(LOOKS["Riots"])
