"""Where an act took place: the toponyms that its words tie it to."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from extract.coding import VIOLENT
from extract.locations import (
    BORDER,
    COUNTRY,
    LINE,
    PART,
    POINT,
    Location,
    locations_of,
    lowered,
    place_rank,
)
from extract.relative_patterns import patterns
from extract.triggers import Trigger
from geodata.codes import BorderActivity, EventType
from geodata.geodesy import distance_km
from geodata.model import MentionKind, Place, RelationKind, Toponym
from geodata.relations import relation_precision

# What may stand before a place's name in Arabic: "the town of", "the border crossing of".
_ARABIC_SITE = (
    r"(?:ال)?(?:مدين\w+|بلد\w+|قري\w+|ولاي\w+|محافظ\w+|منطق\w+|مناطق|إقليم|معبر\w*|منفذ|مطار|قاعد\w+|معسكر\w*|مخيم|جبل|جبال|مرتفعات|ضاحية|ضواحي|"
    r"محيط|سجن|ميناء|حقل|دائرة|واحة|صحراء|ساحة|ميدان|شارع|حي|سوق|محور|محلية|عاصم\w+|وادي|غابة|قطاع|مثلث|شمال\w*|جنوب\w*|شرق\w*|غرب\w*|وسط|"
    r"داخل|طريق|ساحل|سواحل|شواطئ|بحيرة|الحدودي\w*|الصحراوي\w*|أقصى|بوابة|مفترق|مقاطعة|كل\s+من)"
)
_LOCATIVE = re.compile(
    r"(?i)\b(?:in|at|near|on|around|outside|inside|across|along|within|through|off|over|"
    r"à|au|aux|en|dans|près\s+de|autour\s+de|sur)\s+(?:(?:the|an?|le|la|les|l['’]|its|central|downtown|nearby|"
    r"northern|southern|eastern|western|north-?\w*|south-?\w*|far|remote|border|desert|oil|coastal|city|town|"
    r"village|oasis|province|region|district|area|of|ville|localité|région|commune|wilaya|de|d['’])\s*)*$"
    rf"|(?:^|\s)و?(?:(?:في|قرب|داخل|خارج|وسط|قبالة|على\s+مشارف|على\s+أطراف|على\s+مقربة\s+من|بالقرب\s+من|بمحيط|بضواحي|"
    rf"جنوبي?|شمالي?|شرقي?|غربي?)\s+(?:{_ARABIC_SITE}\s+){{0,3}}|ب(?:{_ARABIC_SITE}\s+)(?:{_ARABIC_SITE}\s+){{0,2}}|ب)$"
    # "entered the town of Gossi": the site is the object
    r"|(?<!من)(?<!إلى)(?<!نحو)(?<!صوب)(?<!باتجاه)(?<!بين)\s(?:بلدة|مدينة|قرية|قاعدة|معسكر|مطار|معبر|حي|محلية|منطقة)\s+$"
)
_TOWARDS = re.compile(
    rf"(?i)\b(?:to|into|towards?|(?:bound|head(?:ed|ing)|leav(?:ing|e)|making|destined|set\s+out|route)\s+for|in\s+the\s+direction\s+of|"
    rf"on\s+(?:its|their|his|her)\s+way\s+to|vers|à\s+destination\s+de|en\s+direction\s+de|en\s+route\s+pour|se\s+rend(?:ai(?:en)?t|ant)\s+à|"
    rf"إلى|نحو|باتجاه|صوب)\s+(?:(?:the|town|of|city|village|{_ARABIC_SITE})\s+)*$"
)
_INTO = re.compile(r"(?i)\binto\s+(?:(?:the|town|of|city|village|centre|center)\s+)*$")
# Where those stay who did it or told of it, and where people were brought afterwards.
_ASIDE = re.compile(
    r"(?i)\b(?:(?:stationed|based|headquartered|living|residing|basée?s?|stationnée?s?|installée?s?|المتمركز\w*|المقيم\w*)\s+(?:in|at|near|à|en|dans|في)|"
    r"(?:governor|mayor|prefect|emir|sultan|bishop|archbishop|imam|senator|commissioner|wali|préfet|maire|gouverneur|"
    r"évêque|député|والي|محافظ|عمدة|حاكم)(?:\s+(?:of|de|du|for))?)\s+(?:(?:the|la|le)\s+)?(?:\w+\s+of\s+)?$"
)
_BROUGHT = re.compile(
    r"(?i)\b(?:taken|evacuated|transferred|flown|rushed|airlifted|hospitali[sz]ed|treated|admitted|transportée?s?|"
    r"évacuée?s?|admise?s?|transférée?s?|conduits?)\s+(?:[\w’'-]+\s+){0,6}$|(?<!\w)[وف]?(?:نقل\w*|أسعف\w*)\s+(?:\S+\s+){0,6}$"
)
_SAYS = re.compile(
    r"(?i)^\s*,?\s*(?:said|says|told|announced|reported|confirmed|claimed|stated|declared|a\s+(?:dit|déclaré|annoncé|indiqué))\b"
)
ASIDE_PENALTY = 3.0
_FROM = re.compile(
    rf"(?i)\b(?:from|depuis|(?<!بالقرب\s)(?<!مقربة\s)(?<!كل\s)من|قادم\w*\s+من)\s+(?:(?:the|town|of|city|village|{_ARABIC_SITE})\s+)*$"
)
# "Kosti: drones hit", "Jerissa (El Kef): a third night": an Arabic title names the place first.
_TITLE_START = re.compile(r"(?:^|[.!؟\n])\s*(?:ولاية\s+|مدينة\s+|محافظة\s+|بلدة\s+)?$")
_TITLE_END = re.compile(r"^\s*(?:[(（][^)]{1,30}[)）]\s*)?(?::|\.\.)")
_ARRIVES = re.compile(r"[وف]?(?:وصل|وصول|دخل|دخول|عبر|عبور|توافد|تدفق|لجأ|لجوء|استقبل|بلغ|حل)\w*$")
# The seat of who tells it: "an officer in Maradi told reporters that".
_TELLER = re.compile(
    r"(?:^|\s)[وف]?(?:قال|ذكر|أعلن|أبلغ|أفاد|صرح|أكد|أوضح|كشف|روى|نقل)\w*\s(?:(?!أن\s|إن\s|بأن\s)\S+\s+){1,8}ب?$"
)
_THAT = re.compile(r"^(?:\s+(?!أن\s|إن\s|بأن\s)\S+){0,6}?\s+(?:أن|إن|بأن)\w*\s")
TELLER_PENALTY = 1.5
# More than a preposition says (2.0): "Djibo: women marched for an escort on the Bourzanga road".
TITLE_BONUS = 3.0

_SIBLING = re.compile(
    r"(?i)^\s*[,،]\s*$|^\s*(?:and|or|et|,\s*and|as\s+well\s+as|و|&)\s*(?:(?:in|at|near|the|of|also|both|à|de|areas?|adjacent\s+to|"
    r"towns?|city|village|nearby|في|مدينة|بلدة|قرية)\s+)*$"
)
_JOINED = re.compile(r"(?i)\b(?:and|et|or|ou)\b|&|\sو")
_AREA_BEHIND = re.compile(
    r"(?i)\s+(?:department|province|region|cercle|circle|commune|wilaya|governorate|county|district|state|"
    r"prefecture|sub-?prefecture|zone|woreda|locality|municipality|delegation|LGA|local\s+government)\b"
)
_OTHER_OBJECT = re.compile(
    r"(?i)^\s*,?\s*(?:and|et)\s+(?:[\w’'-]+\s+){1,6}?(?:in|at|near|à)\s+(?:the\s+)?$"
)
_INSIDE = re.compile(
    r"(?i)^(?!.*\b(?:to|from|towards?|and|then|before|after|vers|depuis|et|puis)\b)[\s\w’'-]{0,40}?[,(]?\s*"
    r"(?:\b(?:in|near|at|of|à|en|dans|de)\s+(?:(?:the|la|le)\s+)?)?(?:(?:commune|cercle|department|district|province|region|wilaya)\s+of\s+)?$"
)
CONTAINED_KM = 120.0


def locate(
    text: str, trigger: Trigger, toponyms: Sequence[Toponym], actor_starts: frozenset[int]
) -> tuple[Location, ...]:
    """Return the places of the act among its sentence's toponyms: several when it says so.

    `actor_starts` are the offsets of countries that act and are no place. () when the sentence
    names no place for the act.
    """
    usable = [
        t
        for t in counted(text, toponyms)
        if _rank(t) > 0 and (t.start not in actor_starts or t.kind is MentionKind.RELATIVE)
    ]
    if not usable:
        return ()
    scores = {t: _score(text, trigger, t) for t in usable}
    scores = _contained_scores(text, trigger, usable, scores)
    best = max(usable, key=lambda t: (scores[t], -t.start))
    if scores[best] <= 0:
        return ()
    chosen = [best, *_siblings(text, best, usable, trigger)]
    chosen = [t for t in chosen if _rank(t) == _rank(best) and _rank(t) > COUNTRY] or [best]
    found = tuple(
        location
        for toponym in sorted(chosen, key=lambda t: t.start)
        for location in locations_of(toponym)
    )
    is_doubtful = scores[best] < DOUBTFUL and names_unknown_place(text, trigger, toponyms)
    return tuple(map(lowered, found)) if is_doubtful else found


# A town of so low a score is where somebody went or came from: 5 for a town, 1 in the clause.
DOUBTFUL = 4.0


# What may stand between a place and the words that say where it lies: "Debdeb, a small town some".
_LIES = re.compile(
    r"(?i)^\s*[,(–—-]?\s*(?:(?:an?|the|une?|le|la|small|remote|desert|border|southern|northern|eastern|western|"
    r"town|city|village|oasis|area|locality|hamlet|camp|ville|village|localité|located|situated|lying|lies|"
    r"situé\w*|which|that|is|sits|qui|se|trouve|est|some|about|around|roughly|approximately|nearly|almost|only|just|"
    r"environ|quelque|près|de|à|at|on|sur|the|less|more|than|moins|plus|بلدة|مدينة|قرية|التي|تقع|الواقعة|الواقع|"
    r"على|بعد|نحو|حوالي|مسافة)\s+)*$"
)


def counted(text: str, toponyms: Sequence[Toponym]) -> list[Toponym]:
    """Return the toponyms that can be a place of their own, in order.

    A relative place stands for the places it counts from: of "30 km south of Ghat" Ghat goes. But
    what only says where a known place lies ("Debdeb, 20 km south of In Amenas") goes itself.
    """
    kept: list[Toponym] = []
    covered = 0
    for toponym in sorted(toponyms, key=_relatives_first):
        if toponym.kind is MentionKind.RELATIVE:
            covered = max(covered, toponym.end)
            if kept and _says_where(text, toponym, kept[-1]):
                continue
        elif toponym.start < covered and toponym.kind is not MentionKind.BORDER:
            continue
        if kept and _BORDER_ADJECTIVE.match(toponym.text) and _is_beside(text, kept[-1], toponym):
            continue
        kept.append(toponym)
    return kept


# "The crossing of Ras Ajdir, the bordering one with Libya" is the crossing.
_BORDER_ADJECTIVE = re.compile(r"(?:ال)?حدودي")


def _is_beside(text: str, head: Toponym, toponym: Toponym) -> bool:
    return _rank(head) >= POINT and not text[head.end : toponym.start].strip()


def names_unknown_place(text: str, trigger: Trigger, toponyms: Sequence[Toponym]) -> bool:
    """Return whether the act's clause has a place of its own that could not be resolved."""
    return any(
        toponym.kind is MentionKind.PLACE
        and toponym.place is None
        and trigger.clause_start <= toponym.start < trigger.clause_end
        and _is_located(
            text,
            text[max(trigger.clause_start, toponym.start - 60) : toponym.start],
            trigger,
            toponym,
        )
        for toponym in toponyms
    )


