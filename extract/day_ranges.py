"""Dates in figures, and the phrases that name several days: nights, lists and ranges of days."""

import re
from collections.abc import Callable
from datetime import date

from extract.calendar_words import month_of, one_of, value_of, year_of
from extract.calendars import DateSpan, day_in_year_before, days_span, weekday_before
from geodata.codes import DateBasis

MONTHS = 12
# "14.03.21": what two figures may be a year of our century.
LAST_SHORT_YEAR = 39

Reader = Callable[[re.Match[str], "date | None"], "DateSpan | None"]


def day_range_patterns() -> tuple[tuple[str, Reader, DateBasis], ...]:
    """Return each pattern with its reader and basis."""
    month = rf"(?P<month>{one_of('month')}|{one_of('month_short')}\.?)(?!\w)"
    weekday = rf"(?P<weekday>{one_of('weekday')})(?!\w)"
    weekday2 = rf"(?P<weekday2>{one_of('weekday')})(?!\w)"
    year = r"(?:,?\s*(?:of\s+|de\s+|عام\s+|سنة\s+)?(?P<year>(?:19|20)\d\d)(?!\d))"
    another = r"(?:\s*,\s*\d{1,2}(?:st|nd|rd|th)?)"
    days = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{another}+\s*,?\s*(?:and|et|&)\s*"
    day2 = r"(?P<day2>\d{1,2})(?:st|nd|rd|th)?"
    hour = r"(?:\s+(?:night|evening|afternoon|morning|soir|matin|nuit))?"
    stated, relative = DateBasis.STATED, DateBasis.RELATIVE
    return (
        (r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)", _in_figures, stated),
        (
            r"(?P<day>\d{1,2})(?P<dash>[/.-])(?P<month>\d{1,2})(?P=dash)(?P<year>(?:19|20)\d\d)",
            _in_figures,
            stated,
        ),
        (r"(?P<day>\d{1,2})([/.])(?P<month>\d\d)\2(?P<year>[0-3]\d)", _in_figures, stated),
        (rf"(?P<day>\d{{1,2}})[-/.]{month}[-/.](?P<year>(?:19|20)\d\d)", _named_month, stated),
        (
            r"(?:on|le|du|يوم|بتاريخ)\s+(?P<day>\d{1,2})/(?P<month>\d{1,2})(?!/)",
            _without_year,
            stated,
        ),
        (rf"{days}{day2}\s*(?:of\s+|de\s+)?{month}{year}?", _list_of_days, stated),
        (rf"{month}\s+{days}{day2}(?!\d){year}?", _list_of_days, stated),
        (
            rf"(?:dans\s+)?la\s+nuit\s+d[eu]\s+{weekday}\s+(?:à|au)\s+{weekday2}"
            r"(?:\s+derni[eè]re?)?",
            _weekdays,
            relative,
        ),
        (
            rf"(?:(?:during\s+|in\s+|on\s+)?(?:the\s+)?night\s+(?:of\s+|from\s+|between\s+)|"
            rf"overnight\s+(?:on\s+|from\s+|between\s+)?){weekday}{hour}"
            rf"(?:\s*[-–/]\s*|\s+(?:to|into|and|through)\s+(?:early\s+|the\s+)?){weekday2}{hour}",
            _weekdays,
            relative,
        ),
        (rf"overnight\s+(?:on\s+)?{weekday}", _weekday, relative),
        (
            rf"{weekday}{hour}\s*(?:[-–]|to|into|and|through|until|et|à|au|jusqu['’]à)\s*"
            rf"(?:early\s+(?:on\s+)?|the\s+morning\s+of\s+)?{weekday2}{hour}",
            _weekdays,
            relative,
        ),
        (
            rf"(?:ليل|ليلة|الليلة\s+(?:الفاصلة\s+)?بين|بين|يومي|ما\s+بين)\s+{weekday}\s*(?:[-–/]\s*|و\s*|إلى\s+|على\s+)?{weekday2}",
            _weekdays,
            relative,
        ),
    )


def _in_figures(match: re.Match[str], _published: date | None) -> DateSpan | None:
    year, month, number = int(match["year"]), int(match["month"]), int(match["day"])
    if month > MONTHS >= number:  # 04/22/2018, as Americans write it
        month, number = number, month
    if year <= LAST_SHORT_YEAR:
        year += 2000
    day = date(year, month, number)
    return DateSpan(day, day, 1)


def _named_month(match: re.Match[str], _published: date | None) -> DateSpan | None:
    day = date(int(match["year"]), month_of(match["month"]), int(match["day"]))
    return DateSpan(day, day, 1)


def _without_year(match: re.Match[str], published: date | None) -> DateSpan | None:
    day = day_in_year_before(int(match["day"]), int(match["month"]), None, published)
    return DateSpan(day, day, 1) if day else None


def _list_of_days(match: re.Match[str], published: date | None) -> DateSpan | None:
    """Read "14, 15 and 16 March" as all days from the first to the last."""
    end = day_in_year_before(
        int(match["day2"]), month_of(match["month"]), year_of(match), published
    )
    return days_span(end.replace(day=int(match["day"])), end) if end else None


def _weekday(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    day = weekday_before(int(value_of("weekday", match["weekday"])), published)
    return DateSpan(day, day, 1)


def _weekdays(match: re.Match[str], published: date | None) -> DateSpan | None:
    """Read "from Monday to Tuesday"; one night is dated to the day."""
    if published is None:
        return None
    end = weekday_before(int(value_of("weekday", match["weekday2"])), published)
    start = weekday_before(int(value_of("weekday", match["weekday"])), end)
    is_one_night = (end - start).days == 1
    return DateSpan(start, end, 1) if is_one_night else days_span(start, end)
