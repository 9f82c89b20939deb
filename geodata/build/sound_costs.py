"""Learns what one sound costs for another from the alternate names of the region's places.

    python -m geodata.build.sound_costs

aligns each place's names with each other, counts which letters of `geodata.names.sounds` stand for
each other or are left out, and writes data/sound_costs.csv: one row a pair of letters (`other`
empty: left out), with the cost that `geodata.likeness` charges and the count behind it.
"""

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, combinations_with_replacement

from rapidfuzz.distance import Levenshtein

from geodata.build.check_names import COUNTRIES
from geodata.build.replacing import replacing
from geodata.gazetteer import Gazetteer
from geodata.likeness import SOUND_COSTS_FILE
from geodata.manifest import DATA_FOLDER
from geodata.names import CONSONANTS, VOWELS, sounds
from geodata.place_files import ACRONYM

# Names of one place less alike than this are other names, not other spellings.
SPELLING = 0.7
# Cities with more names than this have exonyms ("Tripolis"): endings of other languages.
MAX_NAMES = 10
# Letters that stand for each other so seldom do by accident; the scale's end.
RARE = 0.005
# Counts this small are accidents of one name.
SMOOTHING = 2.0


def main() -> None:
    """Write the table."""
    pairs = Counter(_aligned(_spellings_of_places(Gazetteer.open())))
    letters = Counter[str]()
    for (one, other), count in pairs.items():
        letters[one] += count
        letters[other] += count
    with (
        replacing(DATA_FOLDER / SOUND_COSTS_FILE) as part,
        part.open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("one", "other", "cost", "pairs"))
        writer.writerows(_rows(pairs, letters))


def _spellings_of_places(gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    """Yield the sounds of each two spellings of one place of the region."""
    codes = [place.country_code for place in gazetteer.places()]
    spoken = defaultdict(set)
    for name, _, linked in gazetteer.names():
        for row, flag in linked:
            if codes[row] in COUNTRIES and flag != ACRONYM:
                spoken[row].add(sounds(name))
    for names in spoken.values():
        if len(names) > MAX_NAMES:
            continue
        for one, other in combinations(sorted(names - {""}), 2):
            if Levenshtein.normalized_similarity(one, other) >= SPELLING:
                yield one, other


def _aligned(spellings: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the sorted pairs of letters that stand for each other; the same, too, "" for none."""
    for one, other in spellings:
        for block in Levenshtein.opcodes(one, other):
            mine = one[block.src_start : block.src_end]
            its = other[block.dest_start : block.dest_end]
            # two letters for one (dk for j): the rest of the longer is left out
            for at in range(max(len(mine), len(its))):
                low, high = sorted((mine[at : at + 1], its[at : at + 1]))
                yield low, high


def _rows(
    pairs: Counter[tuple[str, str]], letters: Counter[str]
) -> Iterator[tuple[str, str, float, int]]:
    alphabet = sorted({*CONSONANTS, *VOWELS})
    for letter in alphabet:
        count = pairs["", letter]
        yield letter, "", _cost(count, letters[letter]), count
    for one, other in combinations_with_replacement(alphabet, 2):
        count = pairs[one, other]
        if one != other and count > SMOOTHING:
            yield one, other, _cost(count, min(letters[one], letters[other])), count


def _cost(count: int, of: int) -> float:
    """Return 0 to 1 on the scale of surprise: -ln of the share, RARE being 1."""
    share = max((count - SMOOTHING) / max(of, 1), RARE)
    return round(min(math.log(share) / math.log(RARE), 1.0), 3)


if __name__ == "__main__":
    main()