def _relatives_first(toponym: Toponym) -> tuple[int, bool, int]:
    return toponym.start, toponym.kind is not MentionKind.RELATIVE, toponym.end


def _says_where(text: str, relative: Toponym, head: Toponym) -> bool:
    """Return whether the relative place says where the known point before it lies."""
    if not head.place or not relative.place or relative.start < head.end:
        return False
    if _rank(head) < POINT or not _LIES.match(text[head.end : relative.start]):
        return False
    return _lies_in(head.place, relative)


def _rank(toponym: Toponym) -> float:
    if toponym.kind is MentionKind.BORDER:
        return BORDER if toponym.border_ids else 0.0
    place = toponym.place
    if toponym.relation:
        is_part = toponym.relation.kind is RelationKind.PART
        return POINT if _is_measured_from(toponym) else PART if is_part else LINE
    if toponym.kind is MentionKind.DEMONYM or place is None:
        return 0.0
    return place_rank(place)


def _is_measured_from(toponym: Toponym) -> bool:
    """Return whether it is a point that the words measure from a town: "25 km south of Ghat"."""
    relation = toponym.relation
    return relation is not None and relation_precision(relation) == (2, 2)


def _score(text: str, trigger: Trigger, toponym: Toponym) -> float:
    """Score how closely the words tie the toponym to the act."""
    before = text[max(trigger.clause_start, toponym.start - 60) : toponym.start]
    score = _rank(toponym)
    is_title = _is_title(text, toponym) and toponym.end <= trigger.start
    if _MEASURED.search(before):
        score -= MEASURED_PENALTY
    elif is_title or _is_measured_from(toponym):
        # "Sabha: gunmen attacked a post 25 km south of Umm al-Aranib": whoever measures, means it.
        score += TITLE_BONUS
    elif toponym.kind is MentionKind.BORDER or _is_located(text, before, trigger, toponym):
        score += 2.0
    elif _is_hit(trigger) and toponym.start > trigger.end and _INTO.search(before):
        score += 1.5
    elif _TOWARDS.search(before):
        is_fight = trigger.rule.activity in VIOLENT
        words = text[trigger.start : trigger.end]
        is_moving = trigger.rule.activity in _MOVING or bool(_ARRIVES.match(words))
        is_moving = is_moving and not _LEAVES.match(words)
        score += 1.5 if is_moving else -TOWARDS_PENALTY * is_fight - 1.0
    elif _FROM.search(before) and trigger.rule.event_type != EventType.BATTLES:
        is_left = trigger.rule.activity in _LEAVING or _LEAVES.match(
            text[trigger.start : trigger.end]
        )
        score += 0.5 if is_left else -ORIGIN_PENALTY
    if trigger.rule.activity in VIOLENT and _is_beside_the_act(text, before, toponym):
        score -= ASIDE_PENALTY
    if _SPEAKER.search(text[trigger.end : toponym.start]):
        score -= ORIGIN_PENALTY  # where the one who tells of it sits
    elif _has_break(text, trigger, toponym):
        score -= BREAK_PENALTY
    if toponym.end <= trigger.start and _is_seat_of_teller(text, toponym):
        score -= TELLER_PENALTY
    in_clause = is_title or trigger.clause_start <= toponym.start < trigger.clause_end
    score += 1.0 if in_clause else -OTHER_CLAUSE_PENALTY
    if toponym.start >= trigger.end:
        score += 0.5
    return float(score - abs(toponym.start - trigger.start) / CHARACTERS_A_POINT)


