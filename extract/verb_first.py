"""Who did it and to whom in Arabic, where the verb opens: "the verb, who did it, to whom".

A verbal noun ("the killing of three soldiers") and a number right behind a verb ("were killed three
soldiers") have who suffers it next; headlines put who does it before the verb.
"""

import re
from collections.abc import Sequence

from extract.actors import ActorMention
from extract.counts import number_pattern

# Verbal nouns after which stands who suffers the act.
_VERBAL_NOUN = re.compile(
    r"^[وفبل]?(?:مقتل|اعتقال|اختطاف|خطف|توقيف|إيقاف|إصابة|استشهاد|إعدام|اغتيال|القبض|إلقاء|القضاء|تحييد|"
    r"تحرير|ترحيل|طرد|إجلاء|إحباط|ضبط|إطلاق|الإفراج|أصيب|أصيبت|استشهد|جرح|تفكيك|أسر|لقي|لقوا|نزوح|فرار)"
)
# Who does it follows these.
_AGENT = re.compile(
    r"(?:على\s+(?:يد|أيدي)|من\s+قبل|برصاص|بنيران|شن\S*|نفذ\S*|تبنا\S*|نصب\S*|أطلق\S*)\s+(?:\S+\s+){0,2}$"
)
_AIMED_AT = re.compile(r"(?:على|ضد|بحق|في\s+صفوف)\s+(?:\S+\s+){0,3}$")
_GOVERNED = re.compile(r"(?:^|\s)(?:من|في|إلى|مع|قرب|بين|عن|عند|لدى|حسب|وفق)\s+(?:\S+\s+){0,2}$")
REACH = 70


def verb_first_sides(
    text: str,
    start: int,
    end: int,
    before: Sequence[ActorMention],
    after: Sequence[ActorMention],
) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
    """Return who did what the words at text[start:end] tell, and to whom; () where unnamed.

    `before` and `after` are the actors of the clause on either side of the words, in order.
    """
    near = [actor for actor in after if actor.start - end <= REACH]
    agents = tuple(a for a in near if _AGENT.search(text[end : a.start]))[:1]
    plain = [a for a in near if a not in agents and not _GOVERNED.search(text[end : a.start])]
    leading = tuple(before[-1:])
    if _VERBAL_NOUN.match(text[start:end]) or (plain and _is_counted(text[end : plain[0].start])):
        return agents or leading, tuple(plain[:1])
    if leading and start - leading[0].end <= 2 and len(plain) < 2:
        return leading, tuple(plain[:1])  # a headline: who does it stands first
    if not plain or _AIMED_AT.search(text[end : plain[0].start]):
        return agents or leading, tuple(plain[:1])
    return tuple(plain[:1]), tuple(plain[1:2])


def _is_counted(gap: str) -> bool:
    return bool(re.match(rf"\s*(?:نحو|حوالي|أكثر\s+من|ما\s+لا\s+يقل\s+عن)?\s*{number_pattern()}\s", gap))
