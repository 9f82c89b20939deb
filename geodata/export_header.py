"""What an export says of itself: the filter, the time, how much it holds, whose data it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from geodata.manifest import attributions
from geodata.reports import FORM
from geodata.selection import Selection, selection_to_dict


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What an export says of itself; `filter` is `selection_to_dict`'s, `exported` UTC."""

    filter: Mapping[str, str]
    exported: str
    happenings: int
    reports: int
    attribution: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready values."""
        return {
            "form": FORM,
            "exported": self.exported,
            "filter": dict(self.filter),
            "happenings": self.happenings,
            "reports": self.reports,
            "attribution": list(self.attribution),
        }


def header_of(selection: Selection, *, happenings: int, reports: int) -> Header:
    """Return the header of an export that is written now."""
    return Header(
        filter=selection_to_dict(selection),
        exported=datetime.now(UTC).isoformat(timespec="seconds"),
        happenings=happenings,
        reports=reports,
        attribution=attributions(),
    )
