"""Words that say that something was done: found, tied to an activity, and given a modality."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract.counts import number_pattern
from extract.modality import modality_of
from extract.text import Sentence, quoted_spans, tokens_of
from extract.trigger_lexicon import AGENT, OBJECT, PLACE, Rule, phrases_at
from extract.verb_forms import is_attribute, is_french_verb_here, is_verb_here
from geodata.codes import Modality

# Clauses end at these; "and" ends one only where a new verb phrase follows, which we can't see.
# A colon before a toll ends none: "Attaque à Ouallam : 11 morts".
_OTHER_CLAUSE = (
    r"(?i)[;؛]|[,،]\s+(?:but|while|whereas|although|mais|tandis"
    r"|فيما|بينما|في\s+حين|لكن|غير\s+أن)\b|\s[–—]\s"
)
_BEFORE_TOLL = r"\s*(?:(?:au\s+moins|at\s+least|plus\s+de|more\s+than|près\s+de|nearly|entre)\s+)?"
# How far from its words what a rule needs may stand, in characters of the clause.
NEEDS_BEFORE, NEEDS_AFTER = 100, 130
OBJECT_BEFORE, OBJECT_AFTER = 80, 80
_PASSIVE = re.compile(
    r"(?i)\b(?:was|were|been|being|is|are|be|été|est|sont|étai(?:t|ent)|ser(?:a|ont|ait|aient)|être|furent|fut|"
    r"got|falls?|fell|تم|جرى)\s+(?:\w+(?:ly|ment)\s+|also\s+|aussi\s+|tou(?:s|tes)\s+)*$"
)
_BY_MEANS = re.compile(
    r"(?i)\b(?=((?:by|with|from|using|in(?!\s+response)|par|avec|depuis|d['’]un|بواسطة|من|عبر)\s+.{1,40}))"
)
# Up to the next comma this tells what the news answers to, or who somebody is.
_LEADS_TO_NEWS = re.compile(
    r"(?i)\b(?:in\s+(?:response|retaliation|reaction|revenge)\s+(?:to|for)|following|after|since|despite|amid|over|"
    r"who|whom|whose|which|accused\s+of|suspected\s+of|suite\s+(?:à|au|aux|d[eu’'])|en\s+(?:réponse|représailles|réaction)|accusée?s?\s+d[e’']|après|depuis|malgré|qui|dont|"
    r"بعد|عقب|إثر|منذ|ردا\s+على|على\s+خلفية|خلال|التي|الذي|الذين|اللذين)\b[^,،]*$"
)
_RELATIVE = re.compile(r"(?i)^\s*(?:which|that|qui|التي|الذي)\s+(?:\w+\s+){0,2}$")
# From this share of capitalised words on a sentence is a headline in title case.
TITLE_CASE = 0.6
# So many words in quotation marks are a wording ("put out of action"), no speech.
MAX_SCARE_QUOTE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A rule's words at text[start:end], in a clause of a sentence.

    `is_subordinate` when they stand in what only leads to the news ("after a bombing that killed
    three", "hostages, who were held").
    """

    rule: Rule
    start: int
    end: int
    clause_start: int
    clause_end: int
    modality: Modality
    is_subordinate: bool = False


def find_triggers(
    text: str, sentence: Sentence, language: str, places: Sequence[tuple[int, int]] = ()
) -> tuple[Trigger, ...]:
    """Return the sentence's triggers in order: where several overlap, the most violent act.

    `language` is an ISO 639-1 code; without rules for it nothing is found. What stands in direct
    speech, is negated, wished, feared or only possible is left out. `places` are the (start, end)
    of names of towns and the like: one may be what a verb asks for as its object ("retook Kidal").
    """
    quoted = quoted_spans(text[sentence.start : sentence.end])
    spoken = [(a + sentence.start, b + sentence.start) for a, b in quoted]
    found = [
        trigger
        for start, end in _clauses(text, sentence)
        for trigger in _triggers_of_clause(text[start:end], start, language, places)
        if not any(a <= trigger.start < b for a, b in spoken if _is_speech(text[a:b]))
        and not _is_name_part(text, sentence, trigger)
    ]
    return tuple(_with_relatives(text, _without_overlaps(found)))


def _is_speech(quoted: str) -> bool:
    """Return whether quotation marks hold a sentence's worth: a word or two are the writer's."""
    return len(quoted.split()) > MAX_SCARE_QUOTE


def _clauses(text: str, sentence: Sentence) -> Iterator[tuple[int, int]]:
    start = sentence.start
    for match in _clause_end().finditer(text, sentence.start, sentence.end):
        yield start, match.start()
        start = match.end()
    yield start, sentence.end


