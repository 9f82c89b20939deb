"""Words for borders -> the stretches they mean: "the Algerian-Libyan border" is DZ-LY.

Read from the countries and demonyms around the word, in English, French and Arabic. A border of
one country alone ("the Libyan border", "its border") is completed by the only neighbour that the
sentence speaks of, else by the article's main country.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from extract.actor_mentions import ActorMention
from extract.text import Sentence
from geodata.borders import land_borders, neighbours
from geodata.model import MentionKind, Place, Toponym, border_id_of
from geodata.tripoints import border_ids_between, tripoint

_BORDER_WORD = re.compile(
    r"(?i)(?<!without\s)(?<!sans\s)(?<!cross-)(?<!gardes-)(?<!garde-)(?<!police\saux\s)\b"
    r"(?:tri-?borders?|three-borders?|borders?(?!\s+(?:guards?|police|(?:crossings?\s+)?officials?))(?:land)?s?"
    r"|frontiers?|fronti[eè]res?"
    r"|(?:zone|bande|région|espace|triangle|ligne)s?\s+frontali(?:er|ère)e?s?)\b"
    r"|(?<!حرس\s)(?<!بلا\s)(?<!دون\s)(?<!في\s)(?<!\w)[وبلف]?(?:ال|ل)?حدود(?:ي[ةه]?|ها|هما|نا)?(?!\w)"
    r"|(?<=في\s)(?:ال)?حدود(?:ي[ةه]?|ها)?(?!\w|\s+[\d٠-٩])"
)
# A border town or post is a place of its own; so is a crossing, unless two countries name it.
_TOWN = re.compile(r"(?i)^\s+(?:towns?|city|cities|villages?|oasis|outposts?|posts?|communit\w+)\b")
_CROSSING = re.compile(r"(?i)^\s+(?:crossings?|gates?|checkpoints?|points?|terminals?)\b")
_ARABIC_TOWN = re.compile(r"(?:مدينة|بلدة|قرية|معبر|منفذ|بوابة|نقطة)\s+(?:\w+\s+){0,2}$")
_THREE_BEFORE = re.compile(
    r"(?i)(?:(?:zone|région|triangle)\s+)?(?:dite\s+)?(?:des?\s+)?(?:(?:three|trois)[\s-]+|triangle\s+(?:of|des)\s+)$"
    r"|\w*مثلث\s+$"
)
_THREE_AFTER = re.compile(
    r"(?i)^[\s-]+(?:triangle|tripoint|الثلاثي?ة?)(?!\w)|^\s+الثلاث[ةه]?(?!\w)"
)
_MEET = re.compile(r"(?i)^\s+(?:meet|converge|come\s+together|se\s+rencontrent|se\s+rejoignent)\b")
_THREE = re.compile(r"(?i)^(?:tri-?border|three-border|triangle)")
# What may stand between the border word and the countries after it.
_BRIDGE = re.compile(
    r"(?i)^\s*(?:areas?|regions?|zones?|lands?|line|strip|triangle|crossings?|posts?|towns?|that\s+|nord|sud|est|ouest|"
    r"الثلاث[ةه]?|المشترك[ةه]?)?\s*"
    r"(?:(?:it\s+)?shared?s?\s+)?"
    r"(?:with|between|linking|separating|dividing|of|avec|entre|de|مع|بين)\s+"
)
_STAR = re.compile(r"(?i)^\s*(?:\w+\s+){0,2}(?:linking|separating|dividing)\b")
_FILLER = re.compile(
    r"(?i)^(?:[\s,،/–-]|\b(?:and|or|with|its|the|both|neighbou?ring|neighbou?rs?|a|number|of|countries|"
    r"country|such|as|well|from|et|la|le|les|l['’]|de|du|des|d['’]|avec|au|aux|to|nearby)\b|و|مع|كل|من|جمهورية)*$"
)
_BEFORE_FILLER = re.compile(
    r"(?i)^(?:[\s/–-]|['’]s\b|\b(?:and|southern|northern|eastern|western|"
    r"land|shared|common|long|porous|desert|remote|restive|own)\b|,)*$"
)
_WITH = re.compile(r"(?i)^\s*(?:\w+\s+)?(?:with|avec|مع)\b")
_BETWEEN = re.compile(r"(?i)^\s+\w+\s+(?:between|with)\b")
_ARABIC = re.compile("[\u0600-\u06ff]")
MAX_REACH = 60
THREE = 3
MOST_SPOKEN_OF = 6


def border_toponyms(
    text: str,
    sentences: Sequence[Sentence],
    toponyms: Sequence[Toponym],
    actors: Sequence[ActorMention] = (),
) -> tuple[Toponym, ...]:
    """Return the mentions of borders in order, with their `border_ids`; () ids when it stays open.

    A border of which one country is named runs to the only neighbour that the sentence's towns and
    `actors` are of: "the Libyan border" near Remada is Tunisia's.

    `text[start:end]` runs from the first to the last word that was used. Where three borders meet
    ("the tri-border area of Mali, Niger and Burkina Faso") `place` is the area around that point.
    """
    main_country = _main_country(toponyms)
    spoken_of = _spoken_of(toponyms)
    around = _Neighbourhood(toponyms, actors)
    found: list[Toponym] = []
    countries = [t for t in toponyms if _code(t)]
    starts = [t.start for t in countries]
    for sentence in sentences:
        inside = countries[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        beside = around.of(sentence)
        for match in _BORDER_WORD.finditer(text, sentence.start, sentence.end):
            found += _border_at(text, match, inside, main_country, beside or spoken_of)
    return tuple(found)


def _border_at(
    text: str,
    word: re.Match[str],
    inside: Sequence[Toponym],
    main_country: str | None,
    spoken_of: Sequence[str],
) -> Iterator[Toponym]:
    adjectives = _adjectives_after(text, word, inside)
    position = adjectives[-1].end if adjectives else word.end()
    after = _countries_after(text, position, inside)
    before = [] if adjectives else _countries_before(text, word.start(), inside)
    if _is_a_place(text, word, before, after or adjectives):
        return
    owners = before or adjectives or _subject(text, word, inside, after, main_country)
    used = [*before, *adjectives, *after]
    start = min([word.start(), *(t.start for t in used)])
    end = max([word.end(), *(t.end for t in used)])
    three = _three_words(text, word, start, end)
    if three:
        start, end = min(start, three[0]), max(end, three[1])
        codes = _three_countries([_code(t) for t in used], inside, spoken_of)
        meeting = tripoint(frozenset(codes)) if codes else None
        if codes and meeting:
            yield _border(text, start, end, border_ids_between(codes), meeting)
            return
    ids = _border_ids(
        [_code(t) for t in owners],
        [_code(t) for t in after],
        is_star=bool(_STAR.match(text[word.end() : word.end() + MAX_REACH])),
    )
    if not ids:
        ids = _completed(owners or after, inside, main_country)
        ids = ids or _completed_beside(owners or after, spoken_of)
    yield _border(text, start, end, ids)


def _border(
    text: str, start: int, end: int, border_ids: tuple[str, ...], place: Place | None = None
) -> Toponym:
    return Toponym(
        start=start,
        end=end,
        text=text[start:end],
        kind=MentionKind.BORDER,
        place=place,
        score=0.9 if border_ids else 0.0,
        border_ids=border_ids,
    )


def _is_a_place(
    text: str, word: re.Match[str], before: Sequence[Toponym], after: Sequence[Toponym]
) -> bool:
    """Return whether the words are about a town or a crossing by the border, not the line."""
    following = text[word.end() : word.end() + MAX_REACH]
    if _TOWN.match(following):
        return len(before) < 2 and not _BETWEEN.match(following)
    if _CROSSING.match(following):
        return not before and not after
    preceding = text[max(0, word.start() - MAX_REACH) : word.start()]
    return not after and bool(_ARABIC_TOWN.search(preceding))


def _three_words(text: str, word: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """Return the words that speak of three borders, or None: "zone des trois frontières"."""
    before = _THREE_BEFORE.search(text[max(0, word.start() - MAX_REACH) : word.start()])
    if before:
        return word.start() - (before.end() - before.start()), end
    after = _THREE_AFTER.match(text[word.end() : word.end() + MAX_REACH])
    if after:
        return start, word.end() + after.end()
    meet = _MEET.match(text[end : end + MAX_REACH])
    if meet:
        return start, end + meet.end()
    return (start, end) if _THREE.match(word.group()) else None


def _three_countries(
    used: Sequence[str], inside: Sequence[Toponym], spoken_of: Sequence[str]
) -> tuple[str, ...]:
    """Return the three countries that are named, else those of the sentence or of the article.

    They have to meet; () when nobody says which, or they do not.
    """
    named = tuple(dict.fromkeys(used))
    if len(named) >= THREE:
        return named[:THREE]
    for codes in (list(dict.fromkeys(map(_code, inside))), spoken_of):
        triples = [c for c in combinations(codes, THREE) if set(named) <= set(c)]
        meeting = [c for c in triples if tripoint(frozenset(c))]
        if meeting:
            return meeting[0]
    return ()


def _adjectives_after(text: str, word: re.Match[str], inside: Sequence[Toponym]) -> list[Toponym]:
    """Return the countries right after the word: "frontière algéro-libyenne", "حدود الجزائر"."""
    is_arabic = bool(_ARABIC.match(word.group()[-1]))
    found: list[Toponym] = []
    position = word.end()
    for toponym in (t for t in inside if t.start >= position):
        is_french = toponym.text[:1].islower()
        if not (is_arabic or is_french) or text[position : toponym.start].strip(" -–\u00a0"):
            break
        found.append(toponym)
        position = toponym.end
    return found


def _border_ids(owners: list[str], others: list[str], *, is_star: bool) -> tuple[str, ...]:
    if len(owners) > 2:  # "the Mali-Niger-Burkina Faso border area"
        pairs = list(combinations(owners, 2))
    elif len(owners) == 2:
        pairs = [(owners[0], owners[1])]
    elif owners:
        pairs = [(owners[0], other) for other in others]
    elif is_star:  # "linking A with B, C and D"
        pairs = [(others[0], other) for other in others[1:]]
    else:  # "between A and B", "where the borders of A, B and C meet"
        pairs = list(combinations(others, 2))
    return _existing(pairs)


def _existing(pairs: list[tuple[str, str]]) -> tuple[str, ...]:
    ids = [border_id_of(pair) for pair in pairs]
    return tuple(dict.fromkeys(border for border in ids if border in _known_borders()))


def _completed(
    used: Sequence[Toponym], inside: Sequence[Toponym], main_country: str | None
) -> tuple[str, ...]:
    """Complete a border of one country by the only neighbour that stands near, or of none."""
    countries = list(dict.fromkeys(_code(t) for t in inside))
    if used:
        one = _code(used[0])
        others = [code for code in countries if code != one and code in neighbours(one)]
        if len(others) == 1:
            return (border_id_of((one, others[0])),)
        if not others and main_country and main_country != one and main_country in neighbours(one):
            return (border_id_of((one, main_country)),)
        return ()
    pairs = [
        (a, b) for i, a in enumerate(countries) for b in countries[i + 1 :] if b in neighbours(a)
    ]
    return _existing(pairs) if len(pairs) == 1 else ()


class _Neighbourhood:
    """The countries of each sentence's places and named actors, found without reading all of them.

    Toponyms and actors are in the order of the text.
    """

    def __init__(self, toponyms: Sequence[Toponym], actors: Sequence[ActorMention]) -> None:
        places = [(t.start, t.place.country_code) for t in toponyms if t.place]
        sides = [(a.start, a.country_code or "") for a in actors if a.kind == "named"]
        self._lists = [sorted(places), sorted(sides)]

    def of(self, sentence: Sentence) -> list[str]:
        """Return the codes of the sentence's places, then of its actors, each once."""
        found: list[str] = []
        for spoken in self._lists:
            first = bisect_left(spoken, (sentence.start, ""))
            last = bisect_left(spoken, (sentence.end, ""))
            found += [code for _, code in spoken[first:last]]
        return [code for code in dict.fromkeys(found) if code]


