"""Which words of a text without case are names, and would be written with a capital."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from extract.actor_lexicon import demonym_country, named_actors
from extract.lexicon import word_classes
from extract.text import Token
from geodata.fuzzy import likeness_countries
from geodata.gazetteer import Gazetteer
from geodata.model import Place

MAX_NAME_TOKENS = 7
# "Reading" and "Nice" are main names of places where many live; "Gold" is another name of one.
LARGE_CITY = 100_000
# Capitals of three letters are a town of that name or stand for something ("Gao", "HIV").
LONGEST_ACRONYM, TOWN = 3, 10_000
MIN_UNKNOWN = 4
_REGIONS = ("PCL", "ADM1", "RGN", "CONT")
_CLOSED = frozenset(["common_word", "locative", "determiner", "auxiliary", "speech", "place_verb"])
_GIVEN = frozenset(["given_name", "listed_given"])
_PERSON = frozenset([*_GIVEN, "surname", "common_surname"])
_BODIES = frozenset(["organisation_head", "head_house"])
_HEADS = frozenset(["head_nature", "head_area", "head_street", "head_site", *_BODIES])
# "The state of emergency", "the department of agriculture".
_NO_PLACE_OF = frozenset(["area_noun", *_BODIES])
_OF = frozenset(["of", "de", "du", "des", "d"])


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the case of words: by a language's lists, and by the rest of the text.

    `small` are words that running text mostly writes small.
    """

    text: str
    gazetteer: Gazetteer
    small: frozenset[str]
    seen_small: frozenset[str]
    seen_capital: frozenset[str]


def names_in(tokens: Sequence[Token], known: Known) -> tuple[Collection[int], Collection[int]]:
    """Return the numbers of the tokens that begin with a capital, and of the acronyms."""
    long = _in_long_names(tokens, known)
    single = {at for at in range(len(tokens)) if at not in long and _is_name(tokens, at, known)}
    acronyms = {at for at in single if _is_acronym(tokens[at], known)}
    capital = long | single
    beside = {at for at in range(len(tokens)) if _belongs_to_name(tokens, at, capital, known)}
    return (capital | beside) - acronyms, acronyms


def _is_acronym(token: Token, known: Known) -> bool:
    """True for what is written in capitals in any text: "U.S.", "USA", "NATO", "HIV"."""
    if not token.text.isupper():
        return False
    if "." in token.text or known.gazetteer.is_acronym(token.folded):
        return True
    if any(token.text in entry.acronyms for entry in named_actors().get(token.folded)):
        return True
    return len(token.text) <= LONGEST_ACRONYM and not _is_main_name(token.folded, TOWN, known)


def _in_long_names(tokens: Sequence[Token], known: Known) -> set[int]:
    """Return the tokens in names of several words: the longest at each, left to right."""
    found: set[int] = set()
    at = 0
    while at < len(tokens):
        last = _last_of_name(tokens, at, known)
        if last > at:
            inner = range(at + 1, last)
            found |= {at, last, *(i for i in inner if not _is_closed(tokens[i], known))}
        at = max(last, at) + 1
    return found


def _last_of_name(tokens: Sequence[Token], first: int, known: Known) -> int:
    """Return the last token of the longest name that begins at the token, -1 for none."""
    name, found = tokens[first].folded, -1
    for last in range(first + 1, min(first + MAX_NAME_TOKENS, len(tokens))):
        if not known.gazetteer.starts_name(name) or not _follows(tokens, last):
            break
        name = f"{name} {tokens[last].folded}"
        if known.gazetteer.is_name(name) and _is_long_name(tokens[first : last + 1], name, known):
            found = last
    return found


def _is_long_name(tokens: Sequence[Token], name: str, known: Known) -> bool:
    """True when the words are a name together, whatever each is by itself."""
    classes = word_classes(tokens[0].folded)
    if "determiner" in classes:
        return False
    if _is_main_name(name, LARGE_CITY, known) or _is_region(name, known):
        return True
    if _is_closed(tokens[-1], known):
        return False
    if _is_closed(tokens[0], known):
        return "locative" in classes and _is_also_called_rest(name, known)
    return not all(_is_small(token, known) for token in tokens)


def _is_also_called_rest(name: str, known: Known) -> bool:
    """True for "In Amenas", which is also called "Amenas"; not for "In Mali"."""
    rest = name.partition(" ")[2]
    if not known.gazetteer.is_name(rest):
        return True
    places = [_best(asked, known) for asked in (name, rest)]
    codes = {place.country_code for place in places if place}
    return len(codes) == 1 and not _is_main_name(rest, 0, known)


