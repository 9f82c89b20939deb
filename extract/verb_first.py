"""Who did it and to whom in Arabic, where the verb opens: "the verb, who did it, to whom".

A plural verb has its subject before it, and so have headlines. A verbal noun ("the killing of
three soldiers") and a number right behind a verb ("were killed three soldiers") have who suffers it
next; a noun has its owner behind it ("an attack of gunmen on a base"). Passives are written as
actives are: of a verb with one actor the verb and the actor tell which side that is.
"""

import re
from collections.abc import Sequence

from extract.actor_lexicon import generic_actors, named_actors
from extract.actor_mentions import ActorMention
from extract.counts import number_pattern
from extract.trigger_lexicon import JOINED, with_classes
from extract.triggers import Trigger
from geodata.codes import ActorType, BorderActivity

Sides = tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]

_WHOLE = r"(?:ه|ها|هم)?$"
# Verbal nouns after which stands who suffers the act; of some no speaker before them is the author.
_DEATHS = re.compile(rf"^[وفبل]?(?:مقتل|مصرع|إصابة|استشهاد|وفاة|نزوح|فرار|سقوط|لجوء){_WHOLE}")
_VERBAL_NOUN = re.compile(
    r"^[وفبل]?(?:ال)?(?:اعتقال|اعتقالات|اختطاف|توقيف|إيقاف|إعدام|اغتيال|قبض|إلقاء|قضاء|تحييد|استهداف|مهاجمة|قصف|"
    r"تحرير|ترحيل|طرد|إبعاد|إعادة|إجلاء|إحباط|إطلاق|إفراج|تفكيك|احتجاز|إنقاذ|اعتراض|تدمير|إغلاق|مصادرة)"
    r"(?:\s.*)?" + _WHOLE
)
# Verbs that have no author of their own: "died", and "resulted in".
_SUFFERED = re.compile(
    r"^[وفس]?(?:أصيب\w*|استشهد\w*|لقي\w*|لقوا|نزح\w*|فر|فرت|فروا|[يت]نزح\w*|[يت]فر\w*|لجأ\w*|[يت]لجأ\w*|"
    r"أسفر\w*|[يت]سفر|خلف\w*|[يت]خلف|أودى|أودت|أوقع\w*|حصد\w*|سقط\w*|تعرض\w*|[يت]تعرض\w*|هوجم\w*|دوهم\w*|حوصر\w*)$"
)
_KILLS = re.compile(
    r"^[وفس]?(?:قتل\w*|جرح\w*|ذبح\w*|أعدم\w*|اغتيل\w*|اغتال\w*|أصاب\w*|استهدف\w*|طعن\w*)$"
)
_TAKES = frozenset({BorderActivity.ABDUCTION, BorderActivity.ARREST, BorderActivity.RELEASE})
_PLURAL = re.compile(r"(?:وا|ون|وه|وها|وهم)$")
_AGENT = re.compile(
    r"(?:على\s+(?:يد|أيدي)|من\s+(?:قبل|طرف|جانب)|برصاص|بنيران|بأيدي|شن\S*|نفذ\S*|تبنا\S*|نصب\S*|أطلق\S*|قام\s+به|"
    r"[يت]شن\S*|[يت]نفذ\S*|[يت]طلقها|[يت]طلقه)\s+(?:\S+\s+){0,2}$"
)
_LIGHT_VERB = re.compile(
    r"(?:^|\s)[وف]?(?:شن|شنت|شنوا|[يت]شن|[يت]شنون|نفذ\w*|[يت]نفذ\w*|نصب\w*|[يت]نصب\w*|بدأ\w*|أطلق\w*|[يت]طلق\w*|باشر\w*|خاض\w*|قاد\w*|"
    r"[يت]قود|أجرى|أجرت|[يت]جري|أعلن\w*|[يت]علن|فرض\w*|[يت]فرض|ارتكب\w*|واصل\w*|كثف\w*|نظم\w*|تبنى|تبنت|[يت]تبنى|تلقى|سير\w*)\s"
)
_SUFFERS_NOUN = re.compile(
    r"(?:^|\s)[وف]?(?:تعرض\w*|[يت]تعرض\w*|وقع\w*|نجا|نجت|قتل\w*|أصيب\w*|لقي\w*)\s"
)
_AIMED_AT = re.compile(r"(?:على|ضد|بحق|في\s+صفوف|عن|استهدف\w*|طال\w*|ضرب\w*)\s+(?:\S+\s+){0,3}$")
_GOVERNED = re.compile(
    r"(?:^|\s)[وف]?(?:(?<!أكثر\s)(?<!أزيد\s)(?<!أقل\s)(?<!عدد\s)من(?!\s+(?:عناصر|أفراد|مقاتلي|جنود|أعضاء|مسلحي|رجال|عناصره)\s+$)|في|إلى|مع|قرب|بين|عند|لدى|حسب|وفق|بعد|قبل|خلال|نحو\s+(?=ال)|"
    r"باتجاه|أثناء|تحت|بحسب|بمشاركة|بدعم|عبر|داخل|شمالي?|جنوبي?|شرقي?|غربي?|وسط|ل?(?:مكافحة|محاربة|مواجهة|قتال))\s+(?:\S+\s+){0,2}$"
)
_MEMBERS = re.compile(
    r"(?:وحد\S+|عنصر\S*|عناصر|أفراد|مفرزة|مفارز|أعوان|فرقة|رجال|قوة|دوري\S+|جندي\S*|جنود|عدد)\s+من\s+$"
)
# "Three of the policemen".
_PARTITIVE = re.compile(rf"(?:^|\s)(?:{number_pattern()}|عددا?|بعض|أحد|إحدى)\s+من\s+$")
# A weapon or a deed that acts in the author's place: "a mine hit an army patrol".
_INSTRUMENT = re.compile(
    r"(?:^|\s)[وفب]?(?:ال)?(?:هجوم|هجمات|هجمة|عبو\S+|انفجار\S*|تفجير\S*|لغم\S*|ألغام|قذيف\S+|قذائف|صاروخ\S*|صواريخ|غار\S+|قصف|"
    r"ضرب\S+|سيارة\s+مفخخة|مسير\S+|طائر\S+|رصاص\S*|كمين\S*|اشتباك\S*|عملية)(?:\s+\S+){0,2}\s*$"
)
_OWN_UNIT = re.compile(r"(?:أن|إن)\s+\w+(?:ها|ه|هم)\s+(?:\S+\s+){0,6}?(?:قد\s+)?$")
_SITE = re.compile(
    r"(?:موقع|مواقع|مقر\w*|مركز\w*|مراكز|دوري\w+|رتل\w*|نقط\w+|نقاط|معسكر\w*|قافل\w+|آلي\w+|قاعد\w+|ثكن\w+|حاجز\w*|بواب\w+|"
    r"مركب\w+|سيار\w+|تابع\w*|تمركز\w*|بيان\w*|هدف\w*|أهداف\w*|دفاعات\w*|الدفاعات|قوات|وحدات|عناصر|طائر\w+|مقاتلات|هجوم\w*|كمين\w*|استهداف\w*|مداهم\w+|مدفعي\w+|مخيم\w*|قائد\w*|قيادي\w*|دعم|داعم\w*|إسناد|موال\w*)\s+(?:\S+\s+)?$"
)
# Behind these begins what another act tells.
_BREAK = re.compile(
    r"(?:^|\s)[وف]?(?:بعد|عقب|إثر|منذ|التي|الذي|الذين|اللذين|حيث|عندما|بينما|فيما|مما|ما|قبل|احتجاجا|ردا|لدى|خلال|أثناء|جراء|بسبب|"
    r"حسب\w*|وفق\w*|بحسب)\s"
)
_SITE_ITSELF = re.compile(
    r"و?(?:موقع|مواقع|ثكن|قاعد|معسكر|مركز|مراكز|نقط|حاجز|مقر|بواب|رتل|قافل|آليات|دوري|مخفر|قسم)\S*\s"
)
_DATELINE_END = re.compile(r"^\)?\s+[-–—]\s")
_BETWEEN = re.compile(r"بين\s+(?:\S+\s+){0,3}$")
_WITH = re.compile(r"(?:مع|ضد|ب(?:ـ)?)\s+(?:\S+\s+){0,3}$")
_SIBLING = re.compile(r"\s*[،,]?\s*و?(?:\S+\s+)?")
REACH = 80
OWNER_REACH = 3


