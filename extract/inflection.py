"""The forms of a word in a word list: "attack~" stands for attack, attacks, attacked, attacking.

English verbs and nouns are formed by rule; English verbs that no rule forms stand in
`lexicon/irregular_verbs.csv`. French verbs take the forms of the longest ending of
`lexicon/french_endings.csv` that they have; all marked words of a French noun phrase go together
into the plural ("engin~ explosif~"). Arabic words: `extract.arabic_forms`.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from extract.arabic_forms import noun_forms, verb_forms
from extract.lexicon import lexicon, words

MARK = "~"
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
# One vowel and one consonant at the end of a word of one syllable: "rob", but not "raid", "attack".
_DOUBLES = re.compile(r"^[^aeiou]*[aeiou][bdgklmnprt]$")
_MARKED = re.compile(rf"(\S+){MARK}")


def forms(phrase: str, *, language: str, kind: str) -> tuple[str, ...]:
    """Return the phrases that one with a marked word stands for; itself when none is marked.

    `kind` is verb or noun. The word as it stands comes first.
    """
    marked = _MARKED.search(phrase)
    if marked is None:
        return (phrase,)
    if language == "fr" and kind == "noun":
        return _MARKED.sub(r"\1", phrase), _MARKED.sub(lambda m: _french_plural(m[1]), phrase)
    return tuple(
        phrase[: marked.start()] + form + phrase[marked.end() :]
        for form in _forms_of_word(marked[1], language, kind)
    )


def _forms_of_word(word: str, language: str, kind: str) -> tuple[str, ...]:
    if language == "fr":
        return _french_forms(word, kind)
    if language == "ar":
        return verb_forms(word) if kind == "verb" else noun_forms(word)
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
    if kind == "noun":
        return (word, _french_plural(word))
    endings = _french_endings()
    # the longest ending of the list that the verb has
    ending = next((word[at:] for at in range(len(word)) if word[at:] in endings), None)
    if ending is None:
        return (word,)
    stem = word.removesuffix(ending)
    return tuple(stem + form for form in endings[ending])


def _french_plural(word: str) -> str:
    if word.endswith(("s", "x", "z")):
        return word
    if word.endswith("al"):
        return word.removesuffix("al") + "aux"
    return word + ("x" if word.endswith(("au", "eu")) else "s")


@cache
def _french_endings() -> Mapping[str, tuple[str, ...]]:
    rows = lexicon("french_endings")
    return MappingProxyType({row["ending"]: words(row, "forms") for row in rows})


@cache
def _irregular_verbs() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(
        {row["verb"]: words(row, "forms") for row in lexicon("irregular_verbs")}
    )
