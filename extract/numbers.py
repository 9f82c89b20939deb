"""Numbers in a clause: how many were killed, wounded, detained, sent or taken."""

import re
from dataclasses import dataclass
from functools import cache

from extract.coding import VIOLENT
from geodata.codes import BorderActivity

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
}  # fmt: skip
# A plural without a count: the least it can mean, open above.
_VAGUE = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "dizaines": 20,
          "centaines": 200, "milliers": 2000, "several": 3, "plusieurs": 3}  # fmt: skip
_SCALE = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "mille": 1000, "dozen": 12,
          "dozens": 12, "cent": 100, "cents": 100}  # fmt: skip
# A telephone number, or a slip of the keyboard, is no count of people or things.
MAX_COUNT = 1_000_000_000
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")

_QUALIFIER = (
    r"(?:(?:more\s+than|at\s+least|over|about|around|some|nearly|almost|approximately|as\s+many\s+as|"
    r"up\s+to|another|an\s+estimated|plus\s+de|au\s+moins|environ|quelque|près\s+de|أكثر\s+من|نحو|"
    r"حوالي|ما\s+لا\s+يقل\s+عن)\s+)?"
)
_DIGITS = r"(?:[\d٠-٩]{1,3}(?:[, \u00a0\u202f][\d٠-٩]{3})+|[\d٠-٩]+(?:\.\d+)?)"
_NOUN_GAP = r"(?:\s+(?!and\b|or\b|but\b|et\b|ou\b|in\b|on\b|from\b|to\b)[\w'’-]+)"


# Beside other acts the dead and wounded are another act's: "closed the border after the attack
# in which 12 were killed".
_DEADLY = VIOLENT | {
    BorderActivity.MILITARY_OPERATION,
    BorderActivity.IRREGULAR_CROSSING,
    BorderActivity.EXPULSION,
    BorderActivity.DISPLACEMENT,
}


