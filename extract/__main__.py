"""The commands of extract: ingest, link, toponyms, events."""

import argparse
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from tqdm import tqdm

from extract.articles import publication_date
from extract.commands import Answer, answer_lines, events_answer, toponyms_answer
from extract.errors import ExtractError, PublicationDateError
from geodata.console import EXIT_CODES, INTERRUPTED, OK, USAGE, plain, reader_gone, speak_utf8
from geodata.errors import GeodataError
from geodata.settings import Settings, store_url_of

_LINES_HELP = """\
Each input line is a JSON object:
  {"id", "text", "title"?, "published"? (YYYY-MM-DD), "language"?, "spans"? [[start, end], ...]}
Each good line gets one answer line on standard output, each bad line one line on standard error
with its number and the reason. Offsets count Unicode code points of "text".
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    # trafilatura logs what we report ourselves as skipped
    logging.basicConfig(level=logging.CRITICAL)
    speak_utf8()
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except (ExtractError, GeodataError) as error:
        print(plain(f"error: {error}"), file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return reader_gone()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m extract", description="Read news articles into border-security events."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_ingest(commands)
    _add_link(commands)
    _add_lines(commands, "toponyms", _toponyms, "find and resolve the place names of texts")
    _add_lines(commands, "events", _events, "find the events of texts, the main event first")
    return parser


def _add_ingest(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    summary = "read articles into the event store"
    command = commands.add_parser(
        "ingest",
        help=summary,
        description=f"{summary.capitalize()}. Files, folders, feeds and web addresses; text, HTML, "
        "JSON lines and JSON lists. Nothing is read twice: the same command after an interruption "
        "goes on with the rest. Only the addresses given are fetched.",
        epilog=EXIT_CODES,
    )
    command.add_argument("inputs", nargs="+", metavar="PATH|URL|FEED")
    command.add_argument(
        "--published",
        type=_published,
        metavar="DATE",
        help="publication date of all articles read (YYYY-MM-DD); beats what they say themselves",
    )
    command.add_argument(
        "--store", metavar="URL", help="path or URL of the store (default: BORDERWATCH_STORE)"
    )
    command.add_argument(
        "--jobs", type=_jobs, default=1, metavar="N", help="processes to extract with (default: 1)"
    )
    command.add_argument(
        "--if-empty",
        action="store_true",
        help="do nothing when the store holds anything already",
    )
    command.set_defaults(run=_ingest)


def _add_link(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    summary = "link all reports of the event store anew"
    command = commands.add_parser(
        "link",
        help=summary,
        description=f"{summary.capitalize()}. Reports of one happening get one link_id. Ingest "
        "does this for what it adds; this is for a store as a whole, after imports or when the "
        "rules have changed. What an analyst has linked or taken apart stays so.",
        epilog=EXIT_CODES,
    )
    command.add_argument(
        "--store", metavar="URL", help="path or URL of the store (default: BORDERWATCH_STORE)"
    )
    command.set_defaults(run=_link)


def _add_lines(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
    summary: str,
) -> None:
    command = commands.add_parser(
        name,
        help=summary,
        description=f"{summary.capitalize()}: JSON lines in, JSON lines out.\n\n{_LINES_HELP}",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("file", nargs="?", default="-", help="JSON lines; - is standard input")
    command.set_defaults(run=run)


def _ingest(options: argparse.Namespace) -> int:
    # what reads feeds and writes stores is loaded here: the other commands needn't wait for it
    from extract.ingest_report import ingest_code, ingest_summary  # noqa: PLC0415
    from extract.pipeline import ingest  # noqa: PLC0415
    from geodata.store_engine import address_of  # noqa: PLC0415

    store_url = (
        store_url_of(options.store) if options.store else Settings.from_environment().store_url
    )
    if options.if_empty and _holds_anything(store_url):
        return OK
    with tqdm(unit=" articles", disable=None) as bar:
        count = ingest(
            options.inputs,
            published=options.published,
            store_url=store_url,
            jobs=options.jobs,
            progress=lambda _: bar.update(),
        )
    print(ingest_summary(count, store=address_of(store_url).label), file=sys.stderr)
    return ingest_code(count)


def _link(options: argparse.Namespace) -> int:
    from extract.ingest_report import link_summary  # noqa: PLC0415
    from extract.pipeline import relink  # noqa: PLC0415
    from geodata.store import EventStore  # noqa: PLC0415

    store_url = (
        store_url_of(options.store) if options.store else Settings.from_environment().store_url
    )
    with tqdm(unit=" events", disable=None) as bar:
        count = relink(store_url, progress=bar.update)
    with EventStore.open(store_url) as store:
        linked = store.links.counts()
    print(link_summary(count, linked), file=sys.stderr)
    return OK


def _holds_anything(store_url: str) -> bool:
    from geodata.store import EventStore  # noqa: PLC0415

    with EventStore.open(store_url) as store:
        counts = store.counts()
    return bool(counts["articles"] or counts["events"])


def _toponyms(options: argparse.Namespace) -> int:
    from extract.toponym_extraction import extract_toponyms  # noqa: PLC0415

    return _answer_file(options.file, toponyms_answer(extract_toponyms))


def _events(options: argparse.Namespace) -> int:
    from extract.pipeline import extract_events  # noqa: PLC0415

    return _answer_file(options.file, events_answer(extract_events))


def _answer_file(file: str, answer: Answer) -> int:
    # a bar between answers on the same terminal would tear them
    quiet = True if sys.stdout.isatty() else None
    with _opened(file) as lines, tqdm(unit=" lines", disable=quiet) as bar:
        report = partial(tqdm.write, file=sys.stderr)
        return answer_lines(lines, sys.stdout, answer=answer, report=report, progress=bar.update)


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        lines = Path(file).open("rb")  # noqa: SIM115 (closed below; only opening may fail so)
    except OSError as error:
        raise ExtractError(f"{file!r} can't be read: {error.strerror}; check the path") from error
    with lines:
        yield lines


def _published(value: str) -> date:
    try:
        return publication_date(value)
    except PublicationDateError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _jobs(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is no number of processes; give 1 or more")
    return int(value)


if __name__ == "__main__":
    sys.exit(main())
