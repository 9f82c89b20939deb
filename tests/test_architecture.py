"""The house: imports go down the floors, and some things happen in one room only."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FLOORS = {"geodata": 0, "extract": 1, "dashboard": 2}
NETWORK_MODULES = {"urllib.request", "http.client", "socket", "requests", "httpx", "ftplib"}
NETWORK_ROOMS = {"geodata/sources.py", "extract/fetch.py"}
DOOR_OF_EXTRACT = "extract.pipeline"


def python_files() -> Iterator[tuple[str, str]]:
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), floor


def imports_of(file: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively; name the package"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_imports_only_go_down_the_floors() -> None:
    up = [
        f"{file} imports {name}"
        for file, floor in python_files()
        for name in imports_of(file)
        if FLOORS.get(name.split(".")[0], -1) > FLOORS[floor]
    ]
    assert up == []


def test_dashboard_reaches_extract_only_through_its_door() -> None:
    around = [
        f"{file} imports {name}"
        for file, floor in python_files()
        if floor == "dashboard"
        for name in imports_of(file)
        if name.startswith("extract") and not f"{name}.".startswith(f"{DOOR_OF_EXTRACT}.")
        if name != "extract"
    ]
    assert around == []


def test_streamlit_is_imported_in_the_dashboard_only() -> None:
    found = [
        file
        for file, floor in python_files()
        if floor != "dashboard" and any(n.split(".")[0] == "streamlit" for n in imports_of(file))
    ]
    assert found == []


def test_the_network_is_reached_from_two_rooms_only() -> None:
    found = {
        file
        for file, _ in python_files()
        if any(name in NETWORK_MODULES for name in imports_of(file))
    }
    assert found <= NETWORK_ROOMS


def test_geopy_asks_others_from_one_room_only() -> None:
    found = {
        file
        for file, _ in python_files()
        if any(name in ("geopy.geocoders", "geopy") for name in imports_of(file))
    }
    assert found <= {"geodata/other_geocoder.py"}


def test_sql_is_written_in_the_store_only() -> None:
    found = [
        file
        for file, _ in python_files()
        if any(n.split(".")[0] in ("sqlalchemy", "sqlite3", "alembic") for n in imports_of(file))
    ]
    # the build reads packages whose data is an SQLite file; that is no store
    rooms = ("geodata/store", "geodata/migrations/", "geodata/build/")
    assert [file for file in found if not file.startswith(rooms)] == []


def test_the_environment_is_read_in_settings_only() -> None:
    readers = [
        file
        for file, _ in python_files()
        if any(
            isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
            for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))
        )
    ]
    assert readers == ["geodata/settings.py"]


def test_nothing_committed_names_this_machine() -> None:
    home = str(Path.home()) + "/"
    named = [
        file
        for file, _ in python_files()
        if home in (ROOT / file).read_text(encoding="utf-8") and len(home) > 2
    ]
    assert named == []