def verb_first_sides(
    text: str, trigger: Trigger, before: Sequence[ActorMention], after: Sequence[ActorMention]
) -> Sides:
    """Return who did what the trigger tells, and to whom; () where unnamed.

    `before` and `after` are the actors of the clause on either side of the trigger, in order.
    """
    sides = _sides_by_order(text, trigger, before, after)
    return _completed(text, trigger, sides, (*before, *after))


def _sides_by_order(
    text: str, trigger: Trigger, before: Sequence[ActorMention], after: Sequence[ActorMention]
) -> Sides:
    words, end = text[trigger.start : trigger.end], trigger.end
    near = [actor for actor in after if actor.start - end <= REACH]
    if trigger.rule.kind == "noun":
        return _noun_sides(text, trigger, before, near)
    agents = tuple(a for a in near if _AGENT.search(text[end : a.start]))[:1]
    plain = [
        a
        for a in near
        if a not in agents
        and not _is_governed(text, end, a)
        and not _BREAK.search(text[end : a.start])
    ]
    leading = _leading(text, trigger, before)
    if _SUFFERED.match(words) or _DEATHS.match(words):
        is_before = not plain and _PLURAL.search(words)
        agents = agents or tuple(a for a in leading[-1:] if plain and _are_foes(a, plain[0]))
        return agents, tuple(plain[:1]) or (leading if is_before else ())
    if _VERBAL_NOUN.match(words):
        return agents or leading, tuple(a for a in plain[:1] if a not in leading)
    if _PLURAL.search(words) and leading:
        return _plural_sides(text, trigger, leading, plain)
    if not plain:
        return agents or leading, ()
    if _is_object(text, trigger, plain):
        is_aimed = _AIMED_AT.search(text[end : plain[0].start]) or _is_owned(text, plain[0])
        known = leading if is_aimed else _author(text, trigger, leading)
        is_weapon = _acts_by_itself(text, trigger, plain[0])
        return agents or (() if is_weapon else known), tuple(plain[:1])
    if leading and trigger.start - leading[0].end <= OWNER_REACH and len(plain) < 2:
        return leading, tuple(plain[:1])  # a headline: who does it stands first
    return _verb_sides(text, trigger, plain, near)


