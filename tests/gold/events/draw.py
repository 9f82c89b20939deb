"""Draw the items of ../shared/eval/current_events.jsonl that are annotated by hand.

    python tests/gold/events/draw.py ../shared/eval/current_events.jsonl > ids.csv

Two strata, told apart by words alone and not by the program that is to be measured: items that
name a country of North Africa or the Sahel and a word of force or border (190), and all others
(60). Each text is drawn once. Half of each stratum is for developing, the other half only for
reported figures.
"""

import csv
import json
import random
import re
import sys
from pathlib import Path

SEED = 20261121
LIKELY, OTHER = 190, 60
COUNTRIES = (
    r"Algeri|Tunisi|Libya|Morocc|Western Sahara|Sahrawi|Polisario|Egypt|Sinai|Sudan|Darfur|Chad\b|"
    r"Chadian|Niger\b|Nigerien|\bMali\b|Malian|Mauritania|Burkina|Sahel|Tripoli|Benghazi|Timbuktu"
)
FORCE = (
    r"kill|attack|bomb|clash|fight|fought|soldier|troop|milita|rebel|gunm|insurgen|jihad|terror|border|"
    r"kidnap|abduct|hostage|arrest|protest|riot|demonstrat|coup|strike|shell|refugee|migrant|smuggl|"
    r"army|forces|police|ceasefire|truce|peace|captur|seiz|mine\b|explo|dead|wound"
)


def main() -> None:
    """Print id, stratum and half for each item drawn."""
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    once = {row["text"]: row["id"] for row in reversed(rows)}
    likely = [
        i for t, i in once.items() if re.search(COUNTRIES, t) and re.search(FORCE, t, re.IGNORECASE)
    ]
    other = sorted(set(once.values()) - set(likely))
    chance = random.Random(SEED)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["id", "stratum", "half"])
    for stratum, ids, size in (("likely", sorted(likely), LIKELY), ("other", other, OTHER)):
        drawn = chance.sample(ids, size)
        for place, item in enumerate(drawn):
            writer.writerow([item, stratum, "develop" if place < size // 2 else "report"])


if __name__ == "__main__":
    main()
