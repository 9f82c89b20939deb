"""Spans of days chosen without a mouse: moved by their own length, or counted back. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

import pandas as pd

Span = tuple[date, date]

# What is offered, each with its length.
QUICK_SPANS: Final[Mapping[str, pd.DateOffset]] = MappingProxyType(
    {
        "7 days": pd.DateOffset(days=7),
        "30 days": pd.DateOffset(days=30),
        "12 months": pd.DateOffset(months=12),
    }
)
_DAY: Final = timedelta(days=1)


def ending_at(last: date, length: pd.DateOffset) -> Span:
    """Return the span of this length whose last day is `last`."""
    before: pd.Timestamp = pd.Timestamp(last) - length
    return before.date() + _DAY, last


def moved(span: Span, steps: int) -> Span:
    """Return the span so many of its own lengths later, earlier when `steps` is negative.

    Whole months stay whole months: May 2014 is followed by June 2014, a year by the next year.
    """
    since, until = span
    if since.day == 1 and (until + _DAY).day == 1:
        months = steps * (_month(until) - _month(since) + 1)
        return _first_of(_month(since) + months), _first_of(_month(until) + months + 1) - _DAY
    length = steps * (until - since + _DAY)
    return since + length, until + length


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
