"""What an act is by ACLED: the activity's default type, overridden where the sentence says so."""

import re
from dataclasses import dataclass

from geodata.codes import ActorType, BorderActivity, EventType
from geodata.taxonomy import activity_codes

_SUICIDE = re.compile(r"(?i)\bsuicide\b|kamikaze|انتحاري")
_GRENADE = re.compile(r"(?i)(?<!propelled\s)\bgrenades?\b|قنبلة\s+يدوية")
_CHEMICAL = re.compile(r"(?i)\b(?:chemical\s+weapons?|sarin|chlorine|mustard\s+gas)\b")
_WEAPONS = re.compile(
    r"(?i)\b(?:weapons?|arms|ammunition|explosives?|rifles?|rockets?|mines?|armes|munitions)\b|أسلحة|ذخير"
)
_PROPERTY = re.compile(r"(?i)\b(?:torch\w*|burn\w*|set\s+fire|loot\w*|incendi\w*|pill\w*)\b")
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


@dataclass(frozen=True, slots=True)
class AcledCode:
    """ACLED's event type and sub-event type; both None for talk."""

    event_type: EventType | None
    sub_event_type: str | None


def is_armed(actor_type: str | None) -> bool:
    """Return whether actors of this type carry arms."""
    return actor_type in _ARMED


def acled_code(
    activity: BorderActivity,
    clause: str,
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
    if activity is BorderActivity.MINE_OR_IED and _SUICIDE.search(clause):
        return AcledCode(EventType.EXPLOSIONS, "Suicide bomb")
    if activity in VIOLENT and _CHEMICAL.search(clause):
        return AcledCode(EventType.EXPLOSIONS, "Chemical weapon")
    if activity is BorderActivity.ATTACK:
        return _attack_code(clause, actor1_type, actor2_type, fatalities)
    if activity is BorderActivity.ABDUCTION and is_armed(actor2_type):
        return AcledCode(EventType.STRATEGIC, "Other")  # captured soldiers are no civilians
    if activity is BorderActivity.ABDUCTION and fatalities:
        return AcledCode(EventType.VIOLENCE_AGAINST_CIVILIANS, "Attack")
    if activity is BorderActivity.ARMED_CLASH and actor2_type == ActorType.CIVILIANS:
        return AcledCode(EventType.VIOLENCE_AGAINST_CIVILIANS, "Attack")
    if activity is BorderActivity.SEIZURE and _WEAPONS.search(clause):
        return AcledCode(EventType.STRATEGIC, "Disrupted weapons use")
    return code


def _attack_code(
    clause: str, actor1_type: str | None, actor2_type: str | None, fatalities: int | None
) -> AcledCode:
    if _GRENADE.search(clause):
        return AcledCode(EventType.EXPLOSIONS, "Grenade")
    if _SUICIDE.search(clause):
        return AcledCode(EventType.EXPLOSIONS, "Suicide bomb")
    if actor2_type in (ActorType.PROTESTERS, ActorType.RIOTERS):
        return AcledCode(EventType.PROTESTS, "Excessive force against protesters")
    if is_armed(actor2_type) and actor1_type != ActorType.CIVILIANS:
        return AcledCode(EventType.BATTLES, "Armed clash")
    if not fatalities and actor2_type is None and _PROPERTY.search(clause):
        return AcledCode(EventType.STRATEGIC, "Looting/property destruction")
    return AcledCode(EventType.VIOLENCE_AGAINST_CIVILIANS, "Attack")
