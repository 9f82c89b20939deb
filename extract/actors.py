"""Names in a text -> actors with their type and country.

Named actors stand in `lexicon/actors.csv`, office-holders and commanders in `lexicon/people.csv`,
words for actors nobody names ("gunmen", "the army") in `lexicon/generic_actors.csv`. Private
persons are no actors.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from extract.actor_lexicon import actors_by_pattern, demonym_country
from extract.actor_mentions import ActorMention, actor_at
from extract.text import Token
from geodata.codes import ActorType
from geodata.model import Toponym


def find_actors(
    text: str, tokens: Sequence[Token], published: date | None
) -> tuple[ActorMention, ...]:
    """Return the actors of a text in order, never overlapping.

    `published` picks between actors that bore one name at different times. Countries acting as
    such are not among them: see `country_actor`.
    """
    found = []
    index = 0
    while index < len(tokens):
        mention, last = actor_at(text, tokens, index, published)
        if mention:
            found += [*_coordinated(text, tokens, index, mention), mention]
        index = last + 1
    return tuple(_without_titles(text, found))


_AND = re.compile(r"(?i)\s*(?:,|,?\s(?:and|et)\s)\s*")


def _coordinated(
    text: str, tokens: Sequence[Token], index: int, mention: ActorMention
) -> list[ActorMention]:
    """Return the mentions before "Chadian soldiers" in "French, Nigerien and Chadian soldiers"."""
    found: list[ActorMention] = []
    pattern, of, _ = mention.name.rpartition(" of ")
    is_pattern = mention.kind == "generic" or bool(of and mention.kind == "named")
    if not is_pattern or not demonym_country(tokens[index]):
        return found
    at = index
    while at:
        other = at - 2 if tokens[at - 1].folded in ("and", "et") and at > 1 else at - 1
        start, end = tokens[other].start, tokens[other].end
        code = demonym_country(tokens[other])
        if not code or not _AND.fullmatch(text[end : tokens[at].start]):
            break
        moved = replace(mention, start=start, end=end, text=text[start:end], country_code=code)
        row = actors_by_pattern().get((pattern + of, code))
        if row:
            moved = replace(moved, name=row["name"], actor_type=row["actor_type"])
        if row or mention.kind == "generic":
            found.insert(0, moved)
        at = other
    return found


def _without_titles(text: str, actors: Sequence[ActorMention]) -> Iterator[ActorMention]:
    """Leave out "President" before a person, "fighters" before "of" and behind a named group."""
    for before, actor, following in _with_neighbours(actors):
        behind = text[before.end : actor.start] if before else ""
        is_own = actor.kind == "generic" and before and before.kind == "named"
        if is_own and _OWN_MEN.fullmatch(behind):
            continue  # "Boko Haram gunmen", "SPLM-N (al-Hilu) fighters"
        gap = text[actor.end : following.start] if following else ""
        is_title = following and following.kind == "person" and re.fullmatch(r",?\s+", gap)
        is_member = following and following.kind == "named" and re.fullmatch(_MEMBER_OF, gap)
        if actor.kind != "generic" or not (is_title or is_member):
            yield actor


# What may stand between a group's name and the word for its men.
_OWN_MEN = re.compile(
    r"(?i)\)?\s*(?:\([^()]{1,40}\)\s*|-\s?(?:linked|affiliated|aligned|allied|loyal|inspired|led)\s+)?(?:suspected\s+|armed\s+)?"
)


def _with_neighbours(
    actors: Sequence[ActorMention],
) -> Iterator[tuple[ActorMention | None, ActorMention, ActorMention | None]]:
    behind, ahead = (None, *actors), (*actors[1:], None)
    yield from zip(behind[: len(actors)], actors, ahead[: len(actors)], strict=True)


_MEMBER_OF = (
    r"(?i)\s+(?:of|from|belonging\s+to|loyal\s+to|de|du|من|ينتمون\s+إلى|"
    r"(?:موال|تابع|محسوب|منتم)\w*(?:\s+(?:على|إلى))?|[يت]تبع\w*)\s+(?:the\s+|la\s+|l['’])?"
)


def country_actor(start: int, end: int, text: str, code: str, name: str) -> ActorMention:
    """Return a country that acts: its government, or its forces in acts of force."""
    government = actors_by_pattern().get(("Government of ", code))
    forces = actors_by_pattern().get(("Military Forces of ", code))
    return ActorMention(
        start=start,
        end=end,
        text=text,
        name=government["name"] if government else f"Government of {name}",
        actor_type=government["actor_type"] if government else ActorType.STATE_FORCES,
        kind="country",
        country_code=code,
        acts_for=forces["name"] if forces else f"Military Forces of {name}",
        acts_for_type=forces["actor_type"] if forces else ActorType.STATE_FORCES,
        is_official=True,
    )


_OF_COUNTRY = re.compile(r"(?i)^\s+(?:of|in|de|du|d['’]|في)\s*(?:(?:the|la|le|l['’])\s*)?$")
_AND_COUNTRY = re.compile(r"(?i)^\s*(?:,|,?\s+and|et|و)\s+(?:(?:the|of|de)\s+)*$")
_POSSESSIVE = re.compile(r"^['’]s\s+(?:[\w-]+\s+){0,2}$")


def with_countries(
    text: str, actors: Sequence[ActorMention], countries: Sequence[Toponym]
) -> tuple[ActorMention, ...]:
    """Return the actors, those whose words leave the country open tied to one named beside them.

    "The foreign ministers of Algeria and France" become two mentions, "Libya's armed factions" one
    of Libya. `countries` are the text's countries in order.
    """
    found: list[ActorMention] = []
    for actor in actors:
        if actor.kind != "generic" or actor.country_code:
            found.append(actor)
            continue
        owners = _countries_beside(text, actor, countries)
        found += [
            replace(actor, country_code=owner.place.country_code)
            for owner in owners
            if owner.place is not None
        ] or [actor]
    return tuple(found)


def _countries_beside(
    text: str, actor: ActorMention, countries: Sequence[Toponym]
) -> list[Toponym]:
    before = bisect_right(countries, actor.start, key=lambda country: country.end)
    if before and _POSSESSIVE.match(text[countries[before - 1].end : actor.start]):
        return [countries[before - 1]]
    owners: list[Toponym] = []
    after = bisect_left(countries, actor.end, key=lambda country: country.start)
    for country in (countries[at] for at in range(after, len(countries))):
        cue = _AND_COUNTRY if owners else _OF_COUNTRY
        if not cue.match(text[owners[-1].end if owners else actor.end : country.start]):
            break
        owners.append(country)
    return owners


def in_country(mention: ActorMention, code: str | None, name: str | None) -> ActorMention:
    """Return the mention with "{country}" filled; without a country the brackets go away."""
    if "{country}" not in mention.name:
        return mention
    if name is None:
        bare = re.sub(r"\s*(?:\(\{country\}\)|(?:of|in) \{country\})", "", mention.name)
        return replace(mention, name=bare)
    known = actors_by_pattern().get((mention.name.partition("{")[0], code or ""))
    if known is not None:
        return replace(
            mention, name=known["name"], actor_type=known["actor_type"], country_code=code
        )
    return replace(mention, name=mention.name.replace("{country}", name), country_code=code)
