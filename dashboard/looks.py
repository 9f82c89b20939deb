"""How events look everywhere: one colour and one shape per type, in map, timeline and card.

Colours are the Okabe-Ito set (Okabe and Ito, "Color Universal Design", 2008), which stays apart
for colour-blind readers; the shape says the same once more, so that colour is never alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from geodata.codes import EventType

TALK_TYPE: Final = "Talk"

_STAR: Final = "0,-10 2.8,-3.8 9.5,-3.1 4.5,1.5 5.9,8.1 0,4.7 -5.9,8.1 -4.5,1.5 -9.5,-3.1 -2.8,-3.8"
_DIAMOND: Final = "0,-8.5 8.5,0 0,8.5 -8.5,0"
_TRIANGLE: Final = "0,-8.5 7.8,5.2 -7.8,5.2"
_HEXAGON: Final = "7.5,0 3.75,6.5 -3.75,6.5 -7.5,0 -3.75,-6.5 3.75,-6.5"
_SQUARE: Final = "-6,-6 6,-6 6,6 -6,6"


@dataclass(frozen=True, slots=True)
class Look:
    """One type's colour and shape.

    `glyph` stands for the shape in text; `points` is its outline in a square of 24 units around
    the origin, as SVG writes polygons; "" is a circle, hollow for talk.
    """

    colour: str
    glyph: str
    shape: str
    points: str = ""


# In the order of legends: the most violent first, talk last.
LOOKS: Final[Mapping[str, Look]] = MappingProxyType(
    {
        EventType.BATTLES.value: Look("#d55e00", "●", "circle"),
        EventType.EXPLOSIONS.value: Look("#e69f00", "★", "star", _STAR),
        EventType.VIOLENCE_AGAINST_CIVILIANS.value: Look("#cc79a7", "◆", "diamond", _DIAMOND),
        EventType.RIOTS.value: Look("#56b4e9", "▲", "triangle", _TRIANGLE),
        EventType.PROTESTS.value: Look("#009e73", "⬢", "hexagon", _HEXAGON),
        EventType.STRATEGIC.value: Look("#1f7fbf", "■", "square", _SQUARE),
        TALK_TYPE: Look("#85888d", "○", "ring"),
    }
)


def type_of(event_type: object) -> str:
    """Return the legend's name of an event type; an empty one is talk."""
    return event_type if isinstance(event_type, str) and event_type in LOOKS else TALK_TYPE


def symbol_style(look: Look) -> str:
    """Return the symbol as CSS for an element of any size: numbers and colours of ours only."""
    if look.shape == "ring":
        return f"border: 2px solid {look.colour}; border-radius: 50%"
    if not look.points:
        return f"background: {look.colour}; border-radius: 50%; transform: scale(.75)"
    corners = [point.split(",") for point in look.points.split()]
    outline = ", ".join(f"{_percent(x)} {_percent(y)}" for x, y in corners)
    return f"background: {look.colour}; clip-path: polygon({outline})"


def _percent(value: str) -> str:
    return f"{(float(value) + 12) / 24:.1%}"