def _is_hit(trigger: Trigger) -> bool:
    """Return whether what goes into a place is what does the harm: shells, bombs, attackers."""
    is_taking = trigger.rule.activity is BorderActivity.ABDUCTION
    return trigger.rule.activity in VIOLENT and not is_taking


def _is_beside_the_act(text: str, before: str, toponym: Toponym) -> bool:
    """Return whether the place is one of somebody who tells of it, or of what came after."""
    says = _SAYS.match(text[toponym.end : toponym.end + 20])
    return bool(says or _ASIDE.search(before) or _BROUGHT.search(before))


def _is_title(text: str, toponym: Toponym) -> bool:
    opening = text[max(0, toponym.start - 20) : toponym.start]
    return bool(_TITLE_START.search(opening) and _TITLE_END.match(text[toponym.end :][:40]))


def _is_seat_of_teller(text: str, toponym: Toponym) -> bool:
    opening = text[max(0, toponym.start - 80) : toponym.start]
    return bool(_TELLER.search(opening) and _THAT.match(text[toponym.end :][:80]))


# "30 km from the border" says where a town lies, not where the act was.
_MEASURED = re.compile(
    r"(?i)(?:km|kilomet(?:re|er)s?|kilomètres|miles?)\s+(?:\w+\s+)?(?:from|of|de|du|south|north|east|west)\s+"
    r"(?:(?:of|the|la|le)\s+)*$"
)
_OBJECT_GAP = re.compile(
    r"(?i)^\s*(?:(?:the|a|le|la|l['’]|town|city|village|strategic|key|oasis|border|of|de|on|upon|على|"
    rf"{_ARABIC_SITE})\s+)*$"
)
MEASURED_PENALTY = 1.5
# Where those who fought went is not where they fought.
TOWARDS_PENALTY = 3.0
CHARACTERS_A_POINT = 120


