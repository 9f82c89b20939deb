"""French verb phrases: which auxiliary a participle has, and which participles only describe.

"Ont attaqué un poste et tué trois soldats" has one auxiliary for both verbs; "les otages enlevés
lundi ont été libérés" tells of the release, and of the abduction only by the way.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.triggers import Trigger

# No English verb: "rescue", "pursue", "desert".
PARTICIPLE = re.compile(
    r"(?i)^(?!rescu|contin|pursu|issu|argu|desert|assert|alert|avert|convert)\S*?(?:é|[^r]u|fui|(?<!fa)(?<!det)ert|pris|mis|conquis|franchi|saisi|envahi|investi|ravi|détruit|conduit)(?:e|s|es)?(?:\s|$)"
)
_HAVE = (
    r"(?:(?:qu|l|y|n|s)['’])?(?:a|ont|ait?|aient|avai(?:t|ent)|aur(?:a|ont|ait|aient)|ayant|avoir|"
    r"eut|eurent)"
)
_BE = (
    r"(?:(?:s|n)['’])?(?:est|sont|étai(?:t|ent)|été|être|fut|furent|ser(?:a|ont|ait|aient)|"
    r"soit|soient|étant)"
)
# Adverbs and days between auxiliary and participle; no noun, which its article would open.
_BETWEEN = (
    r"(?:(?!(?:une?|des?|du|les?|la|l|d|ces?|cette|ses?|sa|son|leurs?|été|[àa]|par|dans|sur|en|qui|que)\b)"
    r"[\w-]+\s+){0,3}"
)
_ACTIVE = re.compile(rf"(?i)\b{_HAVE}\s+{_BETWEEN}$")
_AUXILIARY = re.compile(rf"(?i)\b(?:{_HAVE}|{_BE})\s+(?:été\s+)?{_BETWEEN}$")
# "Ont incendié deux écoles, pillé le marché puis tué": the auxiliary of the first serves them all.
_COORDINATED = re.compile(
    r"(?i)(?P<auxiliary>\b(?:(?:qu|l|y|n)['’])?(?:a|ont|ayant|avoir|avait|avaient|aurait|auraient))\s+"
    r"(?:(?!été\b)[\w-]+\s+){0,3}?(?!été\b)[\w-]*(?:é|u|i|is|it|ert)\s"
    r"[^;:]*?(?:\bet|\bpuis|\bavant\s+d['’]avoir|,)\s+(?:(?:ensuite|également|aussi|puis|\w+ment)\s+)*$"
)
_AGREES = re.compile(r"(?i)(?:[éiu]e?s|ée|ises?)$")


def is_active(before: str, verb: str) -> bool:
    """Return whether a participle after these words has the auxiliary "avoir", its own or shared.

    A shared one counts only where the participle does not agree with a noun: "ont tué et blessés"
    are the wounded.
    """
    if _ACTIVE.search(before):
        return True
    first = verb.split(maxsplit=1)[0] if verb else ""
    return bool(_COORDINATED.search(before)) and not _AGREES.search(first)


def with_descriptions(text: str, triggers: Sequence[Trigger]) -> list[Trigger]:
    """Return the triggers, participles without an auxiliary put behind a verb that tells.

    In a headline none tells ("Deux soldats tués à Diffa"), and the participle is the act.
    """
    verbs = [t for t in triggers if t.rule.kind == "verb" and not t.rule.is_talk]
    bare = [t for t in verbs if _describes(text, t)]
    tells = [t for t in verbs if t not in bare and not t.is_subordinate]
    if not tells:
        return list(triggers)
    return [replace(t, is_subordinate=True) if t in bare else t for t in triggers]


def _describes(text: str, trigger: Trigger) -> bool:
    words, before = text[trigger.start : trigger.end], text[trigger.clause_start : trigger.start]
    if not PARTICIPLE.search(words) or not re.search(r"\w[»”\"]?,?\s+$", before):
        return False
    return not (_AUXILIARY.search(before) or is_active(before, words))