def _completed_beside(used: Sequence[Toponym], spoken_of: Sequence[str]) -> tuple[str, ...]:
    """Complete a border of one country by the only neighbour among those that are spoken of."""
    if not used:
        return ()
    one = _code(used[0])
    others = [code for code in spoken_of if code != one and code in neighbours(one)]
    return (border_id_of((one, others[0])),) if len(others) == 1 else ()


def _countries_after(text: str, end: int, inside: Sequence[Toponym]) -> list[Toponym]:
    bridge = _BRIDGE.match(text[end : end + MAX_REACH])
    if not bridge:
        return []
    found: list[Toponym] = []
    position = end + bridge.end()
    for toponym in (t for t in inside if t.start >= position):
        is_owner = text[toponym.end : toponym.end + 2] in ("'s", "’s")
        if not _FILLER.match(text[position : toponym.start]) or (found and is_owner):
            break
        found.append(toponym)
        position = toponym.end
        if is_owner:
            break
    return found


def _countries_before(text: str, start: int, inside: Sequence[Toponym]) -> list[Toponym]:
    found: list[Toponym] = []
    position = start
    for toponym in reversed([t for t in inside if t.end <= start]):
        gap = text[toponym.end : position]
        if not _BEFORE_FILLER.match(gap) or len(found) == THREE:
            break
        if len(found) == 2 and gap not in ("-", "–", "/"):
            break
        found.insert(0, toponym)
        position = toponym.start
    return found