def _is_name(tokens: Sequence[Token], at: int, known: Known) -> bool:
    """True when the word by itself is a name rather than a word."""
    token = tokens[at]
    word = token.folded
    if _is_country_behind_article(tokens, at, known):
        return True
    if word in known.seen_small or _is_closed(token, known):
        return False
    if "." in token.text or word in known.seen_capital or demonym_country(token) is not None:
        return True
    is_person = bool(word_classes(word) & _PERSON) and _is_beside_person(tokens, at)
    if is_person or not _is_small(token, known):
        return is_person or known.gazetteer.is_name(word)
    if word not in known.small:  # a dictionary's, in hardly any news
        return _is_main_name(word, LARGE_CITY, known) or _is_in_region(word, known)
    is_behind_cue = at > 0 and "locative" in word_classes(tokens[at - 1].folded)
    return _is_country(word, known) or (is_behind_cue and _is_main_name(word, LARGE_CITY, known))


def _is_country_behind_article(tokens: Sequence[Token], at: int, known: Known) -> bool:
    """True for "THE US"; not for "TOLD US"."""
    if at == 0 or tokens[at - 1].folded != "the":
        return False
    word = tokens[at].folded
    return known.gazetteer.is_acronym(word) and _is_region(word, known)


def _is_beside_person(tokens: Sequence[Token], at: int) -> bool:
    """True behind a given name, an initial or a title, and for a given name before a surname."""
    if at > 0 and _follows(tokens, at):
        before = tokens[at - 1].folded
        classes = word_classes(before)
        if (len(before) == 1 and not classes) or classes & {*_GIVEN, "title"}:
            return True
    if at + 1 == len(tokens) or not _follows(tokens, at + 1):
        return False
    after = word_classes(tokens[at + 1].folded)
    return bool(word_classes(tokens[at].folded) & _GIVEN and after & _PERSON)


def _belongs_to_name(
    tokens: Sequence[Token], at: int, capital: Collection[int], known: Known
) -> bool:
    """True for what only its neighbours show: "PRESIDENT MACRON", "RICE LAKE", "IN XYZ, LIBYA"."""
    classes = word_classes(tokens[at].folded)
    if at in capital or classes & (_CLOSED - {"common_word"}):
        return False
    if classes & _HEADS and at - 1 in capital and _follows(tokens, at):
        return "area_noun" not in classes and not _is_small(tokens[at - 1], known)
    if classes & {"title", "prefix_head"}:
        return at + 1 in capital and _follows(tokens, at + 1)
    if classes & _BODIES:
        return at + 2 in capital and tokens[at + 1].folded in _OF
    return not _is_small(tokens[at], known) and _is_shown_as_place(tokens, at, capital, known)


def _is_shown_as_place(
    tokens: Sequence[Token], at: int, capital: Collection[int], known: Known
) -> bool:
    """True for the unknown name in "TOWN OF XYZ", "IN XYZ COUNTY" and "IN XYZ, LIBYA"."""
    word = tokens[at].folded
    if len(word) < MIN_UNKNOWN or not word.isalpha() or at == 0:
        return False
    if tokens[at - 1].folded in _OF:
        of = word_classes(tokens[at - 2].folded) if at > 1 else frozenset()
        return "place_noun" in of and not of & _NO_PLACE_OF
    if at + 1 == len(tokens) or "locative" not in word_classes(tokens[at - 1].folded):
        return False
    if _follows(tokens, at + 1):
        return bool(word_classes(tokens[at + 1].folded) & _HEADS)
    return at + 1 in capital and known.text[tokens[at].end] == ","


def _is_closed(token: Token, known: Known) -> bool:
    return token.folded in known.small and bool(word_classes(token.folded) & _CLOSED)


def _is_small(token: Token, known: Known) -> bool:
    word = token.folded
    return word in known.small or "dictionary_word" in word_classes(word)


def _is_main_name(name: str, population: int, known: Known) -> bool:
    """True when a country, or a place with so many people, is called so before all others."""
    found = known.gazetteer.exact(name, limit=1)
    if not found or found[0].score < 1:
        return False
    return _is_country(name, known) or found[0].place.population >= population


def _is_country(name: str, known: Known) -> bool:
    found = known.gazetteer.exact(name, limit=1)
    return bool(found) and found[0].score >= 1 and found[0].place.feature_code.startswith("PCL")


def _is_in_region(name: str, known: Known) -> bool:
    place = _best(name, known)
    return place is not None and place.country_code in likeness_countries()


def _is_region(name: str, known: Known) -> bool:
    place = _best(name, known)
    return place is not None and place.feature_code.startswith(_REGIONS)


def _best(name: str, known: Known) -> Place | None:
    found = known.gazetteer.exact(name, limit=1)
    return found[0].place if found else None


def _follows(tokens: Sequence[Token], at: int) -> bool:
    """True when nothing but a space or a hyphen is between the token and the one before."""
    return tokens[at].start - tokens[at - 1].end <= 1
