"""What the commands of geodata do; `python -m geodata` parses their options and prints."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from tqdm import tqdm

from geodata.console import FAILED, OK
from geodata.errors import FormatError, StoreUnavailableError
from geodata.formats import read_events, write_found
from geodata.gazetteer import Candidate, Gazetteer
from geodata.model import Skipped
from geodata.places import install_places
from geodata.selection import Selection
from geodata.store import EventStore
from geodata.store_engine import address_of

# All are in the store's list; a terminal needs no more to see what is wrong.
MAX_SHOWN: Final = 20

Say = Callable[[str], object]


def export_events(store: str, out: Path, selection: Selection, *, say: Say) -> int:
    """Write the selected events of a store to a file; return the exit code."""
    with _existing_store(store) as opened, opened.found(selection) as found:
        written = write_found(found, out, progress=True)
        reports, all_there = len(found.events), found.events.index.everything.happenings
    say(
        f"{out}: {_counted(written, 'happening')} in {_counted(reports, 'report')} written, "
        f"{all_there - written} outside the filter"
    )
    return OK


def import_events(
    store: str, files: Iterable[Path], *, encoding: str | None, say: Say, complain: Say
) -> int:
    """Add the events of files to a store; return the exit code.

    FAILED when a row was skipped, or a whole file: the others are still imported.
    """
    code = OK
    with EventStore.open(store) as opened:
        for file in files:
            try:
                imported = read_events(file, encoding=encoding, progress=True)
            except FormatError as error:
                complain(f"skipped {file}: {error}")
                code = FAILED
                continue
            added = opened.add_events(imported.events)
            for skipped in tqdm(imported.skipped, desc="noting", disable=None, leave=False):
                opened.add_skipped(skipped)
            _complain_of(imported.skipped, complain)
            say(
                f"{file.name}: {_counted(added, 'event')} added, "
                f"{len(imported.events) - added} already there, {len(imported.skipped)} skipped"
            )
            code = FAILED if imported.skipped else code
    return code


def _complain_of(skipped: tuple[Skipped, ...], complain: Say) -> None:
    for row in skipped[:MAX_SHOWN]:
        complain(f"{row.source}: {row.reason}; {row.remedy}")
    if len(skipped) > MAX_SHOWN:
        complain(f"and {len(skipped) - MAX_SHOWN} more; the store's list of skipped has all")


def look_up(name: str, *, country_code: str | None, limit: int, say: Say) -> int:
    """Print the places that a name may mean, best first; FAILED when there is none."""
    found = Gazetteer.open().find(name, country_code=country_code, limit=limit)
    for candidate in found:
        say(_candidate_line(candidate))
    where = f" in {country_code}" if country_code else ""
    say(f"{_counted(len(found), 'place')} for {name!r}{where}")
    return OK if found else FAILED


def _candidate_line(candidate: Candidate) -> str:
    place = candidate.place
    unit = ", ".join(part for part in (place.admin1, place.country_code) if part)
    code = f"{place.feature_class}/{place.feature_code}"
    return (
        f"{candidate.score:.2f} {candidate.match:<5}  {place.name} ({unit})  {code}  "
        f"{place.latitude:.4f}, {place.longitude:.4f}  pop. {place.population}  {place.place_id}"
    )


def install(codes: Iterable[str], origin: str, folder: Path, *, say: Say, complain: Say) -> int:
    """Install GeoNames' full lists of countries into the analyst's places folder."""
    installed = install_places(codes, origin, folder, progress=True)
    for got in installed.files:
        say(f"{got.path.name}: {got.bytes:,} bytes from {got.origin}, sha256 {got.sha256}")
    _complain_of(installed.skipped, complain)
    say(
        f"{_counted(installed.added, 'place')} added, {installed.joined} joined with places that "
        f"were there, {installed.left_out} left out as known or nameless, "
        f"{len(installed.skipped)} skipped"
    )
    return FAILED if installed.skipped else OK


def back_up(store: str, path: Path, *, say: Say) -> int:
    """Write a store's content to a new file."""
    with _existing_store(store) as opened:
        opened.backup(path)
        say(f"{path}: {_contents(opened)} backed up, 0 skipped")
    return OK


def restore(store: str, path: Path, *, say: Say) -> int:
    """Put a backup in the place of a store's content."""
    aside = EventStore.restore(store, path)
    if aside is not None:
        say(f"the damaged store was kept as {aside}")
    with EventStore.open(store) as opened:
        say(f"{opened.label}: {_contents(opened)} restored, 0 skipped")
    return OK


def delete_article(store: str, article_id: str, *, say: Say, complain: Say) -> int:
    """Delete an article with its events and mentions; FAILED when it isn't there."""
    with _existing_store(store) as opened:
        there = opened.has_article(article_id)
        events = opened.delete_article(article_id)
    if not there and not events:
        complain(f"no article has the id {article_id!r}; ids stand in exports as article_id")
    say(f"{_counted(int(there), 'article')} and {_counted(events, 'event')} deleted")
    return OK if there or events else FAILED


def describe(store: str, *, say: Say) -> int:
    """Print what a store holds."""
    with _existing_store(store) as opened:
        say(f"store    {opened.label}")
        for name, number in opened.counts().items():
            say(f"{name:<8} {number}")
        say(f"version  {opened.version()}")
    return OK


def _existing_store(store: str) -> EventStore:
    """Open a store, but make none: a mistyped path must not look like an empty store."""
    file = address_of(store).file
    if file is not None and not file.exists():
        raise StoreUnavailableError(
            f"there is no store at {str(file)!r}; check --store, or read or import something first"
        )
    return EventStore.open(store)


def _contents(opened: EventStore) -> str:
    counts = opened.counts()
    articles = _counted(counts["articles"], "article")
    return f"{articles} and {_counted(counts['events'], 'event')}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
