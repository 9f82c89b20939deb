"""The patterns of date phrases and how each is read; their words are in `lexicon/calendar.csv`."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from extract.arabic_dates import arabic_patterns
from extract.calendar_words import month_of, number_of, one_of, value_of, year_of
from extract.calendars import (
    DateSpan,
    day_in_year_before,
    days_span,
    hijri_month_before,
    last_days,
    month_before,
    month_span,
    part_of_month,
    part_of_year,
    season_span,
    shifted_unit,
    until_publication,
    weekday_before,
    year_span,
)
from extract.day_ranges import day_range_patterns
from geodata.codes import DateBasis

# A bare year outside these bounds is a number, not a date.
FIRST_YEAR, LAST_YEAR = 1900, 2099
MONTHS = 12
SATURDAY, SUNDAY = 5, 6

Reader = Callable[[re.Match[str], "date | None"], "DateSpan | None"]


def _capital(pattern: str) -> str:
    # English months double as verbs ("may", "march"); French and Arabic ones have no capitals,
    # so that a lower-case month counts only beside a day, a year or a preposition.
    return rf"(?-i:(?=[A-Z\u0600-\u06ff])){pattern}"


# "The same day", "World Day", "the first day": no today.
_NO_DAY = r"(?!\s+(?:نفسه|ذاته|عينه|التالي|الموالي|العالمي|الوطني|الثاني|الثالث|الرابع|الأخير))"


@cache
def date_patterns() -> tuple[tuple[re.Pattern[str], Reader, DateBasis], ...]:
    """Return each pattern with its reader and basis.

    A reader returns the days meant, None when it would need the publication date, and raises
    ValueError for a day that there is not.
    """
    # not "some 20 may have crossed" or "they march 30 km"
    month = rf"(?!(?-i:may|march)\b)(?:{one_of('month')}|{one_of('month_short')}\.?)(?!\w)"
    weekday, unit, number = one_of("weekday"), one_of("unit"), one_of("number")
    count = rf"(?P<count>\d{{1,3}}|{number})"
    day = r"(?P<day>\d{1,2}|1er)(?:st|nd|rd|th)?"
    day2 = r"(?P<day2>\d{1,2})(?:st|nd|rd|th)?"
    year = r"(?:,?\s*(?:of\s+|de\s+|عام\s+|سنة\s+)?(?P<year>(?:19|20)\d\d)(?!\d))"
    to = r"\s*(?:-|–|—|/|to|and|au|et|through|until|till|jusqu'au|إلى|و)\s*(?:le\s+)?"
    gap = r"\s*(?:of\s+|de\s+)?"
    part = rf"(?P<part>{one_of('part')})"
    night = r"(?:\s+(?:morning|afternoon|evening|night|matin|soir|après-midi))?"
    # "dans la nuit du mardi 6 au mercredi 7 juin"
    french_night = rf"(?:dans\s+)?(?:la\s+)?nuit\s+du\s+(?:(?:{weekday})\s+)?"
    nights = rf"(?P<night>night\s+of\s+|{french_night})?"
    weekday2 = rf"(?:(?:{weekday})\s+)?"
    the = r"(?:the\s+|le\s+|la\s+|du\s+)?"
    stated, relative = DateBasis.STATED, DateBasis.RELATIVE
    table: list[tuple[str, Reader, DateBasis]] = [
        (rf"{day}{gap}(?:(?:{one_of('month')})\s*/\s*)?(?P<month>{month}){year}?", _day, stated),
        (rf"(?P<month>{month})\s+{the}{day}(?![\d:]){year}?", _day, stated),
        (
            rf"{nights}{day}{to}{weekday2}{day2}{gap}(?P<month>{month}){year}?",
            _days,
            stated,
        ),
        (rf"(?P<month>{month})\s+{day}{to}(?:(?P=month)\s+)?{day2}(?!\d){year}?", _days, stated),
        (
            rf"{nights}{day}{gap}(?P<month>{month}){year}?{to}{weekday2}"
            rf"{day2}{gap}(?P<month2>{month}){_second(year)}?",
            _two_days,
            stated,
        ),
        (rf"{_capital(rf'(?P<month>{month})')}{year}", _whole_month, stated),
        (rf"(?P<month>{one_of('month')})(?!\w){year}", _whole_month, stated),
        (
            rf"(?:in|of|since|until|till|during|by|last|this|en|depuis|au\s+mois\s+de|في|خلال|شهر|منذ)"
            rf"\s+(?P<month>{one_of('month')})(?!\w){year}?",
            _whole_month,
            stated,
        ),
        (
            rf"{part}[\s-]*(?:in\s+|of\s+|de\s+|شهر\s+)?(?P<month>{month}){year}?",
            _part_of_month,
            stated,
        ),
        (
            rf"{part}[\s-]*(?:in\s+|of\s+|de\s+)?(?P<year>(?:19|20)\d\d)(?!\d)",
            _part_of_year,
            stated,
        ),
        (
            rf"(?:in\s+|on\s+)?(?:{day}{gap})?(?P<month>{month})\s+(?:of\s+)?(?P<which>last|this)\s+year",
            _in_year,
            relative,
        ),
        (
            rf"(?:en\s+|au\s+mois\s+de?\s*|le\s+)?(?:{day}{gap})?(?P<month>{month})\s+(?:de\s+)?"
            r"(?:l['’]an(?:née)?\s+(?P<which>dernière?|passée?)|cette\s+année)",
            _in_year,
            relative,
        ),
        (
            r"(?:(?:at|over|during)\s+the|last|this(?:\s+past)?)\s+weekend|"
            r"(?:le|ce|durant\s+le)\s+week-end(?:\s+dernier)?",
            _weekend,
            relative,
        ),
        (rf"{part}\s+(?P<which>last|this|next)\s+(?P<unit>month|year)", _part_of_unit, relative),
        (
            r"(?:in|since|en|during|until|depuis|في|عام|سنة|منذ)\s+(?:عام\s+|سنة\s+)?"
            r"(?P<year>(?:19|20)\d\d)(?![\d,.]\d)",
            _whole_year,
            stated,
        ),
        (
            rf"{the}(?P<season>{one_of('season')})\s+(?:of\s+|de\s+)?(?P<year>(?:19|20)\d\d)(?!\d)",
            _season,
            stated,
        ),
        (
            rf"{the}(?:(?P<quarter>first|second|third|fourth)\s+quarter|"
            rf"(?P<trimestre>premier|deuxième|troisième|quatrième)\s+trimestre){year}?",
            _quarter,
            relative,
        ),
        (
            rf"{the}(?:(?:holy\s+|fasting\s+)?(?:month|mois|شهر)\s+(?:of\s+|de\s+|du\s+)?)?"
            rf"(?P<hijri>{one_of('hijri_month')})(?!\w){year}?",
            _hijri,
            relative,
        ),
        (
            rf"(?:last\s+|next\s+|يوم\s+)?(?P<weekday>{weekday})(?!\w){night}"
            r"(?:\s+derni[eè]re?|\s+passé|(?P<next>\s+prochain))?",
            _weekday,
            relative,
        ),
        (rf"(?P<month>{one_of('month')})\s+(?:dernier|passé)", _whole_month, stated),
        (
            rf"(?:courant|dès|jusqu'en|(?:au\s+)?(?:mois\s+)?de|fin|du\s+mois\s+de)\s+"
            rf"(?P<month>{one_of('month')})(?!\w){year}",
            _whole_month,
            stated,
        ),
        (rf"(?:courant|dès)\s+(?P<month>{one_of('month')})(?!\w)", _whole_month, stated),
        (rf"(?P<word>{one_of('day_word')})(?!\w){_NO_DAY}", _day_word, relative),
        (
            r"(?:earlier\s+|later\s+)?(?P<which>last|this|next|past|previous)\s+"
            r"(?P<unit>week|month|year|weekend)",
            _unit,
            relative,
        ),
        (
            r"(?:la\s+|le\s+|l['’])?(?P<unit>semaine|mois|an|année|week-end)\s+"
            r"(?P<which>derni[eè]re?|passée?|écoulée?|précédente?|prochaine?)",
            _unit,
            relative,
        ),
        (
            r"(?P<which>cette|ce)\s+(?P<unit>semaine|mois|année|week-end)(?:-ci)?",
            _unit,
            relative,
        ),
        (
            r"(?:avant|d['’]ici)\s+(?:à\s+)?(?:la\s+)?fin\s+(?:de\s+|du\s+)?(?:la\s+|l['’])?"
            r"(?P<unit>semaine|mois|an|année)",
            _until_end,
            relative,
        ),
        (r"(?:il\s+y\s+a|voici|voilà)\s+quelques\s+(?P<unit>jours|semaines|mois)", _few, relative),
        (
            r"ces\s+derniers\s+(?P<unit>jours|mois)|ces\s+dernières\s+(?P<unit2>semaines)",
            _few,
            relative,
        ),
        (
            r"(?:ces|les|des)\s+(?:(?P<count>\d{1,3})\s+)?dernières\s+(?:(?P<count2>\d{1,3})\s+)?heures",
            _last_hours,
            relative,
        ),
        (r"(?P<unit>الأسبوع|الشهر|العام)\s+(?P<which>الماضي)", _unit, relative),
        (rf"{count}\s+(?P<unit>{unit})\s+(?:ago|earlier|plus\s+tôt)", _ago, relative),
        (rf"(?:il\s+y\s+a|voici|voilà|قبل|منذ)\s+{count}\s+(?P<unit>{unit})", _ago, relative),
        (
            rf"(?:(?:in|over|during|within|for)\s+|au\s+cours\s+d)?(?:the|es|les)\s+"
            rf"(?:past|last|previous|derni[eè]re?s)\s+(?:{count}\s+)?(?P<unit>{unit})",
            _past,
            relative,
        ),
        (
            rf"(?:in\s+|over\s+)?the\s+(?:coming|next)\s+(?:few\s+|{count}\s+)?(?P<unit>{unit})",
            _coming,
            relative,
        ),
        (r"(?:dans\s+|au\s+cours\s+d)es\s+prochains\s+(?P<unit>jours)", _coming, relative),
    ]
    # Arabic writes "and", "so" and "in" as one with the word behind: "and yesterday"
    return tuple(
        (
            re.compile(rf"(?:(?<![\w/])|(?<=(?<!\w)[وفبل]))(?:{pattern})(?!\w)", re.IGNORECASE),
            read,
            basis,
        )
        for pattern, read, basis in (*table, *day_range_patterns(), *arabic_patterns())
    )


def _second(year: str) -> str:
    return year.replace("?P<year>", "?P<year2>")


def _day_number(word: str) -> int:
    return 1 if word == "1er" else int(word)


def _day(match: re.Match[str], published: date | None) -> DateSpan | None:
    day = day_in_year_before(
        _day_number(match["day"]), month_of(match["month"]), year_of(match), published
    )
    return DateSpan(day, day, 1) if day else None


def _days(match: re.Match[str], published: date | None) -> DateSpan | None:
    month, year = month_of(match["month"]), year_of(match)
    end = day_in_year_before(int(match["day2"]), month, year, published)
    if end is None:
        return None
    return _days_or_night(match, end.replace(day=_day_number(match["day"])), end)


def _days_or_night(match: re.Match[str], start: date, end: date) -> DateSpan:
    is_night = bool(match.groupdict().get("night")) and (end - start).days == 1
    return DateSpan(start, end, 1) if is_night else days_span(start, end)


def _two_days(match: re.Match[str], published: date | None) -> DateSpan | None:
    year2 = year_of(match, "year2") or year_of(match)
    end = day_in_year_before(int(match["day2"]), month_of(match["month2"]), year2, published)
    if end is None:
        return None
    year = year_of(match) or end.year
    start = date(year, month_of(match["month"]), _day_number(match["day"]))
    return _days_or_night(match, start if start <= end else start.replace(year=year - 1), end)


def _whole_month(match: re.Match[str], published: date | None) -> DateSpan | None:
    return month_before(month_of(match["month"]), year_of(match), published)


def _part_of_month(match: re.Match[str], published: date | None) -> DateSpan | None:
    whole = month_before(month_of(match["month"]), year_of(match), published)
    return part_of_month(whole, value_of("part", match["part"])) if whole else None


def _in_year(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    which = (match["which"] or "this").casefold()
    year = published.year - (which.startswith(("last", "derni", "pass")))
    month = month_of(match["month"])
    if match["day"]:
        day = date(year, month, _day_number(match["day"]))
        return DateSpan(day, day, 1)
    return month_span(year, month)


def _weekend(_match: re.Match[str], published: date | None) -> DateSpan | None:
    """Return the last Saturday and Sunday, the one going on at a weekend."""
    if published is None:
        return None
    sunday = weekday_before(SUNDAY, published)
    if published.weekday() == SATURDAY:
        sunday = published + timedelta(days=1)
    return days_span(sunday - timedelta(days=1), sunday)


def _part_of_year(match: re.Match[str], _published: date | None) -> DateSpan | None:
    return part_of_year(int(match["year"]), value_of("part", match["part"]))


def _part_of_unit(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    whole = shifted_unit(match["unit"].casefold(), _shift(match["which"]), published)
    part = value_of("part", match["part"])
    if match["unit"].casefold() == "year":
        return part_of_year(whole.start.year, part)
    return part_of_month(whole, part)


def _whole_year(match: re.Match[str], _published: date | None) -> DateSpan | None:
    year = int(match["year"])
    return year_span(year) if FIRST_YEAR <= year <= LAST_YEAR else None


def _season(match: re.Match[str], _published: date | None) -> DateSpan | None:
    return season_span(value_of("season", match["season"]), int(match["year"]))


def _quarter(match: re.Match[str], published: date | None) -> DateSpan | None:
    year = year_of(match) or (published.year if published else None)
    if year is None:
        return None
    word = (match["quarter"] or match["trimestre"]).casefold()
    first = _QUARTERS[word]
    return DateSpan(month_span(year, first).start, month_span(year, first + 2).end, None)


_QUARTERS = {"first": 1, "second": 4, "third": 7, "fourth": 10} | {
    "premier": 1,
    "deuxième": 4,
    "troisième": 7,
    "quatrième": 10,
}


def _hijri(match: re.Match[str], published: date | None) -> DateSpan | None:
    year = year_of(match)
    until = date(year, 12, 31) if year else published
    return (
        hijri_month_before(int(value_of("hijri_month", match["hijri"])), until) if until else None
    )


def _weekday(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    day = weekday_before(int(value_of("weekday", match["weekday"])), published)
    if match.group().casefold().startswith("next") or match["next"]:
        day += timedelta(days=7)
    if day == published and "derni" in match.group().casefold():
        day -= timedelta(days=7)
    return DateSpan(day, day, 1)


def _day_word(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    day = published + timedelta(days=int(value_of("day_word", match["word"])))
    is_night = match["word"].casefold() in _NIGHTS
    return DateSpan(day, published if is_night else day, 1)


_NIGHTS = ("overnight", "last night", "dans la nuit", "la nuit dernière", "cette nuit")


def _shift(word: str) -> int:
    return _SHIFTS.get(word.casefold(), -1)


_SHIFTS = {"this": 0, "next": 1, "cette": 0, "ce": 0, "prochain": 1, "prochaine": 1}


_UNITS = {
    "semaine": "week",
    "mois": "month",
    "an": "year",
    "année": "year",
    "الأسبوع": "week",
    "الشهر": "month",
    "العام": "year",
    "weekend": "week",
    "week-end": "week",
}


def _unit(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    unit = match["unit"].casefold()
    whole = shifted_unit(_UNITS.get(unit, unit), _shift(match["which"]), published)
    if unit in ("weekend", "week-end"):
        whole = days_span(whole.end - timedelta(days=1), whole.end)
    if match.group().casefold().startswith("earlier"):
        return until_publication(whole, published)
    return whole


def _ago(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    unit, count = value_of("unit", match["unit"]), number_of(match["count"])
    whole = shifted_unit(unit, -count, published)
    if unit == "week":  # "two weeks ago" is around that day, not a calendar week
        day = published - timedelta(weeks=count)
        return DateSpan(day - timedelta(days=3), day + timedelta(days=3), 2)
    return whole


def _until_end(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    unit = match["unit"].casefold()
    return DateSpan(published, shifted_unit(_UNITS[unit], 0, published).end, None)


def _few(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    groups = match.groupdict()
    unit = value_of("unit", groups["unit"] or groups.get("unit2") or "jours")
    return last_days(unit, 7 if unit == "day" else 3, published)


def _last_hours(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    hours = int(match["count"] or match["count2"] or 24)
    return last_days("day", -(-hours // 24), published)


def _past(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    count = number_of(match["count"]) if match["count"] else 1
    return last_days(value_of("unit", match["unit"]), count, published)


def _coming(match: re.Match[str], published: date | None) -> DateSpan | None:
    if published is None:
        return None
    unit = value_of("unit", match["unit"])
    days = {"day": 7, "week": 14, "month": 31, "year": 366}[unit]
    precision = 2 if unit == "day" else 3
    return DateSpan(published + timedelta(days=1), published + timedelta(days=days), precision)
