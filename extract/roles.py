"""Who did it and to whom: the actors around a trigger, from its clause's word order.

A verb's subject stands before it and its object after it; passives turn them round; nouns take
their sides through prepositions ("attack by X on Y", "clashes between X and Y"). An actor within
another phrase ("the threat from militants") is no side of the act.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.actor_mentions import ActorMention
from extract.french_clauses import PARTICIPLE, is_active
from extract.triggers import Trigger
from extract.verb_first import verb_first_sides
from geodata.codes import ActorType, BorderActivity, EventType
from geodata.names import is_arabic

_PASSIVE = re.compile(
    r"(?i)\b(?:was|were|been|being|is|are|be|été|est|sont|étai(?:t|ent)|ser(?:a|ont|ait|aient)|être|fut|furent|got)\s+"
    r"(?:\w+(?:ly|ment)\s+|aussi\s+|tou(?:s|tes)\s+)?$"
)
# "se sont emparés", "est arrivée": the auxiliary "être" without a passive.
_FRENCH_REFLEXIVE = re.compile(
    r"(?i)(?:\bse\s+(?:sont|seraient|soient)|\bs['’](?:est|étai(?:t|ent)|être)|\bse\s+(?:sont\s+)?(?:fait|faire)?)\s+(?:\w+\s+)?$"
)
_FRENCH_MOVES = re.compile(
    r"(?i)^(?:arriv|entr[éeè]|rentr|tomb|descend|sorti|parti|reparti|venu|revenu|parvenu|intervenu|décéd|mort|pass|débarqu|retourn)"
)
_BY = re.compile(
    r"(?i)\b(?:by|par|من\s+قبل|على\s+(?:يد|أيدي)|شن\w*|نفذ\w*|تبنا\w*)\s+(?:[\w’'-]+\s+){0,5}?(?:[ld]['’])?$"
)
# A noun phrase after one of these is no subject and no object.
_PREPOSITION = re.compile(
    r"(?i)\b(?:of|with|by|against|from|in|for|on|to|at(?!\s+(?:least|most)\b)|near|between|among|including|under|over|into|like|"
    r"de|du|(?<=[\w’']\s)des|avec|par|contre|dans|sur|pour|entre|vers|chez|selon|aux?(?!\s+(?:moins|plus|total)\b)|à|من|في|على|ضد|مع|إلى)\s+"
    r"(?:(?:the|a|an|its|his|their|some|le|la|les|un|une|des|ses|leurs?)\s+|l['’])?"
    # not across "on Thursday gunmen" or "in the east after gunmen"
    r"(?:(?!(?:after|when|while|as|that|and|before|which|who|because|but)\b)(?-i:[^\W\dA-Z][\w’'-]*)\s+){0,2}?$"
)
_ON = re.compile(
    r"(?i)\b(?:on|against|of|at|targeting|killing|into|contre|sur|de|على|ضد)\s+"
    r"(?:[\w’'-]+\s+){0,4}?(?:[ld]['’])?$"
)
# "Units of the brigade": the brigade acts.
_MEMBERS = re.compile(
    r"(?i)\b(?:units?|members?|fighters?|elements?|forces|troops|soldiers|men|militants|gunmen|part|branch|"
    r"(?:helicopters?|aircraft|war\s?planes?|jets?|planes?|drones?|gunships?|artillery|tanks?|guns|warships?|patrols?|columns?|convoys?|"
    r"detachments?|contingents?|garrisons?|posts?|positions?|checkpoints?|camps?|bases?|officers?|conscripts?|recruits|rebels?|insurgents?|jihadists?|militiam[ae]n|guerrillas|operatives|extremists|terrorists|leaders?|commanders?|commandos?|police|gendarmes|"
    r"vehicles?|trucks?|lorry|ambulance|supporters|gang|band|groups?)|"
    r"éléments|membres|combattants|unités?|soldats|hommes|militaires|agents|troupes|patrouilles?|détachements?|"
    r"brigades?|équipes?|colonnes?|convois?|positions?|postes?|camps?|bases?|avions|hélicoptères?|drones?|aviation|artillerie|chasseurs|"
    r"rebelles|(?:d?jihad|islam)istes|terroristes|miliciens|mercenaires|assaillants|services|bataillons?|section|pelotons?|véhicules?|blindés?|chars?|pick-ups?|jeeps?|minibus|motos?|chef|chefs|campements?|hameaux?|villages?|marchés?|bus|cars?|camions?|domiciles?|maisons?|familles?|groupes?|bandes?|rassemblements?|quartiers?|caravanes?|flottilles?|pirogues?|centaines?|dizaines?|milliers|poignée|engins|escadrons?|branche|aile|cellules?|katibas?|factions?|supplétifs)\s+(?:(?!(?:dans|par|sur|contre|avec|pour|près|est|ont|sont|entre|après|avant|lors)\b)(?-i:[a-zéèêà-]+)\s+)?(?:of|from|belonging\s+to|linked\s+to|"
    r"loyal\s+to|affiliated\s+(?:with|to)|de|du|des|d['’](?=[\w\s])|appartenant\s+(?:à|au|aux)|"
    r"(?:liés|affiliés|fidèles|proches?|loyaux)\s+(?:à|au|aux|du|de)|se\s+réclamant\s+d[eu]|من)\s*(?:(?:the|la|le)\s+|l['’])?$"
)
_BETWEEN = re.compile(r"(?i)\b(?:between|entre|بين)\s+(?:[\w’'-]+\s+){0,4}?(?:[ld]['’])?$")
_OPPONENT = re.compile(
    r"(?i)\b(?:with|against|avec|contre|مع|ضد)\s+(?:[\w’'-]+\s+){0,4}?(?:[ld]['’])?$"
)
_FROM_WHOM = re.compile(
    r"(?i)\b(?:from|out\s+of\s+the\s+hands\s+of|to|aux?|des|du|à|de|من|إلى)\s+(?:(?!by\b|par\b)[\w’'-]+\s+){0,3}?$"
)
_WITH = re.compile(
    r"(?i)\b(?:with|against|and|avec|contre|et|مع|و)\s*(?:[\w’'-]+\s+){0,4}?(?:[ld]['’])?$"
)
# "X carried out an attack": the subject stands before the verb that the noun leans on.
_LIGHT_VERB = re.compile(
    r"(?i)\b(?:launch\w*|carr(?:y|ied|ies)\s+out|conduct\w*|stag\w+|mount\w*|led|leads?|began|beg[iu]n\w*|"
    r"start\w*|ma[dk]e\w*|perpetrat\w+|commit\w*|execut\w+|join\w*|resum\w+|held|hold\w*|impos\w+|"
    r"declar\w+|announc\w+|order\w*|claim\w*\s+(?:responsibility|credit)\s+for|revendiqu\w*|تبن\w*|mené\w*|lanc\w+|perpétré\w*|effectu\w+|livr\w+|tend\w+|conduit\w*|شن\w*|نفذ\w*|بدأ\w*)\b[^.;,]{0,40}$"
)
_CLAUSE_BREAK = re.compile(
    r"(?i)[;:]|\b(?:which|who|that|after|when|while|where|as|because|since|qui|que|lorsque|après)\b"
)
_SPEAKS = re.compile(
    r"(?i)^(?:['’]s)?\s+(?:\w+\s+)?(?:said|says|announced|told|reported|added|confirmed|stated|claimed)\b"
)
_ORIGIN = re.compile(r"(?i)\b(?:from|in|of|near|de|du)\s+(?:the\s+)?$")
# "Algeria closed its border after an attack killed ten": no act of Algeria's; but a clause that
# closes before the verb ("Algeria, after the attack, closed ...") leaves it its subject.
_OTHER_ACT = re.compile(
    r"(?i)\b(?:after|when|while|because|before|amid|lorsque|quand|après|alors\s+que)\b[^,]*$"
)
MAX_PREPOSITION = 10
_RELATIVE = re.compile(r"(?i)[;:]|\b(?:which|who|that|where|qui|que)\b")
OBJECT_REACH = 90
AGENT_REACH = 130
SUBJECT_REACH = 160


# "The RSF-held quarter", "LNA-controlled territory" is no side.
_HELD = re.compile(r"(?i)['’]?\s?-\s?(?:held|controlled|run|occupied|dominated|ruled)\b")
MAX_HELD = 14


@dataclass(frozen=True, slots=True)
class Sides:
    """The actors on either side of an act, each in order; () when the clause names none."""

    subjects: tuple[ActorMention, ...]
    objects: tuple[ActorMention, ...]


def sides_of(text: str, trigger: Trigger, actors: Sequence[ActorMention]) -> Sides:
    """Return who stands on which side of the trigger, for actors of its sentence in order.

    The rule says which side the grammatical subject is; a passive or "by" turns it round.
    """
    actors = [a for a in actors if not _HELD.match(text[a.end : a.end + MAX_HELD])]
    before = [a for a in actors if a.end <= trigger.start and a.start >= trigger.clause_start]
    after = [a for a in actors if a.start >= trigger.end and a.end <= trigger.clause_end]
    if not trigger.rule.is_talk:  # ", the ministry said" tells who says it
        after = [a for a in after if not _SPEAKS.match(text[a.end : a.end + 40])]
    if is_arabic(text[trigger.start :][:1]):
        sides = Sides(*verb_first_sides(text, trigger, before, after))
    elif trigger.rule.kind == "noun":
        sides = _noun_sides(text, trigger, before, after)
    else:
        sides = _verb_sides(text, trigger, before, after)
    if trigger.rule.subject == "actor2":
        return Sides(sides.objects, sides.subjects)
    if trigger.rule.object == "none":
        is_sent = trigger.rule.activity is BorderActivity.TROOP_DEPLOYMENT
        return Sides(sides.subjects or (sides.objects if is_sent else ()), ())
    return sides


def sides_of_fight(
    text: str, trigger: Trigger, triggers: Sequence[Trigger], actors: Sequence[ActorMention]
) -> Sides:
    """Return the trigger's sides; one that it leaves open is read from the fight's other words.

    "An attack by X on Y killed five" has both from the noun, "a mine killed two soldiers" its
    victims from the verb, "five were killed when X attacked" its author from the later clause.
    """
    sides = sides_of(text, trigger, actors)
    for other in triggers:
        if other is trigger or other.clause_start != trigger.clause_start:
            continue
        is_later = other.start > trigger.start
        gap = text[trigger.end : other.start] if is_later else text[other.end : trigger.start]
        is_apart = bool(_CLAUSE_BREAK.search(gap))
        is_author = is_later and trigger.rule.kind == "verb" and not _RELATIVE.search(gap)
        is_same = not is_later and bool(_THEIR_OWN.search(gap))
        if is_apart and not (is_author or is_same):
            continue
        with_objects = is_same or not is_apart
        sides = _filled(sides, sides_of(text, other, actors), with_objects=with_objects)
    return sides


# "Two were killed when their car hit a mine": the victims are those of the clause before.
_THEIR_OWN = re.compile(
    r"(?i)\b(?:when|lorsque|quand|après\s+que)\s+(?:their|his|its|leur|son|sa)\b"
)


def _filled(sides: Sides, more: Sides, *, with_objects: bool) -> Sides:
    known = {actor.name for actor in (*sides.subjects, *sides.objects)}
    subjects = sides.subjects or tuple(a for a in more.subjects if a.name not in known)
    known.update(actor.name for actor in subjects)
    others = tuple(a for a in more.objects if a.name not in known) if with_objects else ()
    return Sides(subjects, sides.objects or others)


def _verb_sides(
    text: str, trigger: Trigger, before: list[ActorMention], after: list[ActorMention]
) -> Sides:
    pair = _opposed(text, trigger, after)
    if pair:
        return Sides(pair[:1], pair[1:])
    subject = _subject(text, trigger.start, before)
    objects = _objects(text, trigger.end, after)
    if trigger.rule.activity is BorderActivity.ARMED_CLASH:
        objects = objects or _after(text, trigger.end, after, _OPPONENT)
    if _HANDS.search(text[trigger.start : trigger.end]):
        return Sides(_with_siblings(text, before, subject), tuple(after[:1]))
    agents = _after(text, trigger.end, after, _BY)
    if trigger.rule.subject == "actor2" and not _is_passive(text, trigger):
        near = [a for a in after if a.start - trigger.end < AUTHOR_REACH]
        authors = agents or objects or _after(text, trigger.end, near, _COMES_FROM)
        return Sides(_with_siblings(text, before, subject), authors)
    if trigger.rule.event_type == EventType.BATTLES:
        objects = objects or _after(text, trigger.end, after, _FROM_WHOM)
        if _is_passive(text, trigger):  # "Abadam was taken from Boko Haram by soldiers"
            return Sides(agents, tuple(a for a in objects if a not in agents))
    if _is_passive(text, trigger):
        return Sides(agents, _with_siblings(text, before, subject))
    if agents and agents[0].start - trigger.end < 30 and not objects:
        return Sides(agents, _with_siblings(text, before, subject))
    return Sides(_with_siblings(text, before, subject), objects)


# "Came under fire from X", "a essuyé des tirs de X"; further on it is whose convoy passed by.
AUTHOR_REACH = 45
_COMES_FROM = re.compile(
    r"(?i)\b(?:from|of|de|du|des|d['’])\s*(?:(?:the|suspected|presumed|alleged|la|l['’])\s*){0,2}$"
)
# "La ville est tombée aux mains des rebelles": who holds it stands behind.
_HANDS = re.compile(r"(?i)(?:mains|contrôle|coupe|escarcelle|giron)$")
# "Des combats ont opposé A à B", "les combats ont repris entre A et B": both stand behind the verb.
_OPPOSES = re.compile(r"(?i)^(?:oppos|mett\w+\saux\sprises)")
_NO_ACTOR = re.compile(r"(?i)\b(?:combats|affrontements|accrochages?|hostilités|échanges?|tirs)\b")


def _opposed(text: str, trigger: Trigger, after: list[ActorMention]) -> tuple[ActorMention, ...]:
    """Return the two who fight where a French verb has the fight for its subject."""
    if trigger.rule.activity is not BorderActivity.ARMED_CLASH or len(after) < 2:
        return ()
    words, opening = text[trigger.start : trigger.end], text[trigger.clause_start : trigger.start]
    if _OPPOSES.match(words):
        return tuple(after[:2])
    between = _after(text, trigger.end, after, _BETWEEN)
    if not between or not _NO_ACTOR.search(opening):
        return ()
    return (between[0], *[a for a in after if a.start >= between[0].end][:1])


def _is_passive(text: str, trigger: Trigger) -> bool:
    before = text[trigger.clause_start : trigger.start]
    words = text[trigger.start : trigger.end]
    if _FRENCH_REFLEXIVE.search(before) or _FRENCH_MOVES.match(words):
        return False
    # "71 soldats tués mardi": a French participle is active only after "a", "ont"
    is_bare = PARTICIPLE.search(words) and not is_active(before, words)
    return bool(_PASSIVE.search(before) or is_bare)


def _noun_sides(
    text: str, trigger: Trigger, before: list[ActorMention], after: list[ActorMention]
) -> Sides:
    between = _after(text, trigger.end, after, _BETWEEN)
    if between and not _CLAUSE_BREAK.search(text[trigger.end : between[0].start]):
        following = [a for a in after if a.start >= between[0].end][:1]
        return Sides(between[:1], tuple(following))
    agents = _after(text, trigger.end, after, _BY) or _owner(text, trigger, before)
    agents = agents or _french_author(text, trigger, after)
    if not agents and trigger.rule.object == "none" and _is_french(text, trigger):
        agents = _holder(text, trigger, after)
    targets = _after(text, trigger.end, after, _ON)
    if not agents:
        verb = _LIGHT_VERB.search(text[trigger.clause_start : trigger.start])
        if verb:
            verb_start = trigger.clause_start + verb.start()
            agents = _subject(text, verb_start, [a for a in before if a.end <= verb_start])
    if agents and not targets:
        others = [a for a in after if a not in agents]
        targets = _after(text, trigger.end, others[:1], _WITH)
    if not agents and trigger.rule.activity is BorderActivity.ARMED_CLASH:
        opponents = _after(text, trigger.end, after, _OPPONENT)
        if opponents:  # "X lost three men in a clash with Y"
            return Sides(_subject(text, trigger.start, before), opponents)
    if trigger.rule.activity is BorderActivity.MINE_OR_IED and not targets:
        hit = _HIT.search(text[trigger.clause_start : trigger.start])
        position = trigger.clause_start + hit.start() if hit else 0
        targets = _subject(text, position, [a for a in before if a.end <= position])
    return Sides(agents, tuple(t for t in targets if t not in agents))


# "Inauguration du poste de la Force X", "déploiement d'unités de l'armée": whose post it is.
_OF_HOLDER = re.compile(
    r"(?i)\b(?:d[eu]|des|d['’]|par)\s*(?:la\s+|les\s+|l['’])?(?:[\w’'-]+\s+){0,2}$"
)


def _is_french(text: str, trigger: Trigger) -> bool:
    return bool(re.search(r"(?i)\b(?:d[eu]|des|par)\b", text[trigger.end : trigger.clause_end]))


def _holder(text: str, trigger: Trigger, after: list[ActorMention]) -> tuple[ActorMention, ...]:
    """Return the first force behind a French noun of what forces set up or send."""
    for actor in after:
        if actor.actor_type in _FORCES and _OF_HOLDER.search(text[trigger.end : actor.start]):
            return (actor,)
    return ()


_FORCES = frozenset({ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES})


# "A patrol hit a mine": who drives onto it suffers it.
_HIT = re.compile(
    r"(?i)\b(?:hit|hits|struck|strikes?|ran\s+over|runs\s+over|drove\s+(?:over|onto)|stepped\s+on|triggered|heurt\w+|"
    r"saut\w+\s+sur|roul\w+\s+sur|pass\w+\s+sur)\s+(?:an?|the|une?|des)\s+(?:[\w-]+\s+){0,2}$"
)


def _subject(text: str, position: int, before: list[ActorMention]) -> tuple[ActorMention, ...]:
    """Return the last actor before the position that no preposition governs."""
    for actor in reversed(before):
        if position - actor.end > SUBJECT_REACH or _OTHER_ACT.search(text[actor.end : position]):
            break
        opening = text[max(0, actor.start - 40) : actor.start]
        if not _PREPOSITION.search(opening) or _MEMBERS.search(opening):
            return (actor,)
    return ()


def _with_siblings(
    text: str, before: list[ActorMention], subject: tuple[ActorMention, ...]
) -> tuple[ActorMention, ...]:
    """Return the subject with the actors joined to it: "Algeria and France"."""
    if not subject:
        return ()
    # One phrase may stand for several: "the foreign ministers of A and B".
    siblings = [actor for actor in before if actor.start == subject[0].start]
    for actor in reversed([a for a in before if a.end <= subject[0].start]):
        gap = text[actor.end : siblings[0].start]
        if not re.fullmatch(
            r"(?i)\s*(?:,|and|et|و|, and)\s*(?:the\s+|its\s+)?(?:[\w-]+\s+(?:of\s+)?)?(?:the\s+)?",
            gap,
        ):
            break
        siblings.insert(0, actor)
    return tuple(siblings)


# The French verb's own words may end with it: "ouvrir le feu sur".
_AT = re.compile(r"(?i)\s(?:sur|contre)$")


def _objects(text: str, position: int, after: list[ActorMention]) -> tuple[ActorMention, ...]:
    found: list[ActorMention] = []
    for actor in after:
        gap = text[(found[-1].end if found else position) : actor.start]
        if actor.start - position > OBJECT_REACH or _CLAUSE_BREAK.search(gap):
            break
        if found and not re.search(
            r"(?i)(?:,|\band\b|\bet\b|\bor\b|و)\s*(?:[\w’'-]+\s+){0,3}$", gap
        ):
            break
        # the trigger's own last word may govern it: "crossed from Libya"
        own = text[position - MAX_PREPOSITION : position]
        is_governed = _PREPOSITION.search(gap if _AIMED.search(own) else own + gap)
        is_members = _MEMBERS.search(gap)
        is_at = _AT.search(text[:position][-MAX_PREPOSITION:]) or _ON.search(" " + gap)
        is_aimed_at = is_members or (actor.kind != "country" and is_at)
        if not found and is_governed and not is_aimed_at:
            break
        found.append(actor)
    return tuple(found)


# The last word of "shot at", "fell upon" leads to who was hit.
_AIMED = re.compile(r"(?i)\b(?:at|on|upon|into|off|back|with)$")


def _after(
    text: str, position: int, after: list[ActorMention], cue: re.Pattern[str]
) -> tuple[ActorMention, ...]:
    """Return the first actor after the position that the cue introduces."""
    for actor in after:
        if actor.start - position > AGENT_REACH:
            break
        gap = " " + text[position : actor.start]
        if cue.search(gap) and not (actor.kind == "country" and _ORIGIN.search(gap)):
            return (actor,)
    return ()


# "L'attaque de Boko Haram" is its author's, "l'attaque d'un poste" and "la mort de" the victim's.
_FRENCH_AUTHORED = re.compile(
    r"(?i)^(?:attaque|raid|assaut|embuscade|frappe|bombardement|offensive|tirs?|incursion|exaction|opération|patrouille|"
    r"déploiement|retrait|repli|survol|visite|tournée|infiltration|pillage|manœuvre|riposte|intervention|avancée|kamikaze|victimes?)"
)
_FRENCH_OF = re.compile(
    r"(?i)^(?:\s+\w+)?\s+(?:d[eu]|des|d['’]|de\s+la|de\s+l['’])\s*(?:l['’]|la\s+)?$"
)
_FRENCH_SITE = re.compile(
    r"(?i)^(?:poste|camp|base|position|caserne|convoi|commissariat|brigade|patrouille|détachement|village|civils|véhicule)"
)


def _french_author(
    text: str, trigger: Trigger, after: list[ActorMention]
) -> tuple[ActorMention, ...]:
    """Return who stands after "de" behind a noun of what one does: "le raid de l'aviation"."""
    if not after or not _FRENCH_AUTHORED.match(text[trigger.start : trigger.end]):
        return ()
    is_of = _FRENCH_OF.match(text[trigger.end : after[0].start])
    is_site = _FRENCH_SITE.match(after[0].text) or after[0].actor_type == ActorType.CIVILIANS
    return (after[0],) if is_of and not is_site and after[0].kind != "country" else ()


def _owner(text: str, trigger: Trigger, before: list[ActorMention]) -> tuple[ActorMention, ...]:
    """Return whose act the noun is by standing right before it: "AQIM's attack", "rebel raids"."""
    if not before:
        return ()
    gap = text[before[-1].end : trigger.start]
    return (before[-1],) if _OWNS.fullmatch(gap) else ()


_OWNS = re.compile(
    r"(?i)(?:['’]s?)?\s+(?:(?!(?:in|on|at|by|of|during|after|for|to|with|and|from|as|dans|lors|en|à|par|في)\b)[\w-]+\s+)?"
)
