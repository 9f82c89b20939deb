"""Who is said to have done it: an attack claimed by a group, or laid at somebody's door.

The author of an act often stands in a later sentence: "Le groupe X a revendiqué l'attaque", "the
attack bears the mark of X", "une source militaire désigne X".
"""

import re
from collections.abc import Sequence

from extract.actor_mentions import ActorMention
from extract.coding import is_armed
from geodata.codes import ActorType

_CLAIM = re.compile(
    r"(?i)\b(?:(?:claim(?:s|ed|ing)?|took|takes|taken|assum\w+|accept\w*)\s+(?:responsibility|credit)|(?:is|are|was|were)\s+(?:suspected|blamed)|"
    r"(?:was|were|been)\s+(?:blamed\s+on|attributed\s+to)|(?:blames?|blamed|suspects?|identified\s+as|point\w*\s+(?:the|a)\s+finger\s+at|hallmarks\s+of|"
    r"hold(?:s|ing)?\b[^.]{0,80}\bresponsible|believed\s+to\s+be(?:long\s+to)?|thought\s+to\s+be)|claim(?:s|ed)\s+the\s+(?:attack|blast|bombing|assault|ambush|"
    r"raid)|(?:was|were|been)\s+claimed\s+by|revendiqu\w+)|تبن(?:ى|ت|اه|اها|ته|تها)?(?!\w)|(?:أعلن\w*|وأعلن\w*)\s+(?:\S+\s+){0,6}?مسؤوليت"
)
# What follows names the author, but "accuse X de soutenir" names somebody's friend.
_BLAME = re.compile(
    r"(?i)\b(?:attribu\w+|imput\w+|mett\w+\s+en\s+cause|désign(?:e|ent|é|ait)|accus(?:e|ent|é|ait|ant)|"
    r"point(?:e|ent|é|ant)\s+du\s+doigt|incrimin\w+|soupçonn(?:e|ent|é)|"
    r"port(?:e|ent|ait|ant)\s+la\s+(?:marque|signature|griffe)|(?:serait|est|était)\s+l['’]œuvre|œuvre\s+d)(?!\w)"
)
# Here who is blamed stands before.
_BLAMED = re.compile(
    r"(?i)\b(?:accusée?s?\s+d['’e]\s?(?:avoir|être)|mise?s?\s+en\s+cause|pointée?s?\s+du\s+doigt|montrée?s?\s+du\s+doigt)"
)
_NO_DEED = re.compile(
    r"(?i)^[^.;]{0,20}?\bd['’e]\s?(?:soutenir|financer|héberger|abriter|armer|vouloir|chercher|préparer|protéger|"
    r"complicité|ingérence|collusion|mentir|violer|menacer|fomenter|saboter)"
)
BLAME_REACH = 70
_NAMED = frozenset({"named", "person"})
_EACH_OTHER = re.compile(r"(?i)\b(?:each\s+other|one\s+another|both\s+sides)\b")
_CLAIMANTS = frozenset(
    {
        ActorType.REBEL_GROUP,
        ActorType.POLITICAL_MILITIA,
        ActorType.IDENTITY_MILITIA,
        ActorType.CRIMINAL_GROUP,
    }
)


def claimant_or_blamed(
    text: str, start: int, end: int, actors: Sequence[ActorMention]
) -> ActorMention | None:
    """Return who claims an act in text[start:end], else who is blamed for one; None for neither.

    `actors` are those of these words, in order.
    """
    claim = _CLAIM.search(text, start, end)
    named = [
        a for a in actors if a.kind == "people" or (a.kind in _NAMED and a.actor_type in _CLAIMANTS)
    ]
    if claim and named and not _EACH_OTHER.search(text, start, end):
        return min(named, key=lambda actor: abs(actor.start - claim.start()))
    return _blamed(text, start, end, actors)


def _blamed(text: str, start: int, end: int, actors: Sequence[ActorMention]) -> ActorMention | None:
    armed = [a for a in actors if is_armed(a.actor_type) and a.kind != "country"]
    passive = _BLAMED.search(text, start, end)
    if passive:
        before = [a for a in armed if a.end <= passive.start()]
        return before[-1] if before else None
    blame = _BLAME.search(text, start, end)
    if blame is None:
        return None
    for actor in armed:
        is_near = blame.end() <= actor.start <= blame.end() + BLAME_REACH
        if is_near and not _NO_DEED.match(text[actor.end : end]):
            return actor
    return None
