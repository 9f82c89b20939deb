"""What extraction finds: an act while it is read, and what one article gives back."""

from dataclasses import dataclass

from extract.actor_mentions import ActorMention
from extract.coding import VIOLENT
from extract.locations import Location
from extract.reading import SentenceReading
from extract.roles import Sides
from extract.triggers import Trigger
from extract.when import When
from geodata.codes import TALK, BorderActivity
from geodata.model import Article, Event, Toponym

_FORCEFUL = frozenset(
    {
        *VIOLENT,
        BorderActivity.TROOP_DEPLOYMENT,
        BorderActivity.ALERT,
        BorderActivity.MONITORING_POST,
        BorderActivity.PATROL,
        BorderActivity.MILITARY_OPERATION,
        BorderActivity.AIRSPACE_INCURSION,
        BorderActivity.MINE_CLEARANCE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act: what was done, by the words at `trigger`, and what the words around say of it.

    `locations` is () for talk and for acts without a place. `also_named` are the
    armed actors that its sentences name besides, those who only speak left out, `unarmed` the
    civilians whom its own sentence names so. `is_launch` when the day is that of a beginning.
    `told_further` are the (start, end) of other clauses that tell of the same act: they may count
    its casualties.
    """

    reading: SentenceReading
    trigger: Trigger
    activity: BorderActivity | None
    sides: Sides
    when: When
    locations: tuple[Location, ...]
    also_named: tuple[ActorMention, ...]
    unarmed: tuple[ActorMention, ...]
    is_launch: bool
    told_further: tuple[tuple[int, int], ...] = ()

    @property
    def is_forceful(self) -> bool:
        """True for acts in which a country or a leader acts through forces."""
        return self.activity in _FORCEFUL or self.trigger.rule.event_type == "Battles"

    @property
    def is_talk(self) -> bool:
        """True for statements, meetings and visits."""
        return self.activity in TALK

    @property
    def is_violent(self) -> bool:
        """True for fights, attacks and the like."""
        return self.activity in VIOLENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """An article with its events, the main event first, and its toponyms in text order."""

    article: Article
    events: tuple[Event, ...] = ()
    toponyms: tuple[Toponym, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCount:
    """What a linking did.

    `events` were looked at, `changed` of all events have another link_id than before, `reprints`
    counts the pairs of articles with one text.
    """

    events: int = 0
    changed: int = 0
    reprints: int = 0