@dataclass(frozen=True, slots=True)
class Count:
    """The lowest number stated and the highest; `high` None when open or the same."""

    low: float
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What a clause counts; None where it does not."""

    fatalities: Count | None = None
    wounded: Count | None = None
    detained: Count | None = None
    quantity: Count | None = None
    quantity_unit: str | None = None


def read_numbers(clause: str, activity: BorderActivity | None) -> Numbers:
    """Return the counts of a clause; the unit of `quantity` is what the activity is about."""
    quantity, unit = _quantity(clause, activity)
    is_deadly = activity is None or activity in _DEADLY
    return Numbers(
        fatalities=_casualties(clause, "killed") if is_deadly else None,
        wounded=_casualties(clause, "wounded") if is_deadly else None,
        detained=_casualties(clause, "detained"),
        quantity=quantity,
        quantity_unit=unit,
    )


def parse_count(words: str) -> Count | None:
    """Return the count that the words state: "more than 20", "two dozen", "5 to 7", "hundreds"."""
    joints = r"\s+(?:to|à)\s+|\s*[–-]\s*(?=\d)"
    if re.match(r"(?i)(?:between|entre)\s", words):
        joints += r"|\s+(?:and|et)\s+"
    parts = re.split(joints, words)
    known = [value for value in map(_value, parts) if value and value <= MAX_COUNT]
    if not known:
        return None
    if len(known) == 2 and known[1] > known[0]:
        return Count(known[0], known[1])
    return Count(known[0])


def _value(words: str) -> float | None:
    text = words.casefold().translate(_ARABIC_DIGITS).replace("-", " ")
    digits = re.search(r"\d[\d, \u00a0\u202f]*(?:\.\d+)?", text)
    total = 0.0
    if digits:
        total = float(re.sub(r"[, \u00a0\u202f]", "", digits.group()))
        scale = next((_SCALE[word] for word in text.split() if word in _SCALE), 1)
        return total * scale
    below = 0.0  # what stands before the next scale: "five" in "three thousand five hundred"
    seen = False
    for word in text.split():
        if word in _VAGUE and not seen:
            return float(_VAGUE[word])
        if word in _WORDS or word in ("a", "an", "un", "une"):
            below += _WORDS.get(word, 0 if seen else 1)
            seen = True
        elif word in _SCALE:
            below = max(below, 1) * _SCALE[word]
            seen = True
            if _SCALE[word] >= 1000:
                total, below = total + below, 0.0
    return total + below if seen else None


@cache
def number_pattern() -> str:
    """Return a pattern, without groups, of one number in digits or words, for `parse_count`."""
    scale = r"(?:\s+(?:hundred|thousand|million|dozen|mille|cents?))?"
    plain = "|".join(sorted({*_WORDS, *_VAGUE}, key=len, reverse=True))
    word = rf"(?:a\s+dozen|(?:{plain})(?:[-\s](?:{plain}))?)(?:\s+of(?=\s))?"
    return rf"(?:{_DIGITS}{scale}|{word}{scale})"


@cache
def _number() -> str:
    one = number_pattern()
    none, age = r"(?<!\bno\s)(?<!\bnot\s)", r"[\s-]years?[\s-]old"
    between = rf"(?:between|entre)\s+{one}\s+(?:and|et)\s+{one}"
    plain = rf"{_QUALIFIER}{none}\b{one}(?:\s*(?:to|–|-|à)\s*{one})?"
    return rf"(?P<count>{between}|{plain})(?![\w%]|{age})"


_CASUALTY_WORDS = {
    "killed": (
        r"kill(?:ed|ing|s)|slain|slaying|murder(?:ed|ing)|execut(?:ed|ing)|shot\s+dead|gunned\s+down|"
        r"massacr(?:ed|ing)|behead(?:ed|ing)|deaths?\s+of|lives\s+of|killing\s+of|"
        r"tué(?:e|s|es)?|tuant|abattu(?:s|es)?|mort\s+de|مقتل|قتل|قتلت",
        r"(?:were\s+|was\s+|are\s+|been\s+|ont\s+été\s+|a\s+été\s+)?(?:killed|dead|died|slain|"
        r"shot\s+dead|executed|murdered|beheaded|tué(?:e|s|es)?|morts?)|قتيل|قتلى|قتيلا",
    ),
    "wounded": (
        r"wound(?:ed|ing)|injur(?:ed|ing)|hurt(?:ing)?|bless(?:é|és|ant)|إصابة|جرح|وإصابة",
        r"(?:were\s+|was\s+|been\s+|others\s+(?:were\s+)?)?(?:wounded|injured|hurt|blessé(?:e|s|es)?)|جريح|جرحى|جريحا",
    ),
    "detained": (
        r"arrest(?:ed|ing|s)(?:\s+of)?|detain(?:ed|ing)|apprehend(?:ed|ing)|rounded\s+up|captur(?:ed|ing)|"
        r"arrêté|interpellé|اعتقال|اعتقلت|توقيف|أوقف",
        r"(?:were\s+|was\s+|been\s+)?(?:arrested|detained|apprehended|captured|taken\s+prisoner|"
        r"arrêté(?:e|s|es)|interpellé(?:e|s|es))",
    ),
}


@cache
def _casualty_patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    before, after = _CASUALTY_WORDS[kind]
    return (
        re.compile(rf"(?i)(?<!\w)(?:{before})\s+(?:the\s+|dead\s+)?{_number()}"),
        re.compile(rf"(?i){_number()}{_NOUN_GAP}{{0,6}}?\s+(?:{after})(?!\w)"),
    )


def _casualty_spans(clause: str, kind: str) -> list[tuple[int, int]]:
    return [m.span() for pattern in _casualty_patterns(kind) for m in pattern.finditer(clause)]


_ONE = {
    "killed": re.compile(
        r"(?i)\b(?:a|an|another)\s+(?:[\w'’-]+\s+){1,4}?(?:was|is|had\s+been)\s+(?:killed|shot\s+dead|murdered|"
        r"executed|assassinated|beheaded)|\b(?:kill(?:ed|ing)|shot\s+dead|murdered|beheaded)\s+(?:a|an)\s"
    ),
    "wounded": re.compile(
        r"(?i)\b(?:a|an|another)\s+(?:[\w'’-]+\s+){1,4}?(?:was|is)\s+(?:wounded|injured)"
        r"|\b(?:wound(?:ed|ing)|injur(?:ed|ing))\s+(?:a|an|another)\s"
    ),
    "detained": re.compile(r"(?i)\b(?:arrested|detained)\s+(?:a|an)\s"),
}


def _casualties(clause: str, kind: str) -> Count | None:
    for pattern in _casualty_patterns(kind):
        match = pattern.search(clause)
        count = parse_count(match["count"]) if match else None
        if count:
            return count
    return Count(1) if _ONE[kind].search(clause) else None


_PEOPLE = (
    r"migrants?|refugees?|people|persons|families|civilians|asylum[\s-]seekers|nationals|citizens|"
    r"residents|workers|hostages|foreigners|staff|personnes|réfugiés|familles|مهاجر\w*|لاجئ\w*|شخص\w*"
)
_FORCES = (
    r"soldiers|troops|policemen|police(?:\s+officers)?|gendarmes|men|fighters|personnel|border\s+guards|"
    r"militants|tanks|vehicles|battalions|brigades|soldats|militaires|hommes|policiers|جندي\w*|عسكري\w*"
)
_POSTS = (
    r"cent(?:er|re)s|posts|towers|points|stations|cameras|watchtowers|radars|bases|outposts|"
    r"postes|tours"
)
_GOODS = (
    r"kg|kilos?|kilogram(?:me)?s?|tonnes?|tons?|lit(?:re|er)s?|rifles|weapons|kalashnikovs|rockets|mines|"
    r"vehicles|trucks|cartons|packets|pills|tablets|fusils|armes|comprimés|"
    r"كغ|كلغ|كيلوغراما?|لتر\w*"
)
_UNITS: dict[BorderActivity, str] = {
    BorderActivity.TROOP_DEPLOYMENT: _FORCES,
    BorderActivity.ALERT: _FORCES,
    BorderActivity.MONITORING_POST: _POSTS,
    BorderActivity.SEIZURE: _GOODS,
    BorderActivity.SMUGGLING: f"{_GOODS}|{_PEOPLE}",
    BorderActivity.IRREGULAR_CROSSING: _PEOPLE,
    BorderActivity.INFILTRATION: f"{_PEOPLE}|{_FORCES}|terrorists|gunmen",
    BorderActivity.EXPULSION: _PEOPLE,
    BorderActivity.DISPLACEMENT: _PEOPLE,
    BorderActivity.EVACUATION: _PEOPLE,
    BorderActivity.RELEASE: f"{_PEOPLE}|prisoners|detainees|captives|soldiers",
    BorderActivity.ABDUCTION: f"{_PEOPLE}|{_FORCES}|tourists|teachers|girls|aid\\s+workers",
    BorderActivity.BARRIER_WORKS: r"km|kilomet(?:re|er)s?|kilomètres|miles?|metres?",
    BorderActivity.SURRENDER: _FORCES,
    BorderActivity.DEFECTION: _FORCES,
    BorderActivity.MINE_CLEARANCE: "mines|bombs|devices",
}


@cache
def _quantity_pattern(activity: BorderActivity) -> re.Pattern[str]:
    unit = _UNITS[activity]
    gap = r"(?:[\w'’-]+\s+){0,3}?"
    return re.compile(
        rf"(?i){_number()}[\s-]*(?P<unit>{gap}(?:{unit})(?:\s+and\s+(?:{unit}))?)(?!\w)"
    )


def _quantity(clause: str, activity: BorderActivity | None) -> tuple[Count | None, str | None]:
    if activity not in _UNITS:
        return None, None
    casualties = [span for kind in _CASUALTY_WORDS for span in _casualty_spans(clause, kind)]
    for match in _quantity_pattern(activity).finditer(clause):
        count = parse_count(match["count"])
        is_casualty = any(a < match.end("count") and match.start() < b for a, b in casualties)
        if count and not (is_casualty and activity in VIOLENT):
            return count, " ".join(match["unit"].split())
    return None, None
