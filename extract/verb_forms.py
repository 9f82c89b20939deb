"""Whether a word that may be a verb or a noun is the verb: "militants attack a base".

The words that tell stand in `lexicon/verb_context.csv`.
"""

import re
from collections.abc import Sequence
from functools import cache

from extract.lexicon import cue_words, lexicon
from extract.text import Token


def is_verb_here(clause: str, tokens: Sequence[Token], index: int) -> bool:
    """Return whether the token, "attack", "attacks" or "fighting", is a verb by its neighbours.

    What opens a clause is read as a noun: headlines that begin so are rare.
    """
    if index == 0:
        return False
    token, before = tokens[index], tokens[index - 1]
    word, previous = token.text.casefold(), before.text.casefold()
    following = tokens[index + 1].text.casefold() if index + 1 < len(tokens) else ""
    gap = clause[before.end : token.start]
    if re.search(r"[’']s?\s", gap) or previous in cue_words("determiner"):
        return False  # "the rebels' attack"
    is_noun_after = following in _words("after a noun") or not following
    is_plural = previous in _words("plural subject") or (
        previous.endswith("s") and not previous.endswith("ss")
    )
    if word.endswith("ing"):
        has_object = following in _words("before an object") or following.isdigit()
        return previous in _words("before a participle") or is_plural or "," in gap or has_object
    if word.endswith("s") and not word.endswith("ss"):
        if previous in _words("singular pronoun"):
            return True
        has_object = not (is_noun_after or following in _words("after a plural noun"))
        return previous not in _words("before a noun") and has_object and not previous.isdigit()
    if previous in _words("before a bare verb"):
        return True
    return is_plural and not is_noun_after


_PARTICIPLE = re.compile(r"(?:ed|en|n|shot|held|caught|lost|burnt)$")


def is_attribute(clause: str, tokens: Sequence[Token], index: int, last: int) -> bool:
    """Return whether an English participle only describes the noun behind it: "stolen camels".

    It stands between a determiner, a number or a preposition and a word that can be a noun.
    """
    if index == 0 or last + 1 >= len(tokens) or index != last:
        return False
    before, token, after = tokens[index - 1], tokens[index], tokens[last + 1]
    if not _PARTICIPLE.search(token.text.casefold()) or clause[token.end : after.start].strip():
        return False
    previous, following = before.text.casefold(), after.text.casefold()
    is_led = previous in _words("before an attribute")
    is_counted = previous.isdigit() and following.endswith(("s", "men", "people", "women"))
    is_noun = not (
        following in _words("after a noun")
        or following in _words("before an object")
        or following.endswith(("ly", "ing"))
        or following.isdigit()
        or after.is_capital
    )
    return is_noun and (is_led or is_counted) and not clause[before.end : token.start].strip()


_FRENCH_OTHER_FORM = re.compile(r"(?:er|ir|re|ant)$")
_FRENCH_PRESENT = re.compile(r"(?:[^éiu]|[qg]u)e$")
_ELIDED = re.compile(r"(?i)\b[ld]['’]$")


def is_french_verb_here(clause: str, tokens: Sequence[Token], index: int) -> bool:
    """Return whether a French word that may be a verb or a noun is the verb: "l'armée attaque".

    Infinitives and participles in -ant are verbs after any word.
    """
    token = tokens[index]
    is_elided = token.text.casefold().endswith("ant") and _ELIDED.search(clause[: token.start])
    if is_elided:
        return False
    if _FRENCH_OTHER_FORM.search(token.text.casefold()) and not _is_french_noun(tokens, index):
        return True
    if _ELIDED.search(clause[: token.start]):
        return False
    if index == 0:  # "Attaque contre un poste", "Tués par balles"
        return not _FRENCH_PRESENT.search(token.text.casefold())
    before = tokens[index - 1]
    is_beside = not clause[before.end : token.start].strip()
    return not (is_beside and before.text.casefold() in _words("before a French noun"))


def _is_french_noun(tokens: Sequence[Token], index: int) -> bool:
    """Return whether an article makes a participle in -ant a man: "un assaillant"."""
    is_participle = tokens[index].text.casefold().endswith("ant")
    before = tokens[index - 1].text.casefold() if index else ""
    return is_participle and before in _words("before a French noun")


@cache
def _words(place: str) -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon("verb_context") if row["place"] == place)
