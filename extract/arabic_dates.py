"""The date phrases that only Arabic has: qualifiers behind the word, ordinals, duals."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from extract.calendars import (
    DateSpan,
    day_in_year_before,
    days_span,
    last_days,
    month_before,
    month_span,
    part_of_month,
    part_of_year,
    shifted_unit,
    weekday_before,
)
from extract.lexicon import lexicon
from extract.word_patterns import any_of, word_key
from geodata.codes import DateBasis

Reader = Callable[[re.Match[str], "date | None"], "DateSpan | None"]

_ONE_WEEK = timedelta(days=7)
_COUNTED = r"(?:نحو\s+|حوالي\s+|أكثر\s+من\s+|قرابة\s+)?"


@cache
def _words(kind: str) -> dict[str, str]:
    rows = (row for row in lexicon("calendar") if row["kind"] == kind and row["language"] == "ar")
    return {word_key(row["word"]): row["value"] for row in rows}


def _one_of(kind: str) -> str:
    return f"(?:{any_of(_words(kind))})"


def _value(kind: str, match: re.Match[str], group: str | None = None) -> str:
    return _words(kind)[word_key(match[group or kind])]


def arabic_patterns() -> tuple[tuple[str, Reader, DateBasis], ...]:
    """Return each pattern with its reader and basis."""
    which = rf"(?P<shift>{_one_of('shift')})"
    month = rf"(?:شهر\s+)?(?P<month>{_one_of('month')})(?!\w)"
    unit = rf"(?:ال)?(?P<calendar_unit>{_one_of('calendar_unit')})"
    day = rf"(?P<day>\d{{1,2}}|{_one_of('ordinal')})"
    year = r"(?:\s+(?:من\s+)?(?:عام\s+|سنة\s+|العام\s+)?(?P<year>(?:19|20)\d\d)(?!\d))"
    of_unit = rf"(?:\s+(?:من\s+)?العام)?\s+{which}"
    count = rf"(?P<count>\d{{1,3}}|{_one_of('number')})\s+(?P<unit>{_one_of('unit')})"
    stated, relative = DateBasis.STATED, DateBasis.RELATIVE
    return (
        (rf"(?:يوم\s+)?(?P<weekday>{_one_of('weekday')})\s+{which}", _weekday, relative),
        (rf"{unit}\s+(?:قبل\s+)?{which}", _unit, relative),
        (rf"(?P<part>{_one_of('part')})\s+{unit}\s+{which}", _part_of_unit, relative),
        (rf"{day}\s+(?:من\s+)?{month}(?:\s*/\s*\w+(?:\s+(?:الأول|الثاني))?)?{year}?", _day, stated),
        (rf"{day}\s+(?:من\s+)?{month}{of_unit}", _day, stated),
        (
            rf"(?:ما\s+)?(?:بين|من)\s+(?:يومي\s+)?(?P<first>\d{{1,2}}|{_one_of('ordinal')})"
            rf"(?:\s+من\s+{_one_of('month')})?\s+(?:و|إلى\s+|حتى\s+)\s*{day}\s+(?:من\s+)?{month}{year}?",
            _days,
            stated,
        ),
        (
            rf"لل(?:يوم|ليلة)\s+(?P<nth>{_one_of('nth')})(?:\s+على\s+التوالي)?(?!\w)",
            _running,
            relative,
        ),
        (rf"{day}\s+من\s+الشهر\s+{which}", _day_of_month, stated),
        (rf"(?:في\s+|خلال\s+)?{month}{of_unit}", _month, stated),
        (rf"(?P<part>{_one_of('part')})\s+(?:من\s+)?{month}{of_unit}", _part_of_month, stated),
        (
            rf"(?P<part>{_one_of('part')})\s+(?:عام|سنة|العام)\s+(?P<year>(?:19|20)\d\d)(?!\d)",
            _part_of_year,
            stated,
        ),
        (
            rf"(?:قبل|منذ)\s+{_COUNTED}(?:{count}|(?P<dual>{_one_of('dual')}))(?!\w)(?!\s+ال)",
            _ago,
            relative,
        ),
        (rf"بعد\s+{_COUNTED}(?P<later>{count})(?=\s+من\s+(?:اليوم|الآن))", _from_now, relative),
        (
            rf"(?:خلال|في|طوال|على\s+مدى)\s+(?:ال(?P<span>{_one_of('units')})(?:\s+(?:القليلة|ال\w+))?\s+(?:الماضية|الأخيرة|المنصرمة)"
            rf"|(?:ال(?:ـ)?\s?)?(?P<hours>24|48|72)\s+ساعة\s+(?:الماضية|الأخيرة))",
            _past,
            relative,
        ),
    )


def _weekday(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    shift = int(_value("shift", match))
    day = weekday_before(int(_value("weekday", match)), published)
    if shift < 0 and day == published:
        day -= _ONE_WEEK
    if shift > 0:
        day += _ONE_WEEK
    return DateSpan(day, day, 1)


def _unit(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    shift = int(_value("shift", match))
    if "قبل" in match.group() and shift < 0:
        shift -= 1
    unit = _value("calendar_unit", match)
    if unit == "night":
        return DateSpan(published + timedelta(days=shift), published, 1)
    return shifted_unit(unit, shift, published)


def _part_of_unit(match: re.Match[str], published: date | None) -> DateSpan | None:
    whole = _unit(match, published)
    if whole is None or _value("calendar_unit", match) not in ("month", "year"):
        return whole
    if _value("calendar_unit", match) == "year":
        return part_of_year(whole.start.year, _value("part", match))
    return part_of_month(whole, _value("part", match))


def _year(match: re.Match[str], published: date | None) -> int | None:
    """Return the year that is written, or that "of last year" means; None when neither is."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(match["year"])
    if groups.get("shift") and "العام" in match.group() and published:
        return published.year + int(_value("shift", match))
    return None


