"""When an act took place: which of the sentence's dates is its own, and what stands in for one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from extract.counts import number_pattern, parse_count
from extract.dates import DateExpression
from extract.triggers import Trigger
from geodata.codes import BorderActivity, DateBasis, Modality

# Beyond this a period is an era or a condition, not the date of an act.
MAX_PERIOD_DAYS = 366
# No date in the sentence: the week up to publication (the design's rule).
UNDATED_DAYS = 6
UNDATED_PRECISION = 2
# A planned act's month without a year that is gone for so long is next year's.
LONG_GONE_DAYS = 60
_FUTURE = frozenset({Modality.PLANNED, Modality.THREATENED, Modality.PREDICTED, Modality.ORDERED})
_VIOLENT_RANK = 80
# A day so few characters behind an aside's verb is the aside's.
ASIDE_REACH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The days of an act, both inclusive; all None when neither stated nor published."""

    date_start: date | None
    date_end: date | None
    time_precision: int | None
    basis: DateBasis | None
    expression: DateExpression | None


def when(
    trigger: Trigger,
    triggers: Sequence[Trigger],
    dates: Sequence[DateExpression],
    published: date | None,
) -> When | None:
    """Return the act's days, or None when the sentence speaks of an era.

    `triggers` and `dates` are all those of the sentence, in order.
    """
    expression = date_of(trigger, triggers, dates) or _only_day(trigger, triggers, dates)
    if expression is None:
        return undated(published)
    start, end = expression.date_start, expression.date_end
    if end and published and trigger.modality in _FUTURE and _lacks_year(expression):
        start, end = _to_come(start, published), _to_come(end, published)
    if start and end and (end - start).days > MAX_PERIOD_DAYS:
        return None
    if end and published and start and start <= published and trigger.modality not in _FUTURE:
        end = min(end, published)
    return replace(of_expression(expression), date_start=start, date_end=end)


def of_expression(expression: DateExpression) -> When:
    """Return the days that the expression names."""
    return When(
        date_start=expression.date_start,
        date_end=expression.date_end,
        time_precision=expression.time_precision,
        basis=expression.basis,
        expression=expression,
    )


# "Reported on 16 March", "the army said on Friday": the day of the report.
_TOLD_ON = re.compile(
    r"(?i)\b(?:reported|announced|said|says|claimed|published|posted|dated|added|confirmed|stated|declared|wrote|"
    r"told(?:\s+[\w’'-]+){1,3}|statement|communiqué|press\s+release|"
    r"(?:a|ont)\s+(?:dit|annoncé|déclaré|indiqué|affirmé|rapporté|précisé|confirmé)|annonce|indique|déclare)\s+"
    r"(?:(?:late|early|on|of|le|ce|in\s+a\s+statement|by)\s+)*$"
)


def told_on(text: str, dates: Sequence[DateExpression]) -> tuple[DateExpression, ...]:
    """Return the dates that say when somebody told of an act."""
    return tuple(d for d in dates if _TOLD_ON.search(text[max(0, d.start - 50) : d.start]))


def _only_day(
    trigger: Trigger, triggers: Sequence[Trigger], dates: Sequence[DateExpression]
) -> DateExpression | None:
    """Return the one day that the sentence names, where no word ties it to this act.

    It is the act's, or that of the report of it, which a database takes for want of another; but
    not that of what only leads to the news ("hostages seized on 3 May").
    """
    days = [d for d in dates if d.time_precision == 1]
    if not days or trigger.modality in _FUTURE or any(d.text != days[0].text for d in dates):
        return None
    owner = [t for t in triggers if t.end <= days[0].start]
    is_aside = owner and owner[-1].is_subordinate and not trigger.is_subordinate
    is_near = owner and days[0].start - owner[-1].end < ASIDE_REACH
    return None if is_aside and is_near else days[0]


def _lacks_year(expression: DateExpression) -> bool:
    is_stated = expression.basis is DateBasis.STATED
    return is_stated and not re.search(r"(?:19|20)\d\d|الماضي|last|dernier", expression.text)


def _to_come(day: date | None, published: date) -> date | None:
    """Return the day a year later where it is long gone: what is planned is to come."""
    if day is None or day >= published - timedelta(days=LONG_GONE_DAYS):
        return day
    return day + timedelta(days=366 if _has_leap_day_ahead(day) else 365)


def _has_leap_day_ahead(day: date) -> bool:
    return (day + timedelta(days=365)).day != day.day


def undated(published: date | None) -> When:
    """Return the week up to publication; unknown without a publication date."""
    if published is None:
        return When(
            date_start=None, date_end=None, time_precision=None, basis=None, expression=None
        )
    return When(
        date_start=published - timedelta(days=UNDATED_DAYS),
        date_end=published,
        time_precision=UNDATED_PRECISION,
        basis=DateBasis.PUBLICATION,
        expression=None,
    )


def open_from(known: When, published: date | None) -> When:
    """Return the period from the act's first day on: a period still open ends at publication."""
    if known.date_start is None or published is None:
        return known
    return replace(known, date_end=max(published, known.date_start), time_precision=3)


