"""The forms of a word in a word list: "attack~" stands for attack, attacks, attacked, attacking.

English verbs and nouns and French verbs in -er are formed by rule; English verbs that no rule
forms stand in `lexicon/irregular_verbs.csv`.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from extract.lexicon import lexicon, words

MARK = "~"
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
# One vowel and one consonant at the end of a word of one syllable: "rob", but not "raid", "attack".
_DOUBLES = re.compile(r"^[^aeiou]*[aeiou][bdgklmnprt]$")
_FRENCH_ENDINGS = ("er", "e", "ent", "ant", "é", "ée", "és", "ées", "a", "èrent", "ait", "aient")


def forms(phrase: str, *, language: str, kind: str) -> tuple[str, ...]:
    """Return the phrases that one with a marked word stands for; itself when none is marked.

    `kind` is verb or noun. The word as it stands comes first.
    """
    marked = re.search(rf"(\S+){MARK}", phrase)
    if marked is None:
        return (phrase,)
    return tuple(
        phrase[: marked.start()] + form + phrase[marked.end() :]
        for form in _forms_of_word(marked[1], language, kind)
    )


def _forms_of_word(word: str, language: str, kind: str) -> tuple[str, ...]:
    if language == "fr":
        return _french_forms(word, kind)
    return _english_verb(word) if kind == "verb" else (word, _with_s(word))


def _english_verb(verb: str) -> tuple[str, ...]:
    irregular = _irregular_verbs().get(verb)
    if irregular:
        return (verb, *irregular)
    stem = verb.removesuffix("e")
    if _DOUBLES.match(verb):
        stem = verb + verb[-1]
    past = verb[:-1] + "ied" if _CONSONANT_Y.search(verb) else stem + "ed"
    return (verb, _with_s(verb), past, stem + "ing")


def _with_s(word: str) -> str:
    if _CONSONANT_Y.search(word):
        return word[:-1] + "ies"
    return word + ("es" if _SIBILANT.search(word) else "s")


def _french_forms(word: str, kind: str) -> tuple[str, ...]:
    if kind == "verb" and word.endswith("er"):
        stem = word.removesuffix("er")
        # "ç" and "ge" before a and o: "lança", "mangea"
        return tuple(stem + ending for ending in _FRENCH_ENDINGS)
    return (word, word + "s")


@cache
def _irregular_verbs() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({row["verb"]: words(row, "forms") for row in lexicon("irregular_verbs")})