def _day(match: re.Match[str], published: date | None) -> DateSpan | None:
    number = int(match["day"]) if match["day"].isdecimal() else int(_value("ordinal", match, "day"))
    month, year = int(_value("month", match)), _year(match, published)
    shift = int(_value("shift", match)) if match.groupdict().get("shift") else 0
    if year is None and shift > 0 and published:
        ahead = date(published.year, month, number)
        found: date | None = ahead if ahead >= published else ahead.replace(year=ahead.year + 1)
    else:
        found = day_in_year_before(number, month, year, published)
    return DateSpan(found, found, 1) if found else None


def _days(match: re.Match[str], published: date | None) -> DateSpan | None:
    """Read "between the first and the third of March"; the first day may be of the month before."""
    last = _day(match, published)
    if last is None:
        return None
    first = match["first"]
    number = int(first) if first.isdecimal() else int(_value("ordinal", match, "first"))
    month = last.end if number <= last.end.day else last.end.replace(day=1) - timedelta(days=1)
    try:
        return DateSpan(month.replace(day=number), last.end, 1)
    except ValueError:
        return None


def _running(match: re.Match[str], published: date | None) -> DateSpan | None:
    """Read "for the second day running": that many days up to publication."""
    if published is None:
        return None
    days = int(_value("nth", match))
    return DateSpan(published - timedelta(days=days - 1), published, 1)


def _day_of_month(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    number = int(match["day"]) if match["day"].isdecimal() else int(_value("ordinal", match, "day"))
    day = shifted_unit("month", int(_value("shift", match)), published).start.replace(day=number)
    return DateSpan(day, day, 1)


def _month(match: re.Match[str], published: date | None) -> DateSpan | None:
    month, year = int(_value("month", match)), _year(match, published)
    if year is not None or published is None:
        return month_before(month, year, published)
    shift = int(_value("shift", match))
    ahead = (month - published.month) % 12
    if shift < 0:
        return month_span(published.year - (month >= published.month), month)
    if shift == 0 and not ahead:
        return month_span(published.year, month)
    return month_span(published.year + (month < published.month), month)


def _part_of_month(match: re.Match[str], published: date | None) -> DateSpan | None:
    whole = _month(match, published)
    return part_of_month(whole, _value("part", match)) if whole else None


def _part_of_year(match: re.Match[str], _published: date | None) -> DateSpan | None:
    return part_of_year(int(match["year"]), _value("part", match))


def _counted(match: re.Match[str]) -> tuple[int, str]:
    if match.groupdict().get("dual"):
        count, unit = _value("dual", match).split()
        return int(count), unit
    word = match["count"]
    count = word if word.isdecimal() else _value("number", match, "count")
    return int(count), _value("unit", match)


def _ago(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    count, unit = _counted(match)
    if unit == "hour":
        return DateSpan(published - timedelta(days=count // 24), published, 1)
    if unit == "week":  # around that day, not a calendar week
        day = published - count * _ONE_WEEK
        return DateSpan(day - timedelta(days=3), day + timedelta(days=3), 2)
    if match.group().startswith("منذ") and unit != "day":
        return last_days(unit, count, published)
    return shifted_unit(unit, -count, published)


def _from_now(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    count, unit = _counted(match)
    return shifted_unit(unit, count, published) if unit != "hour" else None


def _past(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    if match["hours"]:
        return days_span(published - timedelta(days=int(match["hours"]) // 24), published)
    unit = _value("units", match, "span")
    if unit == "hour":
        return days_span(published - timedelta(days=1), published)
    if unit == "day":
        return days_span(published - timedelta(days=6), published)
    return last_days(unit, 4 if unit == "week" else 6 if unit == "month" else 3, published)
