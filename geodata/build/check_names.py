"""Measures how well misspelt names find their places, and how often a name of no place finds one.

    python -m geodata.build.check_names [FOLDER] [--size 1500]

prints a line a set of names, without and with the country given, and the milliseconds a look
takes. Three kinds of names that are places': alternates of the gazetteer, each looked for while
its own entry is hidden; names rewritten by one or two habits of romanisation (spelling_habits.csv);
names with a slip of the keyboard or of optical reading. And names that are no place's: of persons,
words, and chains of letters that look like names. What they reach against what these invent is the
bargain that the floor of `geodata.likeness` strikes.
"""

import argparse
import csv
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geodata.gazetteer import Gazetteer
from geodata.geodesy import distance_km
from geodata.model import Place
from geodata.names import fold, sounds
from geodata.names_alike import NamesAlike
from geodata.place_files import ACRONYM, PREFERRED, PlaceFiles

COUNTRIES = ("DZ", "LY", "TN", "MA", "EG", "SD", "TD", "NE", "ML", "MR")
HABITS_FILE = Path(__file__).with_name("spelling_habits.csv")
REPOSITORY = Path(__file__).parents[2]
# As far off as two sources put one town (`geodata.build.places`).
RIGHT_KM = 25.0
_NEIGHBOURS_ON_KEYBOARD = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnmضصثقفغعهخحجشسيبلاتنمكطئءؤرىةوزظ",
        "wqwrtuyiipsapdfhgjkxzvcvmnصضصثقفغهعخحسشبيالنتكمنؤئءىرةوظز",
        strict=False,
    )
)
_READ_AS = [("rn", "m"), ("l", "i"), ("i", "l"), ("o", "0"), ("e", "c"), ("h", "b"), ("u", "n")]


class HidingGazetteer(Gazetteer):
    """A gazetteer that does not know one of its names, as if nobody had ever listed it."""

    def __init__(self, files: PlaceFiles, beside: Gazetteer | None = None) -> None:
        super().__init__(files, beside)
        self._alike: _HidingNames = _HidingNames(files)

    def hide(self, number: int) -> None:
        """Forget the name of this number and know the one hidden before again; -1 hides none."""
        self._alike.hidden = number
        self._liked.cache_clear()  # one spelling may stand in two cases

    def number_of(self, folded: str) -> int:
        """As the gazetteer's own, but -1 for the hidden name."""
        number = super().number_of(folded)
        return -1 if number == self._alike.hidden else number


class _HidingNames(NamesAlike):
    hidden = -1

    def names_of_keys(self, keys: Iterable[int], *, everywhere: bool) -> Iterator[int]:
        found = super().names_of_keys(keys, everywhere=everywhere)
        return (number for number in found if number != self.hidden)


@dataclass(frozen=True, slots=True)
class Case:
    """A spelling, the places it may mean (none: it is no place's name) and the name to hide."""

    spelling: str
    places: tuple[Place, ...]
    country_code: str
    hidden: int = -1


def main() -> None:
    """Print the figures of every set."""
    parser = argparse.ArgumentParser(prog="python -m geodata.build.check_names")
    parser.add_argument("folder", nargs="?", type=Path, help="the gazetteer's (the one in use)")
    parser.add_argument("--size", type=int, default=1500, help="names in a set at most")
    parser.add_argument("--show", type=int, default=0, help="faults to print for each set")
    arguments = parser.parse_args()
    gazetteer = HidingGazetteer.open(arguments.folder)
    print(
        f"{'set':24}{'n':>6} {'first':>7}{'in 5':>7}{'wrong':>7}{'none':>7}   in country: the same"
    )
    for name, cases in sets(gazetteer, arguments.size):
        line = [f"{name:24}{len(cases):6}"]
        for in_country in (False, True):
            outcomes = [_outcome(gazetteer, case, in_country=in_country) for case in cases]
            line.append("".join(f"{_share(outcomes, kind):7.1f}" for kind in _KINDS))
            if not in_country:
                _show(cases, outcomes, gazetteer, arguments.show)
        print(" ".join(line), f"{_milliseconds(gazetteer, cases):5.2f} ms", flush=True)


