"""One actor at one word: a name of the list, a people, a word for unnamed ones and its demonym."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from extract.actor_lexicon import (
    ActorEntry,
    actor_type_of,
    demonym_country,
    demonyms,
    generic_actors,
    named_actors,
    peoples,
)
from extract.lexicon import cue_words
from extract.phrases import Match, word_forms
from extract.text import Token
from geodata.codes import ActorType
from geodata.names import fold, is_arabic

# Between "Algerian" and "army": words that may stand there and change nothing.
_FILLERS = frozenset(
    [
        "national",
        "state",
        "presidential",
        "foreign",
        "local",
        "security",
        "armed",
        "special",
        "internal",
        "central",
        "western",
        "eastern",
        "northern",
        "southern",
        "paramilitary",
        "elite",
        "regular",
        "naval",
        "military",
        "federal",
        "border",
        "coast",
        "counter",
        "anti",
        "terrorism",
        "suspected",
        "senior",
        "and",
    ]
)
MAX_FILLERS = 2
# Leaders and ministries act through forces; a brigade of an army acts in its own name.
_ACTS_THROUGH_OTHERS = frozenset({"leader", "ministry", "government"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMention:
    """An actor at text[start:end].

    `name` is canonical, or a pattern that still holds "{country}" when the words leave the country
    open. `kind` is named, person, generic or country ("Algeria" acting); a person or country
    stands for `acts_for` in acts of force. `country_code` is None when unknown. `is_official`
    marks office-holders, governments and commanders, whose words are statements.
    """

    start: int
    end: int
    text: str
    name: str
    actor_type: str
    kind: str
    country_code: str | None = None
    acts_for: str | None = None
    acts_for_type: str | None = None
    is_official: bool = False


def actor_at(
    text: str, tokens: Sequence[Token], index: int, published: date | None
) -> tuple[ActorMention | None, int]:
    """Return the actor that begins at the token, None for none, and the last token read."""
    named = named_actors().match_at(tokens, index)
    generic = generic_actors().match_at(tokens, index)
    is_longer = named and generic and generic.last > named.last  # "United Nations peacekeepers"
    if named and not is_longer and _is_written_as_name(text, tokens, named):
        entry = _valid_entry(named.payloads, published)
        return _named_mention(text, tokens, named, entry), named.last
    people = peoples().match_at(tokens, index)
    if people and tokens[people.first].is_capital:
        mention, last = _people_mention(text, tokens, people)
        if mention:
            return mention, last
    demonym = demonyms().match_at(tokens, index)
    if demonym:
        mention, last = _generic_after_demonym(text, tokens, demonym)
        if mention:
            return mention, last
    owned = _army_of_demonym_behind(text, tokens, index)
    if owned and not named:
        return owned, index + 1
    around, code = _generic_around_demonym(tokens, index)
    if around:
        return _generic_mention(text, tokens, index, around, code), around.last
    if generic and _is_rank(text, tokens, generic) and not _is_attribute(text, tokens, generic):
        with_demonym, code = _with_demonym_after(text, tokens, generic)
        mention = _generic_mention(text, tokens, index, with_demonym, code)
        return _with_arabic_demonym(text, tokens, mention, with_demonym.last)
    return None, index


def _army_of_demonym_behind(text: str, tokens: Sequence[Token], index: int) -> ActorMention | None:
    """Read "un convoi malien", "des avions soudanais": what only armies have, and whose it is."""
    if tokens[index].folded not in cue_words("equipment_fr") or index + 1 >= len(tokens):
        return None
    following = tokens[index + 1]
    code = demonym_country(following)
    gap = text[tokens[index].end : following.start]
    if not code or following.is_capital or gap.strip("\u00a0 "):
        return None
    army = Match(index, index + 1, generic_actors().get("army"))
    return _generic_mention(text, tokens, index, army, code)


def _generic_around_demonym(
    tokens: Sequence[Token], index: int
) -> tuple[Match[Mapping[str, str]] | None, str | None]:
    """Read "ministre algérien des affaires étrangères": French puts the demonym in between."""
    code = demonym_country(tokens[index + 1]) if index + 1 < len(tokens) else None
    if not code:
        return None, None
    found = generic_actors().match_at([tokens[index], *tokens[index + 2 : index + 8]], 0)
    if found is None or found.last == 0 or not _is_french(found):
        return None, None
    return Match(index, index + found.last + 1, found.payloads), code


def _is_french(match: Match[Mapping[str, str]]) -> bool:
    return any(row["language"] == "fr" for row in match.payloads)


def _with_demonym_after(
    text: str, tokens: Sequence[Token], match: Match[Mapping[str, str]]
) -> tuple[Match[Mapping[str, str]], str | None]:
    """Read "douaniers libyens": a French demonym, in small letters, follows its noun."""
    after = match.last + 1
    if after >= len(tokens) or is_arabic(tokens[after].folded):
        return match, None
    code = demonym_country(tokens[after])
    gap = text[tokens[match.last].end : tokens[after].start]
    if not code or gap.strip("\u00a0 ") or tokens[after].is_capital:
        return match, None
    return Match(match.first, after, match.payloads), code


def _with_arabic_demonym(
    text: str, tokens: Sequence[Token], mention: ActorMention, last: int
) -> tuple[ActorMention, int]:
    """Tie an Arabic mention to the demonym behind it ("soldiers, Malian ones")."""
    if not is_arabic(tokens[last].folded) or last + 1 >= len(tokens):
        return mention, last
    following = tokens[last + 1]
    code = (
        demonym_country(following) if not text[tokens[last].end : following.start].strip() else None
    )
    if not code or following.text.startswith(_JOINED_AND):
        return mention, last
    end = following.end
    return replace(mention, end=end, text=text[mention.start : end], country_code=code), last + 1


# "Soldiers and Malians": the conjunction is written as one with the word behind it.
_JOINED_AND = "و"


def _is_attribute(text: str, tokens: Sequence[Token], match: Match[Mapping[str, str]]) -> bool:
    """Return whether the word only describes the next one: "military" in "military region"."""
    token = tokens[match.first]
    if is_arabic(token.folded):
        return _is_arabic_attribute(text, tokens, match)
    if match.first != match.last or token.folded not in cue_words("adjective"):
        return False
    if match.last + 1 >= len(tokens):
        return False
    following = tokens[match.last + 1]
    beside = not text[token.end : following.start].strip("\u00a0 ")
    is_verb = following.folded in cue_words("auxiliary") or following.folded.endswith("ed")
    return beside and not is_verb and following.folded not in cue_words("common_word")


def _is_arabic_attribute(
    text: str, tokens: Sequence[Token], match: Match[Mapping[str, str]]
) -> bool:
    """Return whether the word only describes the one before it: "an armed attack".

    The same word is a man where a verb or a noun of what befalls men stands before it.
    """
    token = tokens[match.first]
    described = cue_words("described_behind")
    if (
        match.first != match.last
        or not match.first
        or described.isdisjoint(word_forms(token.folded))
    ):
        return False
    before = tokens[match.first - 1]
    if text[before.end : token.start].strip() or token.text.startswith(_JOINED_AND):
        return False
    is_counted = before.folded[0].isdigit()
    return not is_counted and cue_words("befalls").isdisjoint(word_forms(before.folded))


def _is_rank(text: str, tokens: Sequence[Token], match: Match[Mapping[str, str]]) -> bool:
    """Return whether "general" is somebody's rank here, and not "consul general", "in general"."""
    if tokens[match.first].folded not in cue_words("rank") or match.first != match.last:
        return True
    before = tokens[match.first - 1].folded if match.first else ""
    is_person = before in cue_words("determiner") or demonym_country(tokens[match.first - 1])
    return bool(is_person) and not _is_attribute(text, tokens, match)


