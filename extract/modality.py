"""Whether an act took place, by the words around the one that tells of it.

The patterns stand in `lexicon/modality.csv`, tried in the file's order: a denial of a plan is a
denial. `before` patterns end where the act's words begin (`before_ing` those of a word in -ing),
`through` patterns where they end (Arabic joins its future to the verb), `after` patterns begin
there, `words` patterns are looked for in the words of a verb themselves ("fermera"), `clause`
patterns stand anywhere in the clause.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from extract.lexicon import lexicon
from geodata.codes import BorderActivity, Modality
from geodata.names import is_arabic

_NOT_TOLD = "none"
REACH = 70
# Where the verb opens, its subject stands between it and what it denies or plans.
REACH_VERB_FIRST = 110
# What stands before these says nothing of the act, but for "denied that" and "fears that".
_NEW_CLAUSE = re.compile(
    r"(?i)[,،](?!\d)|\b(?:when|which|who|(?<!den(?:ied|ies)\s)(?<!(?:deny|fear)\s)(?<!fears\s)(?<!feared\s)"
    r"(?<!denying\s)(?<!reports\s)(?<!claims\s)(?<!warned\s)(?<!warns\s)(?<!vowed\s)(?<!vows\s)(?<!threatened\s)that|"
    r"lorsque|qui|(?<!dément\s)(?<!démenti\s)(?<!nie\s)(?<!nié\s)(?<!menacé\s)(?<!averti\s)(?<!annoncé\s)que|التي|الذي|حيث|فيما|بينما)\b"
)
_DETERMINER_THAT = re.compile(r"(?i)\bthat\s+$")  # "accused of that killing"
_INFINITIVE = re.compile(r"(?i)\bto\s+(?:\w+ly\s+)?$")
# An infinitive reports an act only after these.
_REPORTING_INFINITIVE = re.compile(
    r"(?i)\b(?:began|begun|begins|started|continu(?:e|ed|es)|managed|proceed(?:ed)?|used|was|were|"
    r"forced|forces|had|helped|moved|prompt(?:ed|s)|led|vot(?:ed|es))(?:\W+\w+){0,4}\s+to\s+(?:\w+ly\s+)?$"
)
# An order to do these is the act itself.
_DONE_BY_ORDER = frozenset(
    {
        BorderActivity.BORDER_CLOSURE,
        BorderActivity.BORDER_REOPENING,
        BorderActivity.MOVEMENT_RESTRICTION,
        BorderActivity.ALERT,
        BorderActivity.EXPULSION,
        BorderActivity.EVACUATION,
        BorderActivity.AGREEMENT,
    }
)
# A ban that is announced is in force; that one is drilled says nothing of a fight beside it.
_MILD_RANK = 80
_TALK_UNSAID = re.compile(
    r"(?i)\b(?:not|n[’']t|to|could|would|(?-i:may)|might|if|ne|pas|sans|لم|لن)\s+$"
)


@dataclass(frozen=True, slots=True)
class _Cue:
    modality: str
    place: str
    pattern: re.Pattern[str]


def modality_of(
    clause: str,
    start: int,
    end: int,
    *,
    language: str,
    is_verb: bool,
    activity: BorderActivity | None,
    rank: int,
    is_talk: bool,
) -> Modality | None:
    """Return the modality of the act whose words stand at clause[start:end].

    None when the clause does not tell it at all: negated, wished, feared, only thought of.
    """
    reach = REACH_VERB_FIRST if is_arabic(clause[start:]) else REACH
    before = _DETERMINER_THAT.sub("this ", clause[:start][-reach:])
    nearest = _NEW_CLAUSE.split(before)[-1]
    if is_talk:
        return None if _TALK_UNSAID.search(nearest) else Modality.HAPPENED
    for cue in _cues(language):
        if (is_verb or cue.place != "words") and _matches(cue, clause, nearest, start, end):
            return _read(cue.modality, activity, rank)
    if is_verb and _INFINITIVE.search(nearest):
        return Modality.HAPPENED if _REPORTING_INFINITIVE.search(nearest) else None
    return Modality.HAPPENED


def _matches(cue: _Cue, clause: str, nearest: str, start: int, end: int) -> bool:
    if cue.place == "before_ing" and not clause[start:end].endswith("ing"):
        return False
    if cue.place == "through":
        return bool(cue.pattern.search(nearest + clause[start:end]))
    if cue.place.startswith("before"):
        return bool(cue.pattern.search(nearest))
    if cue.place == "words":
        return bool(cue.pattern.search(clause[start:end]))
    return bool(cue.pattern.search(clause[end : end + REACH] if cue.place == "after" else clause))


def _read(modality: str, activity: BorderActivity | None, rank: int) -> Modality | None:
    if modality == _NOT_TOLD:
        return None
    if modality == Modality.ORDERED and activity in _DONE_BY_ORDER:
        return Modality.HAPPENED
    if modality == Modality.EXERCISE and rank >= _MILD_RANK:
        return Modality.HAPPENED
    return Modality(modality)


@cache
def _cues(language: str) -> Sequence[_Cue]:
    return _all_cues().get(language, ())


@cache
def _all_cues() -> Mapping[str, tuple[_Cue, ...]]:
    found: dict[str, list[_Cue]] = {}
    for row in lexicon("modality"):
        ending = "$" if row["place"].startswith(("before", "through")) else ""
        pattern = re.compile(f"(?:{row['pattern']}){ending}", re.IGNORECASE)
        found.setdefault(row["language"], []).append(_Cue(row["modality"], row["place"], pattern))
    return MappingProxyType({language: tuple(cues) for language, cues in found.items()})