_KINDS = (("first",), ("first", "in 5"), ("wrong", "in 5"), ("none",))


def _share(outcomes: list[str], kinds: tuple[str, ...]) -> float:
    return 100 * sum(outcome in kinds for outcome in outcomes) / max(len(outcomes), 1)


def _outcome(gazetteer: HidingGazetteer, case: Case, *, in_country: bool) -> str:
    gazetteer.hide(case.hidden)
    found = gazetteer.find(
        case.spelling, country_code=case.country_code if in_country else None, limit=5
    )
    right = [any(_near(item.place, place) for place in case.places) for item in found]
    if not found:
        return "none"
    return "first" if right[0] else "in 5" if any(right) else "wrong"


def _near(found: Place, place: Place) -> bool:
    km = distance_km(found.latitude, found.longitude, place.latitude, place.longitude)
    return found.place_id == place.place_id or km <= RIGHT_KM


def _show(cases: list[Case], outcomes: list[str], gazetteer: HidingGazetteer, count: int) -> None:
    for wanted in ("wrong", "none"):
        faults = [c for c, o in zip(cases, outcomes, strict=True) if o == wanted and count]
        for case in faults[:count]:
            gazetteer.hide(case.hidden)
            first = [
                (item.place.name, item.place.country_code, item.score)
                for item in gazetteer.find(case.spelling, limit=2)
            ]
            print("   ", wanted, case.spelling, "|", {p.name for p in case.places} or "-", first)


def _milliseconds(gazetteer: HidingGazetteer, cases: list[Case]) -> float:
    start = time.process_time()
    for case in cases:
        gazetteer.find(case.spelling)
    return 1000 * (time.process_time() - start) / max(len(cases), 1)


def sets(gazetteer: HidingGazetteer, size: int) -> Iterator[tuple[str, list[Case]]]:
    """Yield every set's name and its cases: a sample that is the same each time."""
    names = list(_names_of_the_region(gazetteer))
    alternates = [case for case, flags in names if PREFERRED not in flags]
    main = [case for case, flags in names if PREFERRED in flags]
    for script, is_latin in (("Latin", True), ("Arabic", False)):
        mine = [case for case in alternates if case.spelling.isascii() is is_latin]
        yield f"alternates, {script}", _sample(mine, size)
        towns = [case for case in [*main, *mine] if case.spelling.isascii() is is_latin]
        for label, change in (("one habit", 1), ("two habits", 2)):
            varied = _varied(_sample(towns, size), _by_habit(change), gazetteer)
            yield f"{label}, {script}", varied
        yield f"slip, {script}", _varied(_sample(towns, size), _slip, gazetteer)
    for label, spellings in _no_places(size):
        unknown = [name for name in spellings if not gazetteer.exact(name)]
        yield (
            f"no place: {label}",
            [Case(n, (), COUNTRIES[at % len(COUNTRIES)]) for at, n in enumerate(unknown)],
        )


def _names_of_the_region(gazetteer: Gazetteer) -> Iterator[tuple[Case, set[int]]]:
    """Yield the names of places of one of COUNTRIES alone, with their links' flags."""
    places = list(gazetteer.places())
    for number, (name, _, linked) in enumerate(gazetteer.names()):
        codes = {places[row].country_code for row, _ in linked}
        flags = {flag for _, flag in linked}
        if len(codes) == 1 and codes <= set(COUNTRIES) and ACRONYM not in flags and sounds(name):
            found = tuple(places[row] for row, _ in linked)
            yield Case(name, found, found[0].country_code, number), flags


def _sample(cases: list[Case], size: int) -> list[Case]:
    ordered = sorted(cases, key=lambda case: case.spelling)
    return random.Random(7).sample(ordered, min(size, len(ordered)))  # noqa: S311 - a sample