def _is_located(text: str, before: str, trigger: Trigger, toponym: Toponym) -> bool:
    if toponym.kind is MentionKind.RELATIVE:
        return not _FROM.search(before)
    located = _LOCATIVE.search(before) or patterns().near.search(before)
    return bool(located) or _is_object(text, trigger, toponym) or _names(text, trigger, toponym)


def _names(text: str, trigger: Trigger, toponym: Toponym) -> bool:
    """Return whether the place stands before the act's noun: "the Arbinda attack"."""
    gap = text[toponym.end : trigger.start] if toponym.end <= trigger.start else "-"
    return trigger.rule.kind == "noun" and gap.isspace()


def _is_object(text: str, trigger: Trigger, toponym: Toponym) -> bool:
    """Return whether the place is what was attacked or taken: "attacked Ben Gardane"."""
    gap = text[trigger.end : toponym.start] if toponym.start >= trigger.end else None
    return gap is not None and bool(_OBJECT_GAP.match(gap))


# What an act's place is not: where somebody came from, or the place of another clause's act.
ORIGIN_PENALTY, BREAK_PENALTY, OTHER_CLAUSE_PENALTY = 10.0, 2.5, 2.0
_BREAK = re.compile(
    r"(?i)(?:^|\W)(?:as|after|before|when|while|which|who|whom|whose|where|because|since|until|following|amid|according|said|says|told|selon|"
    r"après|avant|lorsque|alors\s+que|tandis\s+que|qui|où|بعد|قبل|التي|الذي|حيث|بينما|فيما|إثر|عقب|منذ|جراء|بسبب|عندما|لدى|أثناء|"
    r"حسب|بحسب|وفق|ردا)\s"
)


