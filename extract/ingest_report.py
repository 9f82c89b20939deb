"""What an ingest did, told to people and to the shell."""

from extract.batch import IngestCount
from extract.commands import counted
from geodata.console import FAILED, INTERRUPTED, OK, plain


def ingest_summary(count: IngestCount, *, store: str) -> str:
    """Return what an ingest did, for people: one line of counts, then the reasons for skipping."""
    parts = [
        f"{counted(count.articles_added, 'article')} added",
        f"{count.articles_known} known already",
        counted(count.events_added, "event"),
        f"{counted(count.toponyms, 'toponym')} ({count.unresolved} unresolved)",
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


def ingest_code(count: IngestCount) -> int:
    """Return the exit code of an ingest: FAILED when something was skipped."""
    if count.interrupted:
        return INTERRUPTED
    return FAILED if count.skipped else OK