# Who tells of an act is no side of it: "according to the army", "an officer told".
_TELLS = re.compile(
    r"(?:^|\s)[وف]?(?:ب?حسب|وفقا?|نقلا\s+عن|مصدر|مصادر|بيان\w*|متحدث\w*|ناطق\w*|المتحدث|الناطق|قال|قالت|ذكر\w*|أفاد\w*|"
    r"صرح\w*|أوضح\w*|أبلغ\w*|أضاف\w*|أكد\w*|أعلن\w*|[يت]نتمي|[يت]شتبه|تهمة|موال\w*|اتهم\w*)\s+(?:\S+\s+){0,3}?(?:ل|ب)?$"
)
_OF_ITS_OWN = re.compile(r"\s+(?:\S+\s+){0,4}?(?:[إأ]ن(?:ه|ها|هم)|[إأ]ن\s+\w+(?:ه|ها|هم))\s")
_ACCUSED = re.compile(r"(?:^|\s)[وف]?(?:اتهم\w*|[يت]تهم\w*)\s")
_ARMED = frozenset(
    {
        ActorType.STATE_FORCES,
        ActorType.EXTERNAL_FORCES,
        ActorType.REBEL_GROUP,
        ActorType.POLITICAL_MILITIA,
        ActorType.IDENTITY_MILITIA,
        ActorType.CRIMINAL_GROUP,
    }
)
_IRREGULARS = _ARMED - {ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES}
_ONE_SIDED = frozenset({BorderActivity.ABDUCTION, BorderActivity.ATTACK})