_SPEAKER = re.compile(
    r"(?i)\b(?:according\s+to|selon|d['’]après)\s+(?:[\w’'-]+\s+){1,6}(?:in|at|à)\s+(?:the\s+)?$"
)


def _has_break(text: str, trigger: Trigger, toponym: Toponym) -> bool:
    """Return whether another clause begins between the trigger and the toponym."""
    if toponym.start >= trigger.end:
        return bool(_BREAK.search(text[trigger.end : toponym.start]))
    return bool(_BREAK.search(text[toponym.end : trigger.start]))


_LEAVING = frozenset(
    {BorderActivity.EVACUATION, BorderActivity.EXPULSION, BorderActivity.DISPLACEMENT}
)
# Troops that leave a place act there.
_LEAVES = re.compile(
    r"(?i)(?:with-?dr\w+|abandon\w*|deserted|fled|flee(?:s|ing)?|pull\w*\s(?:out|back)|retreat\w*|evacuat\w+|vacat\w+|se\sretir\w+|retrait|retir\w+|quitt\w+|"
    r"[وف]?(?:ا?نسح\w+|[يت]نسحب\w*|سحب\w*|[يت]سحب|غادر\w*|[يت]غادر\w*|مغادرة|أخل\w+|إخلاء|تراجع\w*))$"
)
_MOVING = frozenset(
    {BorderActivity.TROOP_DEPLOYMENT, BorderActivity.EXPULSION, BorderActivity.IRREGULAR_CROSSING,
     BorderActivity.ALERT, BorderActivity.OFFICIAL_VISIT, BorderActivity.EVACUATION}
)  # fmt: skip