def _is_written_as_name(text: str, tokens: Sequence[Token], match: Match[ActorEntry]) -> bool:
    first, last = tokens[match.first], tokens[match.last]
    written = text[first.start : last.end]
    is_acronym = any(
        fold(alias) == fold(written) for entry in match.payloads for alias in entry.acronyms
    )
    words = tokens[match.first : match.last + 1]
    if is_acronym and written.isascii():
        is_word = first.is_capital and bool(_FRENCH_ARTICLE.search(text[: first.start][-8:]))
        # "FACT", "UN": not the words; French writes "du Mujao", "d'Aqmi"
        return all(token.text.isupper() for token in words) or is_word
    if len(words) > 1 and all(entry.kind in _FIGHTING_KINDS for entry in match.payloads):
        return True  # "combattants toubous", "anglophone separatists": not all have capitals
    # as it does demonyms: "l'armée algérienne"
    return any(token.is_capital or demonym_country(token) for token in words)


_FIGHTING_KINDS = frozenset({"tribe", "group", "militia"})
_FRENCH_ARTICLE = re.compile(r"(?:\b(?:le|la|du|au|par|et)\s|\b[ld]['’])$", re.IGNORECASE)


def _valid_entry(entries: tuple[ActorEntry, ...], published: date | None) -> ActorEntry:
    valid = [entry for entry in entries if entry.is_valid_on(published)]
    return (valid or list(entries))[0]


