"""Who suffered an act: actors that words for dead and wounded count, people whom nobody names."""

import re
from collections.abc import Sequence
from functools import cache

from extract.actor_mentions import ActorMention
from extract.coding import is_about_property
from extract.counts import number_pattern
from extract.lexicon import lexicon
from extract.records import Act
from extract.roles import Sides
from extract.trigger_lexicon import JOINED, with_classes
from geodata.codes import BorderActivity


def with_casualties(
    text: str, language: str, sides: Sides, actors: Sequence[ActorMention]
) -> Sides:
    """Fill an open second side with whom the sentence calls dead or wounded.

    "Four soldiers died when a convoy struck a mine": the verb of the act has no victims of its
    own. `actors` are the sentence's.
    """
    fallen = _fallen(language)
    if fallen is None:
        return sides
    known = {actor.name for actor in sides.subjects}
    hurt = [a for a in actors if a.name not in known and fallen.match(text, a.end)]
    return Sides(sides.subjects, tuple(hurt[:1]))


@cache
def _fallen(language: str) -> re.Pattern[str] | None:
    """Return the pattern of what follows the word for who was hurt; None without a list."""
    if not (_has_class("killed_after", language) and _has_class("wounded_after", language)):
        return None
    hurt = with_classes("(?:{killed_after}|{wounded_after})", language)
    return re.compile(rf"(?i)\s+(?:have\s+|has\s+|had\s+)?{hurt}(?!\w)")


_HARMS = frozenset(
    {
        BorderActivity.ARREST,
        BorderActivity.RELEASE,
        BorderActivity.EXPULSION,
        BorderActivity.DISPLACEMENT,
        BorderActivity.EVACUATION,
    }
)


def has_civilian_victims(act: Act, told: str, language: str) -> bool:
    """Return whether people who are nobody's fighters were killed, taken, arrested or freed."""
    if act.activity is BorderActivity.ABDUCTION:
        return True
    is_fight = act.activity is BorderActivity.ARMED_CLASH
    if is_fight or not (act.is_violent or act.activity in _HARMS):
        return False
    victims = _victims(language)
    return victims is not None and bool(victims.search(told))


def is_where_people_live(act: Act, told: str, language: str) -> bool:
    """Return whether a village, a market, a bus was hit; looted or burnt goods are no people."""
    if act.activity is BorderActivity.ATTACK and is_about_property(told, language):
        return False
    sites = _class_of("civilian_sites", language)
    return sites is not None and sites.search(told) is not None


@cache
def _class_of(name: str, language: str) -> re.Pattern[str] | None:
    if not _has_class(name, language):
        return None
    joined = JOINED.get(language, "")
    words = with_classes("{" + name + "}", language)
    return re.compile(rf"(?i)(?<!\w){joined}{words}(?!\w)")


@cache
def _victims(language: str) -> re.Pattern[str] | None:
    """Return the pattern of counted people: "three Vietnamese tourists"; None without a list."""
    if not _has_class("victims", language):
        return None
    words = with_classes("{victims}", language)
    gap = r"(?:\s+(?!and\b|et\b|in\b|of\b)[\w'’-]+){0,3}?"
    return re.compile(rf"(?i)(?<!\w){number_pattern()}{gap}\s+{words}(?!\w)")


def _has_class(name: str, language: str) -> bool:
    return any(r["language"] == language and r["name"] == name for r in lexicon("word_classes"))
