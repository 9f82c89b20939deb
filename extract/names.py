"""An article's mentions gathered into names: equal words in one sense are one name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extract.surroundings import Surroundings
from extract.toponyms import Mention
from geodata.gazetteer import Candidate
from geodata.model import Place
from geodata.names import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name in one sense: the mentions that share it, and what is said of it.

    `mentions` are their numbers and `positions` their offsets; `within` are the numbers of the
    names of areas around it; `is_stated`, `states` and `feature_class` are as in Surroundings;
    `country_code` is a demonym's.
    """

    mentions: tuple[int, ...]
    positions: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    within: tuple[int, ...] = ()
    states: tuple[Place, ...] = ()
    is_stated: bool = False
    feature_class: str = ""
    country_code: str | None = None


def names_of(mentions: Sequence[Mention], around: Sequence[Surroundings]) -> tuple[Name, ...]:
    """Return the names of the mentions.

    A name means one place throughout an article, unless areas around it say otherwise ("Paris,
    Texas" and "Paris, France") or a unit and its town are told apart ("Kidal region", "Kidal").
    """
    senses = _senses(mentions, around)
    name_of = {number: at for at, members in enumerate(senses) for number in members}
    return tuple(_name(members, mentions, around, name_of) for members in senses)


_Key = tuple[object, ...]


def _senses(mentions: Sequence[Mention], around: Sequence[Surroundings]) -> list[list[int]]:
    """Return the mentions of each name and sense; one without an area takes the first area."""
    senses: dict[_Key, list[int]] = {}
    first_sense: dict[_Key, _Key] = {}
    without_area: defaultdict[_Key, list[int]] = defaultdict(list)
    for number, (mention, near) in enumerate(zip(mentions, around, strict=True)):
        is_area = near.feature_class == "A"
        name: _Key = (fold(mention.text), mention.kind, is_area, mention.country_code)
        area = _area_named(mentions, near)
        if area is None:
            without_area[name].append(number)
        else:
            first_sense.setdefault(name, (*name, area))
            senses.setdefault((*name, area), []).append(number)
    for name, numbers in without_area.items():
        senses.setdefault(first_sense.get(name, name), []).extend(numbers)
    return [sorted(members) for members in senses.values()]


def _area_named(mentions: Sequence[Mention], near: Surroundings) -> str | None:
    if near.states:
        return near.states[0].place_id
    return fold(mentions[near.within[0]].text) if near.within else None


def _name(
    members: Sequence[int],
    mentions: Sequence[Mention],
    around: Sequence[Surroundings],
    name_of: dict[int, int],
) -> Name:
    near = [around[number] for number in members]
    parents = (name_of[parent] for one in near for parent in one.within)
    return Name(
        mentions=tuple(members),
        positions=tuple(mentions[number].start for number in members),
        candidates=max((mentions[number].candidates for number in members), key=len),
        within=tuple(dict.fromkeys(parents)),
        states=tuple(dict.fromkeys(state for one in near for state in one.states)),
        is_stated=any(one.is_stated or one.states for one in near),
        feature_class=next((one.feature_class for one in near if one.feature_class), ""),
        country_code=mentions[members[0]].country_code,
    )