def _named_mention(
    text: str, tokens: Sequence[Token], match: Match[ActorEntry], entry: ActorEntry
) -> ActorMention:
    start, end = tokens[match.first].start, tokens[match.last].end
    acts_for = entry.acts_for if entry.kind in _ACTS_THROUGH_OTHERS else None
    return ActorMention(
        start=start,
        end=end,
        text=text[start:end],
        name=entry.name,
        actor_type=entry.actor_type,
        kind="person" if entry.kind == "leader" else "named",
        country_code=entry.country_code,
        acts_for=acts_for,
        acts_for_type=actor_type_of(acts_for) if acts_for else None,
        is_official=entry.is_official,
    )


# "Arab" alone is no people of ours; "Arab herders" are.
_NEEDS_NOUN = frozenset({"Arab", "Bedouin"})


def _people_mention(
    text: str, tokens: Sequence[Token], people: Match[str]
) -> tuple[ActorMention | None, int]:
    """Read "Rizeigat horsemen", "Fulani herders", "the Zway": a people or tribe.

    With a word for armed men it is a militia, else civilians who are one when they fight.
    """
    name, last = people.payloads[0], people.last
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    is_beside = following and not text[tokens[last].end : following.start].strip(" \u00a0-")
    word = following.folded if following and is_beside else ""
    after = tokens[last + 2].folded if word and last + 2 < len(tokens) else ""
    # "Fulani ethnic militia", "Nuer armed youth"; an "ethnic group" carries no arms by its name
    is_described = word in cue_words("of_kin") and after in cue_words("armed_kin")
    is_armed = is_described or word in cue_words("armed_kin")
    is_named = word in cue_words("kin")
    if name in _NEEDS_NOUN and not (is_armed or is_named):
        return None, people.last
    last += is_armed or is_named
    last += is_described
    militia = f"{name} Tribal Militia ({{country}})"
    start, end = tokens[people.first].start, tokens[last].end
    return ActorMention(
        start=start,
        end=end,
        text=text[start:end],
        name=militia if is_armed else "Civilians ({country})",
        actor_type=ActorType.IDENTITY_MILITIA if is_armed else ActorType.CIVILIANS,
        kind="people",
        acts_for=None if is_armed else militia,
        acts_for_type=None if is_armed else ActorType.IDENTITY_MILITIA,
    ), last


def _generic_after_demonym(
    text: str, tokens: Sequence[Token], demonym: Match[str]
) -> tuple[ActorMention | None, int]:
    """Read "Algerian security forces": a demonym, fillers, a word for an actor."""
    after = demonym.last + 1
    for index in range(after, min(after + MAX_FILLERS + 1, len(tokens))):
        if "." in text[tokens[index - 1].end : tokens[index].start]:
            break
        generic = generic_actors().match_at(tokens, index)
        if generic is None and tokens[index].folded in cue_words("equipment"):
            generic = Match(index, index, generic_actors().get("army"))  # "Malian drones"
        if generic and not _is_attribute(text, tokens, generic):
            mention = _generic_mention(text, tokens, demonym.first, generic, demonym.payloads[0])
            return mention, generic.last
        if tokens[index].folded not in _FILLERS:
            break
    return None, demonym.last


def _generic_mention(
    text: str,
    tokens: Sequence[Token],
    first: int,
    match: Match[Mapping[str, str]],
    country_code: str | None,
) -> ActorMention:
    row = match.payloads[0]
    start, end = tokens[first].start, tokens[match.last].end
    return ActorMention(
        start=start,
        end=end,
        text=text[start:end],
        name=row["pattern"],
        actor_type=row["actor_type"],
        kind="generic",
        country_code=country_code or None,
        is_official=row["actor_type"] == ActorType.STATE_FORCES,
    )
