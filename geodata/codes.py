"""The codes of an event's fields: ACLED's types, the act at the border, how it is known."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class EventType(StrEnum):
    """ACLED's six event types, spelt as ACLED spells them (ACLED Codebook, 2024)."""

    BATTLES = "Battles"
    PROTESTS = "Protests"
    RIOTS = "Riots"
    EXPLOSIONS = "Explosions/Remote violence"
    VIOLENCE_AGAINST_CIVILIANS = "Violence against civilians"
    STRATEGIC = "Strategic developments"


# ACLED's 25 sub-event types by their event type (ACLED Codebook, 2024).
SUB_EVENT_TYPES: Mapping[EventType, tuple[str, ...]] = MappingProxyType(
    {
        EventType.BATTLES: (
            "Government regains territory",
            "Non-state actor overtakes territory",
            "Armed clash",
        ),
        EventType.PROTESTS: (
            "Excessive force against protesters",
            "Protest with intervention",
            "Peaceful protest",
        ),
        EventType.RIOTS: ("Violent demonstration", "Mob violence"),
        EventType.EXPLOSIONS: (
            "Chemical weapon",
            "Air/drone strike",
            "Suicide bomb",
            "Shelling/artillery/missile attack",
            "Remote explosive/landmine/IED",
            "Grenade",
        ),
        EventType.VIOLENCE_AGAINST_CIVILIANS: (
            "Sexual violence",
            "Attack",
            "Abduction/forced disappearance",
        ),
        EventType.STRATEGIC: (
            "Agreement",
            "Arrests",
            "Change to group/activity",
            "Disrupted weapons use",
            "Headquarters or base established",
            "Looting/property destruction",
            "Non-violent transfer of territory",
            "Other",
        ),
    }
)


class BorderActivity(StrEnum):
    """Borderwatch's own extension: what the act was, seen from the border.

    Definitions, default ACLED parents and PLOVER codes stand in `data/taxonomy.csv`.
    """

    TROOP_DEPLOYMENT = "troop deployment"
    ALERT = "alert or reinforcement"
    MONITORING_POST = "monitoring post"
    BORDER_CLOSURE = "border closure"
    BORDER_REOPENING = "border reopening"
    MOVEMENT_RESTRICTION = "movement restriction"
    INFILTRATION = "infiltration"
    IRREGULAR_CROSSING = "irregular crossing"
    EXPULSION = "expulsion or pushback"
    SMUGGLING = "smuggling or trafficking"
    TUNNEL = "tunnel"
    SEIZURE = "seizure"
    ARREST = "arrest"
    ARMED_CLASH = "armed clash"
    ATTACK = "attack"
    SHELLING = "shelling"
    MINE_OR_IED = "mine or IED"
    MINE_CLEARANCE = "mine clearance"
    ABDUCTION = "abduction"
    RELEASE = "release or ransom"
    AIR_STRIKE = "air or drone strike"
    AIRSPACE_INCURSION = "airspace incursion"
    MILITARY_OPERATION = "military operation"
    PATROL = "patrol or inspection"
    BARRIER_WORKS = "barrier works"
    DEFECTION = "defection"
    SURRENDER = "surrender or amnesty"
    DISPLACEMENT = "displacement"
    EVACUATION = "evacuation"
    AGREEMENT = "agreement"
    OFFICIAL_VISIT = "official visit"
    MEETING = "meeting"
    STATEMENT = "statement or warning"


# Talk has no ACLED type and a map layer of its own.
TALK: frozenset[BorderActivity] = frozenset(
    {BorderActivity.OFFICIAL_VISIT, BorderActivity.MEETING, BorderActivity.STATEMENT}
)


class Modality(StrEnum):
    """Whether the sentence says that the act took place."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    CLAIMED = "claimed"
    ATTEMPTED = "attempted"
    ORDERED = "ordered"
    PLANNED = "planned"
    THREATENED = "threatened"
    PREDICTED = "predicted"
    DENIED = "denied"
    EXERCISE = "exercise"


# The modalities that make an incident; all others share the talk layer.
INCIDENT_MODALITIES: frozenset[Modality] = frozenset(
    {Modality.HAPPENED, Modality.ONGOING, Modality.CLAIMED, Modality.ATTEMPTED}
)


class ActorType(StrEnum):
    """ACLED's actor types, in Borderwatch's plural spelling."""

    STATE_FORCES = "state forces"
    REBEL_GROUP = "rebel group"
    POLITICAL_MILITIA = "political militia"
    IDENTITY_MILITIA = "identity militia"
    CRIMINAL_GROUP = "criminal group"
    RIOTERS = "rioters"
    PROTESTERS = "protesters"
    CIVILIANS = "civilians"
    EXTERNAL_FORCES = "external forces"
    OTHER = "other"


class DateBasis(StrEnum):
    """Where the event's date comes from."""

    STATED = "stated"
    RELATIVE = "relative"
    PUBLICATION = "publication"


class PlaceBasis(StrEnum):
    """Which text the event's place comes from."""

    SENTENCE = "sentence"
    NEIGHBOUR = "neighbour"
    DATELINE = "dateline"


class Origin(StrEnum):
    """How the event came into the store."""

    EXTRACTED = "extracted"
    IMPORTED = "imported"
    ENTERED = "entered"


class ReviewStatus(StrEnum):
    """What an analyst has said of the event."""

    UNREVIEWED = "unreviewed"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class LinkDecision(StrEnum):
    """What an analyst has said of two reports: one happening, or two."""

    SAME = "same"
    DIFFERENT = "different"
