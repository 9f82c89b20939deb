"""Whether an English word that may be a verb or a noun is the verb: "militants attack a base"."""

import re
from collections.abc import Sequence

from extract.lexicon import cue_words
from extract.text import Token

# After these stands a verb in its bare form.
_BEFORE_BARE = frozenset(
    ["to", "will", "would", "can", "could", "may", "might", "must", "should", "shall", "did", "do"]
    + ["does", "not", "who", "they", "we", "that", "you", "and", "then", "also", "had", "has", "have"]
    + ["was", "were", "been", "be", "being", "is", "are", "having"]  # "had hit", "was set"
)
_PLURALS = frozenset(
    ["men", "gunmen", "policemen", "servicemen", "women", "people", "police", "troops", "militia"]
    + ["children", "forces", "thousands", "hundreds", "dozens", "youths", "jihadists", "authorities"]
    + ["tribesmen", "fishermen", "others", "officials", "gendarmerie"]
)
_SINGULAR_PRONOUNS = frozenset(["he", "she", "it", "who", "which"])
# After a verb stands its object, or the place; after a noun one of these.
_AFTER_NOUN = frozenset(
    ["of", "on", "by", "against", "was", "were", "is", "are", "has", "have", "had", "that", "which"]
    + ["between", "since", "who", "will", "would", "may", "could", "can", "continue", "continued"]
    + ["kill", "kills", "killed", "killing", "leave", "leaves", "left", "wound", "wounds"]
    + ["wounded", "erupt", "erupted", "began", "begin", "broke", "break", "took", "take"]
    + ["targeting", "led", "said", "says", "claimed", "resume", "resumed", "intensify", "spread"]
)
_AFTER_NOUN_PLURAL = frozenset(["in", "at", "near", "with", "from", "and", "across", "outside", "to"])
# "were shooting", "after killing": a form in -ing that is no noun.
_BEFORE_ING = frozenset(
    ["is", "are", "was", "were", "been", "being", "be", "by", "while", "after", "before", "when"]
    + ["began", "begin", "started", "start", "kept", "stopped", "also", "then", "and", "reportedly"]
    + ["continue", "continued", "continues"]
)
_BEFORE_OBJECT = frozenset(
    ["the", "a", "an", "at", "several", "dozens", "some", "more", "over", "all", "their", "its"]
    + ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    + ["many", "scores", "hundreds", "thousands", "nearly", "about", "almost", "his", "her"]
)
_BEFORE_NOUN = frozenset(
    ["the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "several"]
    + ["many", "some", "two", "three", "four", "five", "six", "more", "new", "recent", "deadly"]
    + ["fresh", "such", "of", "in", "after", "by", "with", "for", "from", "against", "during", "no"]
    + ["on", "over", "and", "between", "amid", "following", "despite", "multiple", "all", "any"]
)


def is_verb_here(clause: str, tokens: Sequence[Token], index: int) -> bool:
    """Return whether the token, "attack", "attacks" or "fighting", is a verb by the words beside it.

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
    is_noun_after = following in _AFTER_NOUN or not following
    is_plural = previous in _PLURALS or (previous.endswith("s") and not previous.endswith("ss"))
    if word.endswith("ing"):
        has_object = following in _BEFORE_OBJECT or following.isdigit()
        return previous in _BEFORE_ING or is_plural or "," in gap or has_object
    if word.endswith("s") and not word.endswith("ss"):
        if previous in _SINGULAR_PRONOUNS:
            return True
        has_object = not (is_noun_after or following in _AFTER_NOUN_PLURAL)
        return previous not in _BEFORE_NOUN and has_object and not previous.isdigit()
    if previous in _BEFORE_BARE:
        return True
    return is_plural and not is_noun_after
