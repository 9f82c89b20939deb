"""The commands of geodata: export, import, lookup, places, store."""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from geodata.codes import ReviewStatus
from geodata.console import EXIT_CODES, INTERRUPTED, USAGE, plain, reader_gone, speak_utf8
from geodata.errors import GeodataError, SelectionError
from geodata.selection import Selection, bbox_of, day_of
from geodata.settings import Settings, store_url_of
from geodata.sources import GEONAMES

_LISTS: Final = {
    "actor": "canonical name, either side or associate",
    "actor-type": "type of an actor of either side, as 'rebel group'",
    "type": "event type, sub-event type or border activity",
    "country": "country code, as DZ",
    "border": "border, as DZ-LY",
    "source": "name of the source",
    "status": f"one of {', '.join(ReviewStatus)}",
}
_NUMBERS: Final = {
    "border-km": ("KM", "at most so far from the nearest land border"),
    "precision": ("1-3", "placed at least so precisely: 1 the place itself, 2 near it, 3 the area"),
    "confidence": ("0-1", "at least so sure; events that were not judged stay"),
}
_SWITCHES: Final = {
    "undated": "undated events",
    "talk": "talk, and what has not happened",
    "background": "recalled events",
}

# The heavy modules behind geodata.commands are loaded by the command that runs: --help, and a
# mistyped option, need not wait a second for them.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    logging.basicConfig(level=logging.WARNING)
    speak_utf8()
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser().parse_args(_with_bbox_joined(given))
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except GeodataError as error:
        _complain(f"error: {error}")
        return USAGE
    except KeyboardInterrupt:
        _complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        return reader_gone()