def _completed(text: str, trigger: Trigger, sides: Sides, actors: Sequence[ActorMention]) -> Sides:
    """Return the sides, a missing one taken from the clause's other armed actors.

    A fight has two of them; of an abduction or an attack the armed group is who did it.
    """
    subjects, objects = _victims_last(trigger, sides)
    accused = _accused(text, trigger, actors)
    if accused:
        return accused, tuple(a for a in objects if a not in accused)
    known = {a.name for a in (*subjects, *objects)}
    free = [
        a
        for a in actors
        if a.kind != "country" and a.name not in known and not _only_tells(text, trigger, a)
    ]
    near = sorted(free, key=lambda a: abs(a.start - trigger.start))
    if trigger.rule.activity is BorderActivity.ARMED_CLASH:
        others = tuple(a for a in near if a.actor_type in _ARMED)
        if not subjects and not objects:
            return others[:1], tuple(a for a in others[1:] if a.name != others[0].name)[:1]
        return subjects or others[:1], objects or others[:1]
    if trigger.rule.activity in _ONE_SIDED and not subjects:
        return tuple(a for a in near if a.actor_type in _IRREGULARS)[:1], objects
    return subjects, objects


_BY_UNKNOWN = frozenset(
    {
        BorderActivity.ABDUCTION,
        BorderActivity.ATTACK,
        BorderActivity.AIR_STRIKE,
        BorderActivity.SHELLING,
        BorderActivity.MINE_OR_IED,
    }
)


def _victims_last(trigger: Trigger, sides: Sides) -> Sides:
    """Return the sides, what can't have done the act as who suffers it.

    Civilians don't raid, and a state's forces set off no mine under themselves.
    """
    subjects, objects = sides
    if not subjects or trigger.rule.activity not in _BY_UNKNOWN:
        return sides
    kinds = {a.actor_type for a in subjects}
    is_mined = trigger.rule.activity is BorderActivity.MINE_OR_IED and kinds <= _STATE
    if kinds == {ActorType.CIVILIANS} or (is_mined and not objects):
        return (), objects or subjects
    return sides


def _only_tells(text: str, trigger: Trigger, actor: ActorMention) -> bool:
    """Return whether the actor is who tells of it, and not of what its own men did."""
    is_teller = _TELLS.search(text[trigger.clause_start : actor.start])
    return bool(is_teller) and not _OF_ITS_OWN.match(text[actor.end :])


def _accused(
    text: str, trigger: Trigger, actors: Sequence[ActorMention]
) -> tuple[ActorMention, ...]:
    """Return whom a violent act is laid to: "accused the army and Wagner of killing"."""
    verb = _ACCUSED.search(text, trigger.clause_start, trigger.start)
    if verb is None or trigger.rule.activity not in _ONE_SIDED:
        return ()
    between = [a for a in actors if verb.end() <= a.start and a.end <= trigger.start]
    return tuple(a for a in between if a.actor_type in _ARMED and a.kind != "person")


def _is_object(text: str, trigger: Trigger, plain: Sequence[ActorMention]) -> bool:
    """Return whether the first actor behind the verb is its object, not its subject."""
    actor, end = plain[0], trigger.end
    if _acts_by_itself(text, trigger, actor):
        return True
    if _AIMED_AT.search(text[end : actor.start]):
        return True
    if trigger.rule.object != "none" and _is_counted(text[end : actor.start]):
        return True
    is_site = _is_owned(text, actor) and (len(plain) == 1 or not _SITE_ITSELF.match(actor.text))
    return is_site or (len(plain) == 1 and _suffers(text, trigger, actor))


