"""Words that say that something was done: found, tied to a border activity, and given a modality.

The rows stand in `lexicon/triggers.csv`: a pattern, what its clause must (`needs`) and must not
(`unless`) hold, and which sides its subject and object are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.lexicon import lexicon
from extract.text import Sentence, quoted_spans
from geodata.codes import TALK, BorderActivity, Modality
from geodata.taxonomy import activity_codes

# Clauses end at these; "and" ends one only where a new verb phrase follows, which we can't see.
_CLAUSE_END = re.compile(r"(?i)[;:]|,\s+(?:but|while|whereas|although|mais|tandis)\b|\s[–—]\s")
# What follows these has not happened, or only in somebody's plans. The order is the order of
# reading: a denial of a plan is a denial.
_MODALITIES: tuple[tuple[Modality | None, str], ...] = (
    (
        Modality.DENIED,
        r"(?:denied|denies|deny|denying|dismissed|refuted|rejected\s+(?:claims|reports)|dément\w*|نف[ىت]\w*)"
        r"(?:\W+\w+){0,6}\W*$",
    ),
    (
        None,  # negated or merely thought of: no event at all
        r"(?:\b(?:not|never|n[’']t|no|without|nor|neither|ne|pas|sans|aucune?|لم|لن|دون)\b|"
        r"\b(?:prevent|avoid|stop|deter|thwart|counter|combat|fight|face|confront|tackle|curb|stem|against|"
        r"avert|halt|root\s+out|eradicat|empêcher|éviter|lutter\s+contre|risk|risque|fear|fears|feared|danger|threat|"
        r"menace|possib\w+|prospect|accused?\s+of|suspected\s+of|able|capable|unable|fail(?:ed|s)?|refus(?:ed|es)|"
        r"if|unless|should|would|could|(?-i:may)|might|must|whether|pourrait|devrait|si|presage|seeks?|aims?|"
        r"hop(?:es?|ed|ing)|want(?:s|ed)?|wish\w*|urg(?:ed|es|ing)|called?|calls|calling|asked|ask|demand(?:ed|s)|"
        r"lead\s+to|warn(?:ed|s|ing)\s+(?:of|that|against)|in\s+case|in\s+order|so\s+as|"
        r"expect(?:s|ed)?|likely|قد|ربما|منع|مكافحة|محاربة)"
        r"\b)(?:\W+[\w’']+){0,4}\W*$",
    ),
    (
        Modality.THREATENED,
        r"\b(?:threaten(?:ed|s|ing)?|vow(?:ed|s|ing)?|menac[eé]\w*|هدد\w*)\s+(?:to|of|de|ب)(?:\W+\w+){0,3}\W*$",
    ),
    (
        Modality.PLANNED,
        r"\b(?:will|going\s+to|plan(?:s|ned|ning)?\s+to|intend(?:s|ed)?\s+to|set\s+to|prepar\w+\s+to|"
        r"decided\s+to|agreed\s+to|pledged\s+to|promised\s+to|about\s+to|va|vont|compte|prévoit\s+de|سوف|ستقوم)"
        r"(?:\W+\w+){0,3}\W*$",
    ),
    (
        Modality.ATTEMPTED,
        r"\b(?:tried|attempt(?:ed|s|ing)?|trying|tent(?:é|ative)|حاول\w*)(?:\s+(?:to|de|of))?(?:\W+\w+){0,2}\W*$",
    ),
)
_EXERCISE = re.compile(r"(?i)\b(?:exercises?|drills?|manoeuvres?|maneuvers?|war\s?games)\b")
_CLAIMED = re.compile(
    r"(?i)\b(?:claim(?:ed|s)|alleg(?:ed|es|edly)|reportedly|revendiqu\w*|accus\w+(?:\W+\w+){1,6}?\W+of)\b"
)
_INFINITIVE = re.compile(r"(?i)\bto\s+(?:\w+ly\s+)?$")
# An infinitive reports an act only after these.
_REPORTING_INFINITIVE = re.compile(
    r"(?i)\b(?:began|begun|begins|started|continu(?:ed|es)|managed|proceed(?:ed)?|used|ordered|told|was|were|"
    r"forced|had|helped|moved)(?:\W+\w+){0,4}\s+to\s+(?:\w+ly\s+)?$"
)
# What stands before these says nothing of the act, but for "denied that" and "fears that".
_NEW_CLAUSE = re.compile(
    r"(?i),|\b(?:after|when|which|who|(?<!den(?:ied|ies)\s)(?<!(?:deny|fear)\s)(?<!fears\s)(?<!feared\s)"
    r"(?<!denying\s)that|après|qui|que|التي|الذي)\b"
)
MODALITY_REACH = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the trigger lexicon, compiled."""

    activity: BorderActivity | None
    kind: str
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    subject: str
    object: str
    event_type: str | None
    sub_event_type: str | None

    @property
    def rank(self) -> int:
        """How violent the act is; protests and riots stand between talk and force."""
        return activity_codes()[self.activity].violence_rank if self.activity else 60

    @property
    def is_talk(self) -> bool:
        """True for statements, meetings and visits."""
        return self.activity in TALK


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A rule's words at text[start:end], in a clause of a sentence."""

    rule: Rule
    start: int
    end: int
    clause_start: int
    clause_end: int
    modality: Modality