def _with_bbox_joined(arguments: Sequence[str]) -> list[str]:
    """Make "--bbox -10,20,0,30" one word: argparse takes "-10,20" for an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--bbox":
            joined[-1] = f"--bbox={argument}"
        else:
            joined.append(argument)
    return joined


def _say(line: str) -> None:
    print(plain(line))


def _complain(line: str) -> None:
    print(plain(line), file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m geodata", description="Places, borders and events as data."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_export(commands)
    _add_import(commands)
    _add_lookup(commands)
    _add_places(commands)
    _add_store(commands)
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
    summary: str,
    more: str = "",
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}. {more}".strip(),
        epilog=EXIT_CODES,
    )
    command.set_defaults(run=run)
    return command


def _add_export(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(
        commands,
        "export",
        _export,
        "write the events of a filter to a file",
        "The format is the suffix's: .geojson, .csv, .gpkg, .parquet, .kml. Linked reports are one "
        "feature with all their sources. Options of one kind add up, those of several narrow.",
    )
    command.add_argument("out", type=Path, metavar="OUT")
    _add_filter(command)
    _add_store_option(command)


def _add_filter(command: argparse.ArgumentParser) -> None:
    """Add an option for each part of a Selection; `_selection` reads them."""
    command.add_argument("--since", metavar="DATE", help="first day (YYYY-MM-DD)")
    command.add_argument("--until", metavar="DATE", help="last day (YYYY-MM-DD)")
    for name, text in _LISTS.items():
        command.add_argument(
            f"--{name}",
            action="append",
            default=[],
            metavar=name.upper().replace("-", "_"),
            help=f"{text}; repeatable",
        )
    command.add_argument("--bbox", metavar="W,S,E,N", help="west,south,east,north in degrees")
    command.add_argument("--text", default="", help="words in quote, title, place or actors")
    for name, (metavar, text) in _NUMBERS.items():
        command.add_argument(f"--{name}", metavar=metavar, help=text)
    for name, text in _SWITCHES.items():
        command.add_argument(f"--no-{name}", action="store_true", help=f"leave out {text}")


def _add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(
        commands,
        "import",
        _import,
        "add events of other sources to the store",
        "ACLED and UCDP GED tables, other CSV, GeoJSON and Parquet, and our own exports. A table "
        "needs event_date or date_start, latitude and longitude. Bad rows are told and skipped; "
        "nothing is added twice.",
    )
    command.add_argument("files", nargs="+", type=Path, metavar="FILE")
    command.add_argument("--encoding", help="a table's encoding, where it is not UTF-8: cp1252")
    _add_store_option(command)


def _add_lookup(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(commands, "lookup", _lookup, "show the places that a name may mean")
    command.add_argument("name", nargs="+", metavar="NAME")
    command.add_argument("--country", metavar="DZ", help="only places of this country")
    command.add_argument(
        "--limit", type=_limit, default=10, metavar="N", help="how many at most (default: 10)"
    )


def _add_places(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    places = commands.add_parser("places", help="install more places")
    actions = places.add_subparsers(required=True, metavar="ACTION")
    command = _command(
        actions,
        "install",
        _install,
        "install GeoNames' full lists of countries",
        "Each country's file (DZ.zip or DZ.txt) comes from a folder, or is downloaded; one that "
        "broke off goes on where it stopped.",
    )
    command.add_argument("codes", nargs="+", metavar="CODE", help="country codes, as DZ LY")
    command.add_argument(
        "--from",
        dest="origin",
        default=GEONAMES.url,
        metavar="URL_OR_FOLDER",
        help=f"where the files are (default: {GEONAMES.url})",
    )


def _add_store(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    store = commands.add_parser("store", help="look after the event store")
    actions = store.add_subparsers(required=True, metavar="ACTION")
    backup = _command(actions, "backup", _backup, "write the store's content to a new file")
    backup.add_argument("path", type=Path, metavar="PATH")
    restore = _command(
        actions,
        "restore",
        _restore,
        "put a backup in the place of the store's content",
        "The backup is checked first.",
    )
    restore.add_argument("path", type=Path, metavar="PATH")
    delete = _command(
        actions, "delete-article", _delete, "delete an article with its events and mentions"
    )
    delete.add_argument("article_id", metavar="ID")
    info = _command(actions, "info", _info, "show what the store holds")
    for command in (backup, restore, delete, info):
        _add_store_option(command)


def _add_store_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--store", metavar="URL", help="path or URL of the store (default: BORDERWATCH_STORE)"
    )


def _limit(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is no number of places; give 1 or more")
    return int(value)


def _store(options: argparse.Namespace) -> str:
    return store_url_of(options.store) if options.store else Settings.from_environment().store_url


def _selection(options: argparse.Namespace) -> Selection:
    """Return what the options of `_add_filter` say. Raises SelectionError naming every fault."""
    faults: list[str] = []
    numbers = {
        "border_km": _number(options.border_km, float, "--border-km", faults),
        "precision": _number(options.precision, int, "--precision", faults),
        "confidence": _number(options.confidence, float, "--confidence", faults),
    }
    if faults:
        raise SelectionError("; ".join(faults))
    return Selection(
        since=day_of(options.since) if options.since else None,
        until=day_of(options.until) if options.until else None,
        actors=tuple(options.actor),
        types=tuple(options.type),
        countries=tuple(options.country),
        borders=tuple(options.border),
        actor_types=tuple(options.actor_type),
        sources=tuple(options.source),
        statuses=tuple(options.status),
        text=options.text,
        bbox=bbox_of(options.bbox) if options.bbox else None,
        include_undated=not options.no_undated,
        include_talk=not options.no_talk,
        include_background=not options.no_background,
        **numbers,
    )


def _number(
    text: str | None, kind: Callable[[str], Any], option: str, faults: list[str]
) -> Any | None:
    if text is None:
        return None
    try:
        return kind(text)
    except ValueError:
        faults.append(f"{option} {text!r} is no number")
        return None


def _export(options: argparse.Namespace) -> int:
    from geodata.commands import export_events  # noqa: PLC0415

    return export_events(_store(options), options.out, _selection(options), say=_say)


def _import(options: argparse.Namespace) -> int:
    from geodata.commands import import_events  # noqa: PLC0415

    return import_events(
        _store(options), options.files, encoding=options.encoding, say=_say, complain=_complain
    )


def _lookup(options: argparse.Namespace) -> int:
    from geodata.commands import look_up  # noqa: PLC0415

    code = options.country.upper() if options.country else None
    return look_up(" ".join(options.name), country_code=code, limit=options.limit, say=_say)


def _install(options: argparse.Namespace) -> int:
    from geodata.commands import install  # noqa: PLC0415

    folder = Settings.from_environment().places_folder
    return install(options.codes, options.origin, folder, say=_say, complain=_complain)


def _backup(options: argparse.Namespace) -> int:
    from geodata.commands import back_up  # noqa: PLC0415

    return back_up(_store(options), options.path, say=_say)


def _restore(options: argparse.Namespace) -> int:
    from geodata.commands import restore  # noqa: PLC0415

    return restore(_store(options), options.path, say=_say)


def _delete(options: argparse.Namespace) -> int:
    from geodata.commands import delete_article  # noqa: PLC0415

    return delete_article(_store(options), options.article_id, say=_say, complain=_complain)


def _info(options: argparse.Namespace) -> int:
    from geodata.commands import describe  # noqa: PLC0415

    return describe(_store(options), say=_say)


if __name__ == "__main__":
    sys.exit(main())
