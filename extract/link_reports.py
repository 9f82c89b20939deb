"""What linking looks at in a report: its days, its kind of act, its actors, its article's words."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from extract.actor_lexicon import actor_row, actor_type_of
from extract.countries import name_of_country
from extract.lexicon import lexicon
from geodata.codes import INCIDENT_MODALITIES, TALK, ActorType, BorderActivity, EventType

# Days of an event that say less than its publication does: "this year", "since 2012".
MAX_SPAN_DAYS: Final = 45
# An event without a date is of the week before its publication, as the design has it.
UNDATED_DAYS: Final = 6

_FAMILIES: Final[Mapping[str, frozenset[BorderActivity]]] = MappingProxyType(
    {
        "force": frozenset(
            {
                BorderActivity.ARMED_CLASH,
                BorderActivity.ATTACK,
                BorderActivity.SHELLING,
                BorderActivity.MINE_OR_IED,
                BorderActivity.AIR_STRIKE,
                BorderActivity.ABDUCTION,
                BorderActivity.INFILTRATION,
                BorderActivity.AIRSPACE_INCURSION,
                BorderActivity.MILITARY_OPERATION,
            }
        ),
        "law": frozenset(
            {
                BorderActivity.SEIZURE,
                BorderActivity.ARREST,
                BorderActivity.SMUGGLING,
                BorderActivity.TUNNEL,
                BorderActivity.MINE_CLEARANCE,
            }
        ),
        "people": frozenset(
            {
                BorderActivity.IRREGULAR_CROSSING,
                BorderActivity.EXPULSION,
                BorderActivity.DISPLACEMENT,
                BorderActivity.EVACUATION,
            }
        ),
        "release": frozenset({BorderActivity.RELEASE}),
        "sides": frozenset(
            {BorderActivity.AGREEMENT, BorderActivity.DEFECTION, BorderActivity.SURRENDER}
        ),
        "talk": TALK,
    }
)
_FORCE_TYPES: Final = frozenset(
    {EventType.BATTLES, EventType.EXPLOSIONS, EventType.VIOLENCE_AGAINST_CIVILIANS}
)
_CROWD_TYPES: Final = frozenset({EventType.PROTESTS, EventType.RIOTS})
# Those whose names tell two happenings apart; of missions, companies and agencies several may
# have a part in one.
_GROUP_TYPES: Final = frozenset(
    {
        ActorType.REBEL_GROUP,
        ActorType.POLITICAL_MILITIA,
        ActorType.IDENTITY_MILITIA,
        ActorType.CRIMINAL_GROUP,
        ActorType.STATE_FORCES,
    }
)


@dataclass(frozen=True, slots=True)
class ActorProfile:
    """Who takes part: groups that have a name, and the countries whose state acts."""

    groups: frozenset[str]
    states: frozenset[str]


def with_days(reports: pd.DataFrame) -> pd.DataFrame:
    """Return the store's reports with what linking compares, one row each; the order stays.

    `first`, `last` and `read` are day numbers (NaN: unknown; those of `read` are publication's),
    `exact` says that it is one day; `family` is the kind of act, `happened` False for what was
    planned, denied and the like; `profile` is an ActorProfile; `leads` marks each article's first
    incident, which the article as a whole is about, and events without an article.
    """
    days = [
        _days(row.date_start, row.date_end, row.published, is_recalled=bool(row.background))
        for row in rows_of(reports)
    ]
    first, last = np.array(days, dtype=float).reshape(-1, 2).T
    known = [_profile(names) for names in zip(reports["actor1"], reports["actor2"], strict=True)]
    return reports.assign(
        first=first,
        last=last,
        read=[_number(day) for day in reports["published"]],
        exact=(last - first) == 0,
        family=[
            family_of(activity, event_type)
            for activity, event_type in zip(
                reports["border_activity"], reports["event_type"], strict=True
            )
        ],
        happened=reports["modality"].isin([str(value) for value in INCIDENT_MODALITIES]),
        profile=pd.Series(known, index=reports.index, dtype=object),
        leads=_leads(reports),
    )


def family_of(activity: str | None, event_type: str | None) -> str:
    """Return the kind of act in the wide sense in which reports of one happening agree.

    Papers call one act an attack, a clash or an explosion; none calls an arrest a march.
    """
    if event_type in _CROWD_TYPES:
        return "crowd"
    for family, activities in _FAMILIES.items():
        if activity in activities:
            return family
    if activity is None:
        return "force" if event_type in _FORCE_TYPES else "measures"
    return "measures"


def _days(
    start: date | None, end: date | None, published: date | None, *, is_recalled: bool
) -> tuple[float, float]:
    if start is not None and end is not None and (end - start).days <= MAX_SPAN_DAYS:
        return _number(start), _number(end)
    if published is None or is_recalled:
        return np.nan, np.nan
    return _number(published - timedelta(days=UNDATED_DAYS)), _number(published)


def _number(day: date | None) -> float:
    return float(day.toordinal()) if day is not None else np.nan


@cache
def _profile(names: tuple[str | None, ...]) -> ActorProfile:
    groups, states = set(), set()
    for name in names:
        if name is None or _bare(name) in _descriptions():
            continue
        state, actor_type = _state_of(name), actor_type_of(name)
        if state:
            states.add(state)
        elif actor_type is None or actor_type in _GROUP_TYPES:
            groups.add(_bare(name))
    return ActorProfile(frozenset(groups), frozenset(states))


def _bare(name: str) -> str:
    return name.partition(" (")[0]


def _state_of(name: str) -> str | None:
    """Return the country whose forces or offices an actor is; None for all others."""
    office, of, country = _bare(name).rpartition(" of ")
    if of and office in _offices():
        return country
    row = actor_row(name)
    if row is None or row["actor_type"] != ActorType.STATE_FORCES:
        return None
    return name_of_country(row["country_code"]) if row["country_code"] else None


@cache
def _offices() -> frozenset[str]:
    """Return "Military Forces", "Government" and what else stands before "of {country}"."""
    patterns = (row["pattern"].rpartition(" of {") for row in lexicon("generic_actors"))
    return frozenset(office for office, of, _ in patterns if of)


@cache
def _descriptions() -> frozenset[str]:
    """Return what is no name of anybody: "Unidentified fighters", "Civilians"."""
    patterns = (_bare(row["pattern"]) for row in lexicon("generic_actors"))
    return frozenset(name for name in patterns if "{" not in name) | _offices()


def _leads(reports: pd.DataFrame) -> NDArray[np.bool_]:
    told = reports["modality"].isin([str(value) for value in INCIDENT_MODALITIES])
    told &= ~reports["border_activity"].isin([str(value) for value in TALK])
    told &= ~reports["background"].astype(bool)
    order = pd.DataFrame(
        {
            "article": reports["article_id"],
            "is_other": ~told,
            "start": column(reports, "quote_start"),
            "word": [_told_at(evidence) for evidence in reports["evidence"]],
            "event_id": reports["event_id"],
        }
    ).sort_values(["is_other", "start", "word", "event_id"])
    first = order.index[~order.duplicated("article")]
    return np.asarray(reports.index.isin(first) | reports["article_id"].isna())


def _told_at(evidence: str) -> tuple[int, int]:
    """Return where the words of the act and of the place stand; of several the first."""
    starts = {field: start for field, start, _ in reversed(json.loads(evidence))}
    return starts.get("trigger", 0), starts.get("location", 0)


_NUMBER: Final = re.compile(r"(?<![\d.,])\d[\d ,.]*\d(?!\d)|\d")


def figures_of(text: str) -> Iterable[str]:
    """Yield the text's numbers of two digits and more, without what groups their digits."""
    for found in _NUMBER.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if len(digits) > 1:
            yield digits


def rows_of(frame: pd.DataFrame) -> Iterable[Any]:
    """Return the frame's rows by column name; their values are whatever the columns hold."""
    return frame.itertuples(index=False)


def column(reports: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """Return a column of numbers, NaN where it is empty."""
    values: Any = pd.to_numeric(reports[name])
    return np.asarray(values, dtype=np.float64)