def find_triggers(text: str, sentence: Sentence, language: str) -> tuple[Trigger, ...]:
    """Return the sentence's triggers in order: where several overlap, the most violent act.

    `language` is an ISO 639-1 code; without rules for it nothing is found. What stands in direct
    speech, is negated, wished, feared or only possible is left out.
    """
    quoted = quoted_spans(text[sentence.start : sentence.end])
    found: list[Trigger] = []
    for clause_start, clause_end in _clauses(text, sentence):
        for rule in _rules(language):
            found += _rule_matches(text, rule, clause_start, clause_end)
    spoken = [(a + sentence.start, b + sentence.start) for a, b in quoted]
    said = [t for t in found if not any(a <= t.start < b for a, b in spoken)]
    return tuple(_without_overlaps(said))


def _clauses(text: str, sentence: Sentence) -> Iterator[tuple[int, int]]:
    start = sentence.start
    for match in _CLAUSE_END.finditer(text, sentence.start, sentence.end):
        yield start, match.start()
        start = match.end()
    yield start, sentence.end


def _rule_matches(text: str, rule: Rule, start: int, end: int) -> Iterator[Trigger]:
    clause = text[start:end]
    match = rule.pattern.search(clause)
    if match is None:
        return
    if rule.needs and not rule.needs.search(clause):
        return
    if rule.unless and rule.unless.search(clause):
        return
    for match in rule.pattern.finditer(clause):
        modality = _modality(clause, match, rule)
        if modality is not None:
            yield Trigger(
                rule=rule,
                start=start + match.start(),
                end=start + match.end(),
                clause_start=start,
                clause_end=end,
                modality=modality,
            )


def _modality(clause: str, match: re.Match[str], rule: Rule) -> Modality | None:
    """Return the act's modality, None when the sentence does not say that it was done."""
    before = clause[: match.start()][-MODALITY_REACH:]
    nearest = _NEW_CLAUSE.split(before)[-1]
    if rule.is_talk:
        is_negated = re.search(r"(?i)\b(?:not|n[’']t|to|could|would|(?-i:may)|might)\s+$", nearest)
        return None if is_negated else Modality.HAPPENED
    for modality, pattern in _compiled_modalities():
        if pattern.search(nearest):
            return modality
    if rule.kind == "verb" and _INFINITIVE.search(nearest):
        return Modality.HAPPENED if _REPORTING_INFINITIVE.search(nearest) else None
    if (
        _EXERCISE.search(clause)
        and rule.rank < activity_codes()[BorderActivity.ATTACK].violence_rank
    ):
        return Modality.EXERCISE
    if _CLAIMED.search(nearest):
        return Modality.CLAIMED
    return Modality.HAPPENED


def _without_overlaps(triggers: Sequence[Trigger]) -> list[Trigger]:
    """Keep the most violent of triggers whose words overlap, the longest among equals."""
    ranked = sorted(triggers, key=lambda t: (-t.rule.rank, t.start - t.end, t.start))
    kept: list[Trigger] = []
    for trigger in ranked:
        if all(trigger.end <= other.start or trigger.start >= other.end for other in kept):
            kept.append(trigger)
    return sorted(kept, key=lambda t: t.start)


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            activity=BorderActivity(row["activity"]) if row["activity"] else None,
            kind=row["kind"],
            pattern=_compiled(row["pattern"]),
            needs=_compiled(row["needs"]) if row["needs"] else None,
            unless=_compiled(row["unless"]) if row["unless"] else None,
            subject=row["subject"],
            object=row["object"],
            event_type=row["event_type"] or None,
            sub_event_type=row["sub_event_type"] or None,
        )
        for row in lexicon("triggers")
        if row["language"] == language
    )


@cache
def _compiled_modalities() -> tuple[tuple[Modality | None, re.Pattern[str]], ...]:
    return tuple(
        (modality, re.compile(pattern, re.IGNORECASE)) for modality, pattern in _MODALITIES
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", re.IGNORECASE)