@cache
def _clause_end() -> re.Pattern[str]:
    toll = rf"{_BEFORE_TOLL}(?:{number_pattern()}|une?|one)\s"
    return re.compile(rf"{_OTHER_CLAUSE}|:(?!{toll})")


def _triggers_of_clause(
    clause: str, offset: int, language: str, places: Sequence[tuple[int, int]]
) -> Iterator[Trigger]:
    tokens = tokens_of(clause)
    spots = [(a - offset, b - offset) for a, b in places if offset <= a < offset + len(clause)]
    for index in range(len(tokens)):
        for phrase, last in phrases_at(tokens, index, language):
            rule = phrase.rule
            start, end = tokens[index].start, tokens[last].end
            if _is_half_word(clause, start, end):
                continue
            is_verb = is_french_verb_here if language == "fr" else is_verb_here
            if phrase.is_bare and not is_verb(clause, tokens, index):
                continue
            if (
                rule.kind == "verb"
                and language == "en"
                and is_attribute(clause, tokens, index, last)
            ):
                continue
            if not _is_borne_out(rule, clause, spots, start, end):
                continue
            modality = modality_of(
                clause,
                start,
                end,
                language=language,
                is_verb=rule.kind == "verb",
                activity=rule.activity,
                rank=rule.rank,
                is_talk=rule.is_talk,
            )
            if modality is not None:
                yield Trigger(
                    rule=rule,
                    start=offset + start,
                    end=offset + end,
                    clause_start=offset,
                    clause_end=offset + len(clause),
                    modality=modality,
                    is_subordinate=_is_aside(clause, start, end, language),
                )


# "A convoy moving north was attacked", "crowded with people displaced": they describe a noun.
_ENGLISH_ASIDE = re.compile(
    r"(?i)(?:\b(?!(?:is|are|was|were|been|be|began|started|kept|continued|after|before|by|while|when|and|or|of|in|for|from|without)\b)"
    r"[\w’'-]+\s+)$"
)
_DESCRIBING = frozenset(
    [
        "displaced",
        "wounded",
        "injured",
        "held",
        "arrested",
        "detained",
        "kidnapped",
        "stolen",
        "deployed",
        "stationed",
        "captured",
        "seized",
        "besieged",
        "abducted",
        "uprooted",
    ]
)
# An object shows that the word is the sentence's verb: "men of the brigade captured Ghat".
_FOLLOWS_DESCRIPTION = re.compile(
    r"(?i)\W*(?:$|[,.;]|\s*(?:by|from|in|at|on|since|near|during|along|across|after|for|as|and|last|this)\b)"
)
_OF_NOUN = re.compile(
    r"(?i)\b(?:with|of|for|to|from|among|including|by|over)\s+(?:(?:the|an?|some|many|several)\s+)?(?:[\w-]+\s+){0,2}?"
    r"[\w-]+\s+$"
)
_AUXILIARY = re.compile(
    r"(?i)\b(?:is|are|was|were|been|be|being|have|has|had|who|which|that)\s+(?:\w+ly\s+|also\s+|now\s+|all\s+)?$"
)


def _is_aside(clause: str, start: int, end: int, language: str) -> bool:
    """Return whether the words stand in what only leads to the news or describes somebody."""
    before = clause[:start]
    if _LEADS_TO_NEWS.search(before):
        return True
    if language != "en":
        return False
    first = clause[start:end].split(maxsplit=1)[0].casefold()
    if first.endswith("ing"):
        return bool(_ENGLISH_ASIDE.search(before))
    if first in _DESCRIBING and _is_told_of(before, clause[end:]):
        return True
    is_followed = _FOLLOWS_DESCRIPTION.match(clause[end:])
    return (
        first in _DESCRIBING
        and bool(is_followed)
        and bool(_OF_NOUN.search(before))
        and not _AUXILIARY.search(before)
    )


# "A priest, kidnapped in May, was freed", "130 pupils abducted in May have been released".
_THEN_TOLD = re.compile(
    r"(?i)^(?:(?!\b(?:who|which|that|after|when|while|before|and|but)\b)[^.;]){0,110}?\b(?:is|are|was|were|have|has|had)\s+"
    r"(?:\w+ly\s+)?(?:been\s+)?(?!in\b|not\b)\w+(?:ed|en|n|set|free)\b"
)
_AFTER_NOUN = re.compile(
    r"(?i)(?<!\bbe)(?<!\bbeen)(?<!\bwas)(?<!\bwere)(?<!\bis)(?<!\bare)(?<!\band),?\s+$"
)