def _varied(
    cases: list[Case], change: Callable[[str, random.Random], str], gazetteer: Gazetteer
) -> list[Case]:
    chance = random.Random(11)  # noqa: S311 - a sample
    varied = []
    for case in cases:
        spelling = change(case.spelling, chance)
        if fold(spelling) != case.spelling and not gazetteer.exact(spelling):
            varied.append(Case(spelling, case.places, case.country_code))
    return varied


def _by_habit(times: int) -> Callable[[str, random.Random], str]:
    with HABITS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    habits = [(re.compile(row["pattern"]), row["replacement"]) for row in rows]

    def change(name: str, chance: random.Random) -> str:
        for _ in range(times):
            apt = [(pattern, to) for pattern, to in habits if pattern.search(name)]
            if apt:
                pattern, to = chance.choice(apt)
                name = pattern.sub(to, name, count=1)
        return name

    return change


def _slip(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    head, letter, tail = name[:at], name[at], name[at + 1 :]
    readings = [(was, seen) for was, seen in _READ_AS if name.startswith(was, at)]
    slips = [head + tail, head + letter + letter + tail, head + tail[:1] + letter + tail[1:]]
    slips.append(head + _NEIGHBOURS_ON_KEYBOARD.get(letter, letter) + tail)
    slips += [head + seen + name[at + len(was) :] for was, seen in readings]
    return chance.choice(slips)


def _no_places(size: int) -> Iterator[tuple[str, list[str]]]:
    lexicon = REPOSITORY / "extract" / "lexicon"
    people = [row["name"] for row in _rows(lexicon / "people.csv")]
    aliases = [
        alias
        for row in _rows(lexicon / "people.csv")
        for alias in row["aliases"].split("|")
        if alias
    ]
    given = [row["name"] for row in _rows(lexicon / "given_names.csv")]
    surnames = sorted({name.split()[-1] for name in people})
    chance = random.Random(13)  # noqa: S311 - a sample
    yield "persons", [*people, *aliases][:size]
    yield "surnames", surnames
    pairs = (f"{chance.choice(given)} {chance.choice(surnames)}" for _ in range(size))
    yield "made-up persons", sorted(set(pairs))
    yield "words", _sorted_sample(_words_of_texts(), size, chance)
    chain = _Chain([*surnames, *given])
    yield "like persons' names", [chain.word(chance).title() for _ in range(size)]
    chain = _Chain(w for c in _by_habit_sources() for w in fold(c).split())
    yield "like places' names", [chain.word(chance).title() for _ in range(size)]
    pair = (f"{chain.word(chance)} {chain.word(chance)}" for _ in range(size))
    yield "like places', two words", [words.title() for words in pair]


def _by_habit_sources() -> list[str]:
    rows = _rows(Path(__file__).with_name("regional.csv"))
    return [row["name"] for row in rows if row.get("name", "").isascii()]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _sorted_sample(words: set[str], size: int, chance: random.Random) -> list[str]:
    return chance.sample(sorted(words), min(size, len(words)))


def _words_of_texts() -> set[str]:
    """Return words that the documentation and the sample articles write small, as in headlines."""
    files = [*REPOSITORY.glob("docs/*.md"), REPOSITORY / "README.md"]
    files.append(REPOSITORY / "extract" / "samples" / "dispatches.jsonl")
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in files if path.is_file()]
    words = {word for text in texts for word in re.findall(r"\b[a-zà-ÿ]{4,}\b", text)}
    return {word.capitalize() for word in words}


class _Chain:
    """Chains of letters by the frequency of three in a row."""

    def __init__(self, words: Iterable[str]) -> None:
        self._next: dict[str, list[str]] = {}
        for word in words:
            padded = f"^^{fold(word)}$"
            for at in range(2, len(padded)):
                self._next.setdefault(padded[at - 2 : at], []).append(padded[at])

    def word(self, chance: random.Random) -> str:
        """Return a word of five to twelve letters that the chain makes."""
        while True:
            made = "^^"
            while made[-1] != "$" and len(made) < 15:
                made += chance.choice(self._next[made[-2:]])
            if 5 <= len(made.strip("^$")) <= 12:
                return made.strip("^$")


if __name__ == "__main__":
    main()
