"""What an ingest did, told to people and to the shell."""

from extract.batch import IngestCount
from extract.commands import counted
from extract.records import LinkCount
from geodata.console import FAILED, INTERRUPTED, OK, plain
from geodata.store_links import LinkedCounts


def ingest_summary(count: IngestCount, *, store: str) -> str:
    """Return what an ingest did, for people: one line of counts, then the reasons for skipping."""
    parts = [
        f"{counted(count.articles_added, 'article')} added",
        f"{count.articles_known} known already",
        counted(count.events_added, "event"),
        f"{counted(count.toponyms, 'toponym')} ({count.unresolved} unresolved)",
        *([f"{count.linked} linked to others"] if count.linked else []),
        f"{count.skipped} skipped",
    ]
    lines = [f"{', '.join(parts)}; store {store}"]
    if count.without_date:
        number = counted(count.without_date, "article")
        first = ", ".join(dict.fromkeys(count.without_date_first))
        lines.append(f"{number} without a publication date: pass --published; from {first}")
    lines += [
        f"skipped {item.source}: {item.reason}; {item.remedy}" for item in count.skipped_first
    ]
    more = count.skipped - len(count.skipped_first)
    if more:
        lines.append(f"and {more} more skipped; the store keeps the reasons of all")
    if count.interrupted:
        lines.append(
            "interrupted: what is counted is stored; the same command goes on with the rest"
        )
    return "\n".join(map(plain, lines))


def link_summary(count: LinkCount, linked: LinkedCounts) -> str:
    """Return what a linking did, for people: one line of counts."""
    return plain(
        f"{counted(count.events, 'report')} of {counted(linked.happenings, 'happening')}: "
        f"{linked.reports} linked in {counted(linked.groups, 'group')}, "
        f"{counted(count.reprints, 'reprint')} recognised, {count.changed} changed"
    )


def ingest_code(count: IngestCount) -> int:
    """Return the exit code of an ingest: FAILED when something was skipped."""
    if count.interrupted:
        return INTERRUPTED
    return FAILED if count.skipped else OK
