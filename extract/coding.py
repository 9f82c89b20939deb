"""What an act is by ACLED: the activity's default type, overridden where the sentence says so.

The words that override it stand in `lexicon/sub_types.csv`, by the family of acts that they
concern, tried in the file's order.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from extract.lexicon import lexicon
from extract.trigger_lexicon import JOINED, with_classes
from geodata.codes import ActorType, BorderActivity, EventType
from geodata.taxonomy import activity_codes

_ARMED = frozenset(
    {
        ActorType.STATE_FORCES,
        ActorType.EXTERNAL_FORCES,
        ActorType.REBEL_GROUP,
        ActorType.POLITICAL_MILITIA,
        ActorType.IDENTITY_MILITIA,
        ActorType.CRIMINAL_GROUP,
    }
)
VIOLENT = frozenset(
    {
        BorderActivity.ARMED_CLASH,
        BorderActivity.ATTACK,
        BorderActivity.SHELLING,
        BorderActivity.MINE_OR_IED,
        BorderActivity.ABDUCTION,
        BorderActivity.AIR_STRIKE,
    }
)
_THROWN = frozenset({BorderActivity.ATTACK, BorderActivity.MINE_OR_IED, BorderActivity.ARMED_CLASH})


@dataclass(frozen=True, slots=True)
class AcledCode:
    """ACLED's event type and sub-event type; both None for talk."""

    event_type: EventType | None
    sub_event_type: str | None


@dataclass(frozen=True, slots=True)
class _Override:
    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    code: AcledCode


def is_armed(actor_type: str | None) -> bool:
    """Return whether actors of this type carry arms."""
    return actor_type in _ARMED


def crowd_code(sentence: str, language: str) -> AcledCode:
    """Return the code of a protest or riot by the words of its sentence.

    What the crowd does decides before what is done to it, and deaths before tear gas (ACLED
    Codebook, 2024: a demonstration that turns violent is a riot).
    """
    found = _overridden("crowd", sentence, language)
    return found or AcledCode(EventType.PROTESTS, "Peaceful protest")


def acled_code(
    activity: BorderActivity,
    clause: str,
    language: str,
    *,
    actor1_type: str | None,
    actor2_type: str | None,
    fatalities: int | None,
) -> AcledCode:
    """Return the ACLED code of an act: the activity's default, overridden by ACLED's own rules.

    Two armed sides make a battle, an armed side against civilians violence against civilians, a
    weapon of remote violence an explosion; deaths turn an abduction into an attack.
    """
    default = activity_codes()[activity]
    code = AcledCode(default.event_type, default.sub_event_type)
    by_weapon = _weapon_code(activity, clause, language)
    if by_weapon is not None:
        return by_weapon
    if activity is BorderActivity.ATTACK:
        is_property = not fatalities and actor2_type is None
        of_property = _overridden("property", clause, language) if is_property else None
        return of_property or _attack_code(actor1_type, actor2_type)
    if activity is BorderActivity.ABDUCTION and is_armed(actor2_type):
        return AcledCode(EventType.STRATEGIC, "Other")  # captured soldiers are no civilians
    if activity is BorderActivity.ABDUCTION and fatalities:
        return AcledCode(EventType.VIOLENCE_AGAINST_CIVILIANS, "Attack")
    if activity is BorderActivity.ARMED_CLASH and ActorType.RIOTERS in (actor1_type, actor2_type):
        return AcledCode(EventType.RIOTS, "Violent demonstration")
    if activity is BorderActivity.ARMED_CLASH and actor2_type == ActorType.CIVILIANS:
        return AcledCode(EventType.VIOLENCE_AGAINST_CIVILIANS, "Attack")
    if activity is BorderActivity.SEIZURE:
        return _overridden("goods", clause, language) or code
    return code


def is_about_property(told: str, language: str) -> bool:
    """Return whether the words tell that goods or houses were burnt or looted."""
    return _overridden("property", told, language) is not None


def _weapon_code(activity: BorderActivity, clause: str, language: str) -> AcledCode | None:
    families = [
        ("force", activity in VIOLENT),
        ("planted", activity is BorderActivity.MINE_OR_IED),
        ("attack", activity is BorderActivity.ATTACK),
        ("thrown", activity in _THROWN),
    ]
    codes = (_overridden(family, clause, language) for family, applies in families if applies)
    return next((code for code in codes if code), None)


def _attack_code(actor1_type: str | None, actor2_type: str | None) -> AcledCode:
    if actor2_type in (ActorType.PROTESTERS, ActorType.RIOTERS):
        return AcledCode(EventType.PROTESTS, "Excessive force against protesters")
    if actor1_type in (ActorType.PROTESTERS, ActorType.RIOTERS):
        return AcledCode(EventType.RIOTS, "Violent demonstration")
    if is_armed(actor2_type) and actor1_type != ActorType.CIVILIANS:
        return AcledCode(EventType.BATTLES, "Armed clash")
    return AcledCode(EventType.VIOLENCE_AGAINST_CIVILIANS, "Attack")


def _overridden(family: str, text: str, language: str) -> AcledCode | None:
    for override in _overrides().get((language, family), ()):
        is_other = override.unless is not None and override.unless.search(text)
        if override.words.search(text) and not is_other:
            return override.code
    return None


@cache
def _overrides() -> Mapping[tuple[str, str], tuple[_Override, ...]]:
    found: dict[tuple[str, str], list[_Override]] = {}
    for row in lexicon("sub_types"):
        override = _Override(
            _compiled(row["words"], row["language"]),
            _compiled(row["unless"], row["language"]) if row["unless"] else None,
            AcledCode(EventType(row["event_type"]), row["sub_event_type"]),
        )
        found.setdefault((row["language"], row["family"]), []).append(override)
    return MappingProxyType({key: tuple(overrides) for key, overrides in found.items()})


def _compiled(words: str, language: str) -> re.Pattern[str]:
    joined = JOINED.get(language, "")
    return re.compile(rf"(?<!\w){joined}(?:{with_classes(words, language)})", re.IGNORECASE)