def _contained_scores(
    text: str, trigger: Trigger, usable: Sequence[Toponym], scores: Mapping[Toponym, float]
) -> dict[Toponym, float]:
    """Give "A in B" the better score of the two to A, where A lies in or by B."""
    lifted = dict(scores)
    ordered = sorted(usable, key=lambda t: t.start)
    for inner, outer in pairwise(ordered):
        if not inner.place or inner.start == outer.start:
            continue
        if inner.end <= trigger.start < outer.start:
            continue
        gap = text[inner.end : outer.start]
        if _INSIDE.match(gap) and _rank(inner) >= _rank(outer) and _lies_in(inner.place, outer):
            lifted[inner] = max(scores[inner], scores[outer]) + 0.5
    return lifted


def _lies_in(place: Place, outer: Toponym) -> bool:
    area = outer.place
    if area is None:
        return False
    if area.feature_code.startswith("PCL"):
        return place.country_code == area.country_code
    if area.feature_code == "ADM1" and place.admin1 == area.name:
        return True
    apart = distance_km(place.latitude, place.longitude, area.latitude, area.longitude)
    return bool(apart <= max(CONTAINED_KM, area.radius_km))


def _siblings(
    text: str, best: Toponym, usable: Sequence[Toponym], trigger: Trigger
) -> list[Toponym]:
    """Return the toponyms joined to the best by commas and "and": the act was at each."""
    found: list[Toponym] = []
    for ordered in (sorted(usable, key=lambda t: t.start), sorted(usable, key=lambda t: -t.start)):
        current = best
        for other in ordered:
            forward = other.start >= current.end and ordered[0].start <= ordered[-1].start
            backward = other.end <= current.start and ordered[0].start > ordered[-1].start
            if not forward and not backward:
                continue
            gap = text[current.end : other.start] if forward else text[other.end : current.start]
            is_other_target = trigger.rule.activity in VIOLENT and _OTHER_OBJECT.match(gap)
            if not (_SIBLING.match(gap) or is_other_target):
                break
            if _is_part_of(current, other) or _is_part_of(other, current):
                names = text[best.end : other.start]
                if forward and not _JOINED.search(names) and not gap.strip(" ,،("):
                    found = []  # "Ain Sultan, Ghardimaou, Jendouba": where one place lies
                break
            if _AREA_BEHIND.match(text[other.end : other.end + 30]) and gap.strip() in (",", "،"):
                break
            found.append(other)
            current = other
    return found


def _is_part_of(inner: Toponym, outer: Toponym) -> bool:
    return bool(inner.place and _rank(inner) > _rank(outer) and _lies_in(inner.place, outer))