def _verb_sides(
    text: str, trigger: Trigger, plain: Sequence[ActorMention], near: Sequence[ActorMention]
) -> Sides:
    """Return the subject right behind the verb, and the object: beside it, with it, or given to."""
    others = tuple(plain[1:2])
    end = trigger.end
    if not others and (trigger.rule.is_talk or trigger.rule.activity in _MUTUAL):
        rest = [a for a in near if a.start > plain[0].start]
        others = tuple(a for a in rest if _WITH.search(text[end : a.start]))[:1]
    if not others and trigger.rule.object != "none":
        others = tuple(a for a in near if _HANDED_TO.search(text[end : a.start]))[:1]
    return tuple(plain[:1]), others


_HANDED_TO = re.compile(
    r"(?:^|\s)[وف]?(?:سلم\w*|[يت]سلم\w*|تسليم\w*)\s+(?:\S+\s+){0,4}?(?:إلى|لصالح)\s+$"
)
_MUTUAL = frozenset({BorderActivity.AGREEMENT, BorderActivity.ARMED_CLASH})
_STATE = frozenset({ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES})
_FOES = frozenset({ActorType.REBEL_GROUP, ActorType.POLITICAL_MILITIA, ActorType.CRIMINAL_GROUP})


def _are_foes(teller: ActorMention, dead: ActorMention) -> bool:
    """Return whether the dead are the teller's foes: "the army announced the death of"."""
    return teller.actor_type in _STATE and dead.actor_type in _FOES


def _noun_sides(
    text: str, trigger: Trigger, before: Sequence[ActorMention], near: Sequence[ActorMention]
) -> Sides:
    start, end = trigger.start, trigger.end
    pair = [a for a in near if _BETWEEN.search(text[end : a.start])][:1]
    if pair:
        others = [a for a in near if a.start >= pair[0].end][:1]
        return tuple(pair), tuple(others)
    agents = tuple(a for a in near if _AGENT.search(text[end : a.start]))[:1]
    targets = tuple(
        a
        for a in near
        if a not in agents
        and (_AIMED_AT.search(text[end : a.start]) or (_is_joined_to_li(a) and _is_owned(text, a)))
    )[:1]
    owner = tuple(a for a in near[:1] if not text[end : a.start].strip() and a not in targets)
    lead = text[trigger.clause_start : start]
    verb = list(_LIGHT_VERB.finditer(lead))
    if not agents and verb and before:
        behind = [a for a in before if a.start >= trigger.clause_start + verb[-1].start()]
        free = [a for a in behind if not _is_governed(text, trigger.clause_start, a)]
        agents = tuple(free[:1]) or tuple(before[-1:])
    agents = agents or owner
    if not targets and before and _SUFFERS_NOUN.search(lead[-REACH:]):
        targets = tuple(a for a in before[-1:] if a not in agents)
    if not targets and agents:
        targets = tuple(a for a in near if a not in agents and _WITH.search(text[end : a.start]))[
            :1
        ]
    return agents, targets


def _leading(
    text: str, trigger: Trigger, before: Sequence[ActorMention]
) -> tuple[ActorMention, ...]:
    """Return the last actor before the verb that nothing governs, with those joined to it."""
    order = range(len(before))
    is_second_verb = text[trigger.start] == "و" and not _PLURAL.search(
        text[trigger.start : trigger.end]
    )
    # "and it seized" has the subject of the verb before, which stood right behind that one
    for index in order if is_second_verb else reversed(order):
        actor = before[index]
        if _DATELINE_END.search(text[actor.end : trigger.start]):
            continue
        if trigger.start - actor.end > REACH and not is_second_verb:
            break
        if _is_governed(text, trigger.clause_start, actor):
            continue
        chain = [actor]
        for other in reversed(before[:index]):
            gap = text[other.end : chain[0].start]
            is_joined = chain[0].text.startswith("و") and _SIBLING.fullmatch(gap)
            if not is_joined or _is_governed(text, trigger.clause_start, other):
                break
            chain.insert(0, other)
        return tuple(chain)
    return ()


