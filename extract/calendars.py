"""Calendar arithmetic behind the date phrases: Gregorian and Hijri, no words."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hijridate import Gregorian, Hijri

# The design's thirds of a month: days 1-10, 11-20, 21-end.
PART_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
# Thirds of a year in months.
PART_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
# Meteorological seasons of the northern hemisphere: first month; each lasts three.
SEASON_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
WEEK_DAYS, MONTH_DAYS = 7, 31


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Days from `start` to `end`, both inclusive, with ACLED's time_precision (None: coarser)."""

    start: date
    end: date
    precision: int | None


def days_span(start: date, end: date) -> DateSpan:
    """Return the span with the precision of its length. Raises ValueError when end is first."""
    if end < start:
        raise ValueError(f"{end} is before {start}")
    days = (end - start).days + 1
    precision = 1 if days == 1 else 2 if days <= WEEK_DAYS else 3 if days <= MONTH_DAYS else None
    return DateSpan(start, end, precision)


def month_span(year: int, month: int) -> DateSpan:
    """Return the whole month."""
    last = calendar.monthrange(year, month)[1]
    return DateSpan(date(year, month, 1), date(year, month, last), 3)


def year_span(year: int) -> DateSpan:
    """Return the whole year, coarser than any precision code."""
    return DateSpan(date(year, 1, 1), date(year, 12, 31), None)


def day_in_year_before(
    day: int, month: int, year: int | None, published: date | None
) -> date | None:
    """Return the day in the given year, else the latest such day not after publication.

    None when neither is known. Raises ValueError when there is no such day.
    """
    if year is not None:
        return date(year, month, day)
    if published is None:
        return None
    for candidate in range(published.year, published.year - 5, -1):  # 29 February
        if day <= calendar.monthrange(candidate, month)[1]:
            found = date(candidate, month, day)
            if found <= published:
                return found
    raise ValueError(f"no day {day} in month {month}")


def month_before(month: int, year: int | None, published: date | None) -> DateSpan | None:
    """Return the month in the given year, else the latest one begun by publication.

    A month later in the publication's own half year is taken as still to come ("in May", read in
    April): announcements name the near future more often than eleven months past.
    """
    if year is not None:
        return month_span(year, month)
    if published is None:
        return None
    ahead = (month - published.month) % 12
    if ahead == 0:
        return month_span(published.year, month)
    if ahead == 1:
        return month_span(published.year + (month < published.month), month)
    return month_span(published.year - (month > published.month), month)


def part_of_month(whole: DateSpan, part: str) -> DateSpan:
    """Return the early, mid or late third of a month."""
    first, last = PART_OF_MONTH[part]
    end = whole.start.replace(day=min(last, whole.end.day))
    return DateSpan(whole.start.replace(day=first), end, 3)


def part_of_year(year: int, part: str) -> DateSpan:
    """Return the early, mid or late third of a year."""
    first, last = PART_OF_YEAR[part]
    return DateSpan(date(year, first, 1), month_span(year, last).end, None)


def season_span(season: str, year: int) -> DateSpan:
    """Return the season that begins in the year; winter runs into the next."""
    first = SEASON_MONTHS[season]
    last_month, last_year = (2, year + 1) if season == "winter" else (first + 2, year)
    return DateSpan(date(year, first, 1), month_span(last_year, last_month).end, None)


def weekday_before(weekday: int, published: date) -> date:
    """Return the latest such weekday (Monday is 0) up to publication, the same day included."""
    return published - timedelta(days=(published.weekday() - weekday) % WEEK_DAYS)


def shifted_unit(unit: str, shift: int, published: date) -> DateSpan:
    """Return the calendar unit that lies `shift` units from the publication's own.

    Weeks run from Monday to Sunday.
    """
    if unit == "day":
        day = published + timedelta(days=shift)
        return DateSpan(day, day, 1)
    if unit == "week":
        start = published - timedelta(days=published.weekday()) + timedelta(weeks=shift)
        return DateSpan(start, start + timedelta(days=WEEK_DAYS - 1), 2)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + shift
        return month_span(months // 12, months % 12 + 1)
    return year_span(published.year + shift)


def last_days(unit: str, count: int, published: date) -> DateSpan:
    """Return the `count` units that end with the publication day."""
    if unit in ("month", "year"):
        months = published.year * 12 + published.month - 1 - count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        day = min(published.day, calendar.monthrange(year, month + 1)[1])
        return days_span(date(year, month + 1, day), published)
    days = count * (WEEK_DAYS if unit == "week" else 1)
    return days_span(published - timedelta(days=days), published)


def hijri_month_before(month: int, published: date) -> DateSpan:
    """Return the latest Hijri month that had begun by publication (Umm al-Qura calendar)."""
    hijri_year = Gregorian.fromdate(published).to_hijri().year
    for year in (hijri_year, hijri_year - 1):
        first = Hijri(year, month, 1)
        start = first.to_gregorian()
        begun = date(start.year, start.month, start.day)
        if begun <= published:
            return DateSpan(begun, begun + timedelta(days=first.month_length() - 1), 3)
    raise ValueError(f"no Hijri month {month} before {published}")


def until_publication(span: DateSpan, published: date) -> DateSpan:
    """Return the span cut at publication: what happened did not happen after it was written."""
    return replace(span, end=min(span.end, published)) if span.start <= published else span
