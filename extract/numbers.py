"""Numbers in a clause: how many were killed, wounded, detained, sent or taken."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.coding import VIOLENT
from extract.counts import Count, count_pattern, parse_count
from extract.trigger_lexicon import with_classes
from geodata.codes import BorderActivity

# Beside other acts the dead and wounded are another act's: "closed the border after the attack
# in which 12 were killed".
_DEADLY = VIOLENT | {
    BorderActivity.MILITARY_OPERATION,
    BorderActivity.IRREGULAR_CROSSING,
    BorderActivity.EXPULSION,
    BorderActivity.DISPLACEMENT,
}


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


# Words between a number and what it counts: no verb, no other number's.
_GAP = (
    r"(?:\s+(?!(?:and|or|but|et|ou|in|on|from|to|were|was|are|is|had|have|has|who|when|after|while|by|par|dans|sur|"
    r"ui|se|ont|sont|killed|dead|wounded|injured|tués?|morts?|blessés?|arrested|في|"
    r"من(?!\s+(?:عناصر|أفراد|رجال|جنود))|على|بعد|و\w+|قتيل\w*|قتلى|جريح\w*|جرحى|مصاب\w*)\b)"
    r"[\w'’-]+)"
)
_LANGUAGES = ("en", "fr", "ar")


@cache
def _casualty_patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    before, after = (
        "|".join(with_classes(f"{{{kind}_{place}}}", language) for language in _LANGUAGES)
        for place in ("before", "after")
    )
    return (
        re.compile(rf"(?i)(?<!\w)(?:{before})\s+(?:the\s+|dead\s+|les\s+|de\s+)?{count_pattern()}"),
        # Arabic has who did it between the verb and the number
        re.compile(
            rf"(?<!\w)(?:{with_classes(f'{{{kind}_verb}}', 'ar')})"
            rf"(?:\s+(?!و\S)[^\s،,.]+){{1,6}}?\s+{count_pattern()}\s"
        ),
        re.compile(
            rf"(?i){count_pattern()}(?:{_GAP}|\s+of\s+(?:them|whom)){{0,6}}?\s+(?:{after})(?!\w)"
        ),
    )


def _casualty_spans(clause: str, kind: str) -> list[tuple[int, int]]:
    return [m.span() for pattern in _casualty_patterns(kind) for m in pattern.finditer(clause)]


_MAN_AR = (
    r"(?:جندي|شرطي|شخص|مدني|عسكري|رجل|طفل|عون|دركي|ضابط|شاب|امرأة|صحفي|معلم|مواطن|عنصر|مسلح|"
    r"إرهابي|متظاهر|محتج|مهاجر|سائق|مزارع|راعي?|تاجر|شيخ|عمدة|إمام|عامل|حارس|سائح|زعيم|قائد|قيادي|مقاتل|"
    r"مهرب|لاجئ|نازح|طالب|فتاة|سيدة|مسن|ناشط|طبيب|قاض|نائب|منقب|صياد|موظف|مهندس|والي|محافظ|تلميذ|رضيع|قروي)"
)
_ONE = {
    "killed": re.compile(
        r"(?i)\b(?:a|an|another|one|un|une)\s+(?:[\w'’-]+\s+){1,4}?(?:was|is|has\s+been|had\s+been|a\s+été|avait\s+été|est)\s+(?:killed|"
        r"shot\s+dead|murdered|executed|assassinated|beheaded|mort|tuée?|abattue?|assassinée?)|"
        r"\bune?\s+(?:(?!(?:qui|a|ont|avait|par|et|dans)\b)[\w'’-]+\s+){1,3}?(?:tuée?|abattue?|assassinée?)(?!\w)|"
        r"\b(?:a|avait|aurait)\s+été\s+(?:\w+ment\s+)?(?:tuée?|abattue?|assassinée?|égorgée?|exécutée?|décapitée?|lynchée?)(?!\w)|"
        r"\b(?:tué|tuant|abattu|abattant|assassiné|assassinant|égorgé|exécuté|décapité)\s+(?:le|la|l['’]|son|sa|leur)\s?[^\W\d]+[^\W\dsx]\b|"
        r"\b(?:kill(?:s|ed|ing)?|shot\s+dead|murdered|beheaded|tué|tuant|abattu|abattant|assassiné|égorgé)\s+(?:a|an|one|its|his|un|une)\s|"
        rf"\bkilling\s+(?:himself|herself)\b|(?:قتل|مقتل|استشهاد|استشهد|مصرع|قتلت|قتلوا|اغتيال|اغتال\w*|اغتيل\w*|إعدام|أعدم\w*|"
        rf"ذبح\w*|تصفية|وفاة|تشييع|أردى|أردت|أردوا|بحياة)\s+{_MAN_AR}(?!\w)|(?<!\w)[وف]?أرد(?:اه|ته|وه|ياه|اها|وها)(?!\w)|"
        rf"(?<!\w){_MAN_AR}(?:\s+\S+)?\s+(?:قد\s+)?(?:قتل|استشهد)(?!\w)"
    ),
    "wounded": re.compile(
        r"(?i)\b(?:a|an|another|one|un|une)\s+(?:[\w'’-]+\s+){1,4}?(?:was|is|has\s+been|a\s+été|est)\s+(?:\w+ment\s+)?(?:wounded|injured|blessée?)|"
        r"\b(?:wound(?:s|ed|ing)?|injur(?:es|ed|ing)|blessant|blessé)\s+(?:a|an|another|one|un|une)\s|"
        rf"(?:إصابة|أصيب|أصيبت|جرح)\s+(?:{_MAN_AR}|آخر|أحد|ثالث)(?!\w)"
    ),
    "detained": re.compile(
        r"(?i)\b(?:arrest(?:s|ed)?|detain(?:s|ed)|arrêté|interpellé)\s+(?:a|an|one|un|une)\s|"
        rf"(?:توقيف|اعتقال|القبض\s+على|أوقف|اعتقل|اختطاف|خطف)\s+{_MAN_AR}(?!\w)"
    ),
}
# What is counted beside it: "five soldiers and three civilians are killed".
_SIBLING_BEFORE = re.compile(rf"(?i){count_pattern()}{_GAP}{{1,8}}?\s*(?:,|,?\s+and|\s+et|\sو)\s*$")
_SIBLING_AFTER = re.compile(
    rf"(?i)^{_GAP}{{1,4}}?\s*(?:(?:,|,?\s+and|\s+et)\s+|\sو){count_pattern()}{_GAP}{{1,3}}(?!\s+(?:were|was|are|wounded|"
    r"injured|missing|others|ont|sont|blessés?|جريح\w*|جرحى|مصاب\w*|بجروح|آخر\w*))"
)
MAX_SIBLINGS = 4
# "Two soldiers and a civilian" are three.
_ONE_MORE = re.compile(
    r"(?i)\b(and|et)\s+(?:an?|one|une?)\s+(?=(?:civilian|soldier|policeman|police\s+officer|woman|child|man|guard|officer|driver|"
    r"civil|soldat|gendarme|policier|militaire|femme|enfant|homme|garde|douanier|chauffeur|officier|enseignant|supplétif)\b)"
)


# Between a number and its verb: "six Volontaires (VDP)", "huit « terroristes » tués".
_ASIDE = re.compile(r"\s\([^()\d]{1,40}\)|[«»“”]\s?")


def _casualties(clause: str, kind: str) -> Count | None:
    """Return the sum of the groups that the words count together; of two statements the first."""
    clause = _ONE_MORE.sub(r"\1 1 ", _ASIDE.sub("", clause))
    for pattern in _casualty_patterns(kind):
        match = pattern.search(clause)
        count = parse_count(match["count"]) if match else None
        if match and count:
            return _sum(count, _siblings(clause, match))
    return Count(1) if _ONE[kind].search(clause) else None


def _siblings(clause: str, match: re.Match[str]) -> list[Count]:
    """Return the counts joined to this one on the side where no casualty word stands."""
    found: list[Count] = []
    start, end = match.start("count"), match.end("count")
    is_after = match.end("count") == match.end()
    for _ in range(MAX_SIBLINGS):
        rest = clause[end:] if is_after else clause[:start]
        sibling = (_SIBLING_AFTER if is_after else _SIBLING_BEFORE).search(rest)
        count = parse_count(sibling["count"]) if sibling else None
        if sibling is None or count is None:
            break
        found.append(count)
        start, end = sibling.start("count"), end + sibling.end("count")
    return found


def _sum(first: Count, others: Sequence[Count]) -> Count:
    low = first.low + sum(other.low for other in others)
    if first.high is None and all(other.high is None for other in others):
        return Count(low)
    return Count(low, sum(count.high or count.low for count in (first, *others)))


_PEOPLE = (
    r"migrants?|refugees?|people|persons|families|civilians|asylum[\s-]seekers|nationals|citizens|"
    r"residents|workers|hostages|foreigners|staff|personnes|réfugiés|familles|civils|habitants|villageois|ressortissants|otages|déplacés|femmes|enfants|subsahariens|"
    r"هاجر\w*|لاجئ\w*|لاجئين|نازح\w*|شخص\w*|أشخاص|عائل\w+|أسرة|أسر|مدني\w*|مواطن\w*|رعية|"
    r"عامل\w*|عمال|رهائن|رهينة|سائق\w*"
)
_FORCES = (
    r"soldiers|troops|policemen|police(?:\s+officers)?|gendarmes|men|fighters|personnel|border\s+guards|"
    r"militants|tanks|vehicles|battalions|brigades|soldats|militaires|hommes|policiers|combattants|casques\s+bleus|gardes-frontières|blindés|"
    r"ندي\w*|جنود|عسكري\w*|عنصر\w*|عناصر|شرطي\w*|مقاتل\w*|مسلح\w*|إرهابي\w*|آلية|آليات|"
    r"دبابة|مدرع\w+|مركبة"
)
_POSTS = (
    r"cent(?:er|re)s|posts|towers|points|stations|cameras|watchtowers|radars|bases|outposts|"
    r"postes|tours|miradors|caméras|casernes|برجا?|أبراج|نقطة|نقاط|مركزا?|مراكز"
)
_GOODS = (
    r"kg|kilos?|kilogram(?:me)?s?|tonnes?|tons?|lit(?:re|er)s?|rifles|weapons|kalashnikovs|rockets|mines|"
    r"vehicles|trucks|cartons|packets|pills|tablets|fusils|armes|comprimés|véhicules|camions|motos|pick-up|cartouches|sacs|grenades|obus|quintaux|kalachnikovs|"
    r"غ|كلغ|كيلوغرام\w*|كيلو|لتر\w*|طنا?|أطنان|قنطار\w*|قناطير|بندقي\w+|بنادق|رشاش\w*|"
    r"مسدس\w*|قرصا?|أقراص|حبة|كبسولة|خرطوش\w*|"
    r"شاحن\w+|سيار\w+|مركب\w+|دراج\w+|صاروخ\w*|قذيفة|قذائف|علبة|سبيكة|مولد\w*"
)
_CAPTIVES_AR = r"أسيرا?|أسرى|سجينا?|معتقلا?|محتجزا?"
_TAKEN = (
    r"tourists|teachers|girls|aid\s+workers|touristes|enseignants|commerçants|élèves|employés|"
    r"pêcheurs|سائح\w*|تلميذ\w*|تلاميذ|طالب\w*|معلم\w*"
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
    BorderActivity.RELEASE: f"{_PEOPLE}|prisoners|detainees|captives|soldiers|{_CAPTIVES_AR}",
    BorderActivity.ABDUCTION: f"{_PEOPLE}|{_FORCES}|{_TAKEN}",
    BorderActivity.BARRIER_WORKS: (
        r"km|kilomet(?:re|er)s?|kilomètres|miles?|metres?|كلم|كم|كيلومترا?\w*"
    ),
    BorderActivity.SURRENDER: _FORCES,
    BorderActivity.DEFECTION: _FORCES,
    BorderActivity.MINE_CLEARANCE: "mines|bombs|devices|لغما?|ألغام|قنبلة|قنابل|عبو\\w+",
}


@cache
def _quantity_pattern(activity: BorderActivity) -> re.Pattern[str]:
    unit = _UNITS[activity]
    gap = r"(?:[\w'’-]+\s+){0,3}?"
    return re.compile(
        rf"(?i){count_pattern()}[\s-]*(?P<unit>{gap}(?:{unit})(?:\s+and\s+(?:{unit}))?)(?!\w)"
    )


def _quantity(clause: str, activity: BorderActivity | None) -> tuple[Count | None, str | None]:
    if activity not in _UNITS:
        return None, None
    casualties = [span for kind in _ONE for span in _casualty_spans(clause, kind)]
    for match in _quantity_pattern(activity).finditer(clause):
        count = parse_count(match["count"])
        is_casualty = any(a < match.end("count") and match.start() < b for a, b in casualties)
        if count and not (is_casualty and activity in VIOLENT):
            return count, " ".join(match["unit"].split())
    return None, None
