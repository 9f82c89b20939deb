"""How events look everywhere: one colour and one shape per type, in map, timeline and card.

Colours are the Okabe-Ito set (Okabe and Ito, "Color Universal Design", 2008), which stays apart
for colour-blind readers; the shape says the same once more, so that colour is never alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from geodata.model import EventType

TALK_TYPE: Final = "Talk"


@dataclass(frozen=True, slots=True)
class Look:
    """`shape` is one of the names that the map's script draws; `glyph` stands for it in text."""

    colour: str
    shape: str
    glyph: str


# In the order of legends: the most violent first, talk last.
LOOKS: Final[Mapping[str, Look]] = MappingProxyType(
    {
        EventType.BATTLES.value: Look("#d55e00", "circle", "●"),
        EventType.EXPLOSIONS.value: Look("#e69f00", "star", "★"),
        EventType.VIOLENCE_AGAINST_CIVILIANS.value: Look("#cc79a7", "diamond", "◆"),
        EventType.RIOTS.value: Look("#56b4e9", "triangle", "▲"),
        EventType.PROTESTS.value: Look("#009e73", "hexagon", "⬢"),
        EventType.STRATEGIC.value: Look("#0072b2", "square", "■"),
        TALK_TYPE: Look("#7d7f83", "ring", "○"),
    }
)


def type_of(event_type: object) -> str:
    """Return the legend's name of an event type; an empty one is talk."""
    return event_type if isinstance(event_type, str) and event_type in LOOKS else TALK_TYPE