def _is_told_of(before: str, after: str) -> bool:
    """Return whether a participle behind a noun only says whom the clause's own verb is about."""
    is_finite = _AUXILIARY.search(before) or not _AFTER_NOUN.search(before)
    return not is_finite and bool(_THEN_TOLD.match(after))


def _with_relatives(text: str, triggers: Sequence[Trigger]) -> Iterator[Trigger]:
    """Yield the triggers; "an assault which has targeted" tells of the assault, on its level."""
    before: Trigger | None = None
    for trigger in triggers:
        is_of_noun = before and before.rule.kind == "noun" and not before.is_subordinate
        gap = text[before.end : trigger.start] if before else ""
        before = trigger
        if trigger.is_subordinate and is_of_noun and _RELATIVE.match(gap):
            before = replace(trigger, is_subordinate=False)
        yield before


def _is_half_word(clause: str, start: int, end: int) -> bool:
    """Return whether a hyphen makes the words part of another: "lance-roquettes", "non-combat"."""
    is_before = clause[end : end + 1] == "-" and clause[end + 1 : end + 2].isalpha()
    is_behind = clause[start - 1 : start] == "-" and clause[start - 2 : start - 1].isalpha()
    return is_before or (start > 1 and is_behind)


def _is_name_part(text: str, sentence: Sentence, trigger: Trigger) -> bool:
    """Return whether the words are a name's ("United" Nations) and no headline in title case."""
    if not text[trigger.start].isupper() or trigger.start == sentence.start:
        return False
    if text[trigger.start : trigger.end].isupper():
        return False  # "an IED"
    words = text[sentence.start : sentence.end].split()
    capitals = sum(word[0].isupper() for word in words)
    before = text[sentence.start : trigger.start].rstrip()
    return capitals < TITLE_CASE * len(words) and not before.endswith((":", "“", '"', "-", "–"))


# A place behind one of these is where something was done, not what it was done to.
_BEFORE_SCENE = re.compile(
    r"(?i)\b(?:in|at|near|from|to|on|around|outside|of|towards?|across|via|dans|à|en|de|près\s+de|vers|au|aux|sur|pour|du|"
    r"في|من|إلى|قرب|نحو|على|عند|شمال|جنوب|شرق|غرب)\s"
)


def _with_places(
    clause: str, places: Sequence[tuple[int, int]], start: int, end: int, *, is_passive: bool
) -> str:
    """Return the clause with PLACE and blanks for the names that may be the verb's object."""
    shown = clause
    for first, last in places:
        is_object = first >= end and not _BEFORE_SCENE.search(clause[end:first] + " ")
        is_subject = is_passive and last <= start and not _BEFORE_SCENE.search(clause[:first][-25:])
        if is_object or is_subject:
            shown = shown[:first] + PLACE.ljust(last - first) + shown[last:]
    return shown


def _is_borne_out(
    rule: Rule, clause: str, places: Sequence[tuple[int, int]], start: int, end: int
) -> bool:
    """Return whether the words near by are those that the rule asks for.

    `places` are the (start, end) in the clause of names of towns: objects may be one of them.
    """
    around = near = clause[max(0, start - NEEDS_BEFORE) : end + NEEDS_AFTER]
    if rule.needs_as == OBJECT:
        is_passive = bool(_PASSIVE.search(clause[:start]))
        shown = _with_places(clause, places, start, end, is_passive=is_passive)
        near = shown[max(0, start - OBJECT_BEFORE) if is_passive else end : end + OBJECT_AFTER]
    if rule.needs_as == AGENT:
        means = _BY_MEANS.findall(clause, end, end + NEEDS_AFTER)
        near = " ".join([clause[max(0, start - OBJECT_BEFORE) : start], *means])
    if rule.needs and not rule.needs.search(near):
        return False
    return not (rule.unless and rule.unless.search(around))


def _without_overlaps(triggers: Sequence[Trigger]) -> list[Trigger]:
    """Keep the longest of triggers whose words overlap.

    Among equals what was asked for more goes before ("jets struck"), then the more violent, then
    verbs.
    """
    ranked = sorted(
        triggers,
        key=lambda t: (
            t.start - t.end,
            t.rule.is_talk,
            t.rule.needs is None,
            -t.rule.rank,
            t.rule.kind != "verb",
            t.start,
        ),
    )
    kept: list[Trigger] = []
    for trigger in ranked:
        if all(trigger.end <= other.start or trigger.start >= other.end for other in kept):
            kept.append(trigger)
    return sorted(kept, key=lambda t: t.start)