def _author(
    text: str, trigger: Trigger, leading: tuple[ActorMention, ...]
) -> tuple[ActorMention, ...]:
    """Return the leading actor where its own unit, or it right before the verb, does the act."""
    gap = text[leading[0].end : trigger.start] if leading else ""
    return leading if leading and (_OWN_UNIT.search(gap) or len(gap) <= OWNER_REACH) else ()


def _plural_sides(
    text: str, trigger: Trigger, leading: tuple[ActorMention, ...], plain: Sequence[ActorMention]
) -> Sides:
    before = text[trigger.clause_start : trigger.start]
    is_past_perfect = re.search(r"كان\w*\s.*قد\s+$", before)
    is_victim = leading[0].actor_type == ActorType.CIVILIANS or is_past_perfect
    if not plain and is_victim and _may_be_passive(trigger, text):
        return (), leading
    return leading, tuple(plain[:1])


def _may_be_passive(trigger: Trigger, text: str) -> bool:
    words = text[trigger.start : trigger.end]
    return bool(_KILLS.match(words)) or trigger.rule.activity in _TAKES


def _suffers(text: str, trigger: Trigger, actor: ActorMention) -> bool:
    """Return whether the one actor behind a verb is its object: "was killed a soldier"."""
    words, rest = text[trigger.start : trigger.end], text[actor.end : actor.end + 45]
    if _KILLS.match(words):
        civilians = JOINED["ar"] + with_classes("{civilians}", "ar")
        counted = rf"^\s+(?:\S+\s+){{0,4}}?(?:{number_pattern()}\s|{civilians})"
        return not re.match(counted, rest)
    if trigger.rule.activity is BorderActivity.ARREST:
        return actor.actor_type not in (ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES)
    if trigger.rule.activity is BorderActivity.ABDUCTION:
        return actor.actor_type in (ActorType.CIVILIANS, ActorType.STATE_FORCES)
    return False


def _acts_by_itself(text: str, trigger: Trigger, actor: ActorMention) -> bool:
    """Return whether a weapon is the verb's subject: "a mine hit", "hit by a mine"."""
    is_before = _INSTRUMENT.search(text[trigger.clause_start : trigger.start])
    return bool(is_before or _INSTRUMENT.search(text[trigger.end : actor.start]))


def _is_governed(text: str, position: int, actor: ActorMention) -> bool:
    """Return whether a preposition between the position and the actor makes it no side."""
    gap = text[position : actor.start]
    if _PARTITIVE.search(gap):
        return False
    if _is_joined_to_li(actor):
        return not _SITE.search(gap)
    return bool(_GOVERNED.search(gap)) and not _MEMBERS.search(gap)


def _is_owned(text: str, actor: ActorMention) -> bool:
    """Return whether the actor is named by what is its own: "positions of the army's"."""
    if _SITE_ITSELF.match(actor.text):
        return True
    opening = text[max(0, actor.start - 40) : actor.start]
    return _is_joined_to_li(actor) and bool(_SITE.search(opening))


def _is_joined_to_li(actor: ActorMention) -> bool:
    """Return whether the word begins with li-, "to" or "of"; "thieves" and "refugees" do not."""
    if actor.kind == "country":
        return False  # a place's name begins behind its particles
    if actor.text.startswith("لل"):
        return True
    if not actor.text.startswith("ل"):
        return False
    first = actor.text.partition(" ")[0]
    return not any(
        table.get(word)
        for table in (generic_actors(), named_actors())
        for word in (first, actor.text)
    )


def _is_counted(gap: str) -> bool:
    return bool(
        re.match(
            rf"\s*(?:(?:فيه|فيها|خلاله|خلالها|إثره|إثرها)\s+)?(?:نحو|حوالي|أكثر\s+من|ما\s+لا\s+يقل\s+عن)?\s*{number_pattern()}\s",
            gap,
        )
    )