def _subject(
    text: str,
    word: re.Match[str],
    inside: Sequence[Toponym],
    after: Sequence[Toponym],
    main_country: str | None,
) -> list[Toponym]:
    """Return whose border "its borders with Mali and Niger" is: the country named before it."""
    if not _WITH.match(text[word.end() : word.end() + MAX_REACH]):
        return []
    others = {_code(t) for t in after}
    named = [t for t in inside if t.end <= word.start() and _touches_all(_code(t), others)]
    if named:
        return named[-1:]
    is_known = main_country is not None and _touches_all(main_country, others)
    return [t for t in inside if is_known and _code(t) == main_country][:1]


def _touches_all(code: str, others: set[str]) -> bool:
    return bool(others) and code not in others and others <= set(neighbours(code))


def _code(toponym: Toponym) -> str:
    """Return the country's code of a country or demonym, "" for any other place."""
    place = toponym.place
    return place.country_code if place and place.feature_code.startswith("PCL") else ""


def _spoken_of(toponyms: Sequence[Toponym]) -> list[str]:
    """Return the codes of the countries that most of the places lie in."""
    counts = Counter(t.place.country_code for t in toponyms if t.place and t.place.country_code)
    return [code for code, _ in counts.most_common(MOST_SPOKEN_OF)]


def _main_country(toponyms: Sequence[Toponym]) -> str | None:
    counts = Counter(code for code in map(_code, toponyms) if code)
    return counts.most_common(1)[0][0] if counts else None


@cache
def _known_borders() -> frozenset[str]:
    return frozenset(land_borders()["border_id"])