# "The same day", "the next day", "three days later": counted from the act told before.
_SAME_DAY = re.compile(
    r"(?i)\b(?:the\s+same|that)\s+(?:day|night|evening|afternoon|morning)\b|\b(?:hours|minutes|shortly)\s+(?:later|"
    r"after)|le\s+même\s+(?:jour|soir)|ce\s+jour-là|le\s+jour\s+même|la\s+même\s+(?:nuit|journée)|"
    r"(?:quelques|deux|trois|plusieurs)\s+heures\s+(?:plus\s+tard|après)|peu\s+après|au\s+cours\s+de\s+"
    r"(?:cette|l['’])\s?(?:opération|attaque|intervention|accrochage)|lors\s+de\s+cette\s+(?:opération|attaque)|"
    r"during\s+(?:this|the\s+same)\s+(?:operation|attack)|"
    r"اليوم\s+(?:نفسه|ذاته|عينه)|(?:نفس|ذات)\s+(?:اليوم|الليلة)|الليلة\s+(?:نفسها|ذاتها)|ذلك\s+اليوم|(?:في|بعين)\s+المكان|(?:خلال|أثناء)\s+العملية|بعد\s+(?:ساعات|ساعتين|ذلك\s+ب(?:قليل|ساعات))"
)
_NEXT_DAY = re.compile(
    r"(?i)\b(?:the\s+)?(?:next|following)\s+(?:day|morning)\b|\ba\s+day\s+later\b|\ble\s+lendemain\b|"
    r"\bau\s+lendemain\b|"
    r"في\s+(?:اليوم|صباح\s+اليوم)\s+(?:التالي|الموالي)|بعد\s+يوم(?:\s+واحد)?(?!\w)|غداة"
)
_DAYS_LATER = re.compile(
    rf"(?i)\b(?P<count>{number_pattern()})\s+(?:days\s+(?:later|after)|jours\s+(?:plus\s+tard|après))\b"
)
_DAY_BEFORE = re.compile(
    r"(?i)\bla\s+veille\b|\bthe\s+(?:previous\s+day|day\s+before)\b(?!\s+yesterday)"
)


def counted_from(sentence: str, before: When | None) -> When | None:
    """Return the days that the sentence counts from those of the act told before.

    None when it does not count so, or the act before is not dated to the day.
    """
    if before is None or before.date_start is None or before.time_precision != 1:
        return None
    days_later = _DAYS_LATER.search(sentence)
    if days_later:
        count = parse_count(days_later["count"])
        return _later(before, int(count.low)) if count else None
    if _NEXT_DAY.search(sentence):
        return _later(before, 1)
    if _DAY_BEFORE.search(sentence):
        return _later(before, -1)
    return before if _SAME_DAY.search(sentence) else None


def _later(before: When, days: int) -> When:
    assert before.date_start is not None
    last = before.date_end or before.date_start if days > 0 else before.date_start
    step = timedelta(days=min(days, MAX_PERIOD_DAYS))
    return replace(before, date_start=last + step, date_end=last + step)


def date_of(
    trigger: Trigger, triggers: Sequence[Trigger], dates: Sequence[DateExpression]
) -> DateExpression | None:
    """Return the date that belongs to the trigger: what follows it, else what opens the sentence.

    A date after a later act belongs to that one, unless both are parts of one fight.
    """
    if not dates:
        return None
    ordered = sorted(triggers, key=lambda t: t.start)
    following = [t for t in ordered if t.start > trigger.start and not _are_one_act(trigger, t)]
    # "arrested 17 people during a sweep on Sunday": a noun's date is that of the act around it
    limit = next((t.start for t in following if not _is_frame(t)), None)
    first = min((t.start for t in ordered if _are_one_act(trigger, t)), default=trigger.start)
    opening = min(first, trigger.start)
    own = [d for d in dates if d.start >= opening and (limit is None or d.start < limit)]
    fronted = [d for d in dates if d.end <= ordered[0].start]
    between = [
        d
        for d in dates
        if d.end <= trigger.start
        and trigger.start - d.end < 40
        and not _is_of_aside(d, trigger, ordered)
    ]
    if own:
        return own[0]
    if fronted:
        return fronted[-1]
    if between:
        return between[-1]
    shared = [d for d in dates if d.start > trigger.start and _is_shared(trigger, ordered, d)]
    if shared:
        return shared[0]
    is_one = following and following[0].rule.activity is trigger.rule.activity
    if following and (is_one or _is_one_fight(trigger, following[0])):
        return date_of(following[0], triggers, dates)
    return None


def _is_shared(trigger: Trigger, triggers: Sequence[Trigger], day: DateExpression) -> bool:
    """Return whether a later act's day is this one's too: "shelled and took the camp on Monday".

    Not the day of talk about it, nor that of what only led to it.
    """
    owner = [t for t in triggers if t.start < day.start][-1]
    is_aside = owner.rule.is_talk or (owner.is_subordinate and not trigger.is_subordinate)
    is_alike = owner.rule.activity is trigger.rule.activity or _is_one_fight(trigger, owner)
    return owner.clause_start == trigger.clause_start and is_alike and not is_aside


def _is_of_aside(day: DateExpression, trigger: Trigger, ordered: Sequence[Trigger]) -> bool:
    """Return whether the day is that of an aside before it: "hostages taken in 2018 were freed"."""
    before = [t for t in ordered if t.end <= day.start and t is not trigger]
    return bool(before) and before[-1].is_subordinate and day.start - before[-1].end < ASIDE_REACH


def _are_one_act(first: Trigger, second: Trigger) -> bool:
    """Return whether two words of a clause tell one act: "held a protest"."""
    if first.rule.activity is None and second.rule.activity is None:
        return True  # of a crowd
    is_alike = first.rule.activity is second.rule.activity and first.rule.kind != second.rule.kind
    return is_alike and first.is_subordinate == second.is_subordinate


def _is_frame(trigger: Trigger) -> bool:
    return (
        trigger.rule.kind == "noun" and trigger.rule.activity is BorderActivity.MILITARY_OPERATION
    )


def _is_one_fight(first: Trigger, second: Trigger) -> bool:
    return first.rule.rank >= _VIOLENT_RANK and second.rule.rank >= _VIOLENT_RANK


def is_background(known: When, published: date | None) -> bool:
    """Return whether the act is recalled: over 30 days before publication."""
    return bool(known.date_end and published and known.date_end < published - timedelta(days=30))
