"""The forms of an Arabic verb or noun, as unvowelled text writes them.

A verb is cited in the third person singular of the perfect ("اعتقل") or, where the present cannot
be told from it, also of the present ("يزور"). Particles joined to a word (wa-, fa-, bi-) and the
article are no forms: the matching of words takes them off.
"""

import re

# Objects joined to the verb: "killed him", "arrested them".
_OBJECTS = ("ه", "ها", "هم")
_PERFECT = ("ت", "وا", "ا", "تا", "ن")
_FUTURE = "س"
_WEAK_END = "ى"
_HOLLOW = re.compile(r"^[^اوي]ا[^اوي]$")
_PAIRED = re.compile(r"^[^اأوي]ا[^اوي][^اوىي]$")  # form III: "هاجم", passive "هوجم"
_SOUGHT = re.compile(r"^است.+ا.$")  # form X of a hollow root: "استعاد", "يستعيد"
MIN_DERIVED = 4


def verb_forms(verb: str) -> tuple[str, ...]:
    """Return the verb's forms of the third person: perfect, passive, present and future."""
    if verb.startswith("ي") and len(verb) >= MIN_DERIVED:
        return (verb, *_present_forms(verb[1:]))
    forms = [verb, *_perfect_forms(verb)]
    for stem in _present_stems(verb):
        forms += _present_forms(stem)
    if _PAIRED.match(verb):
        passive = verb[0] + "و" + verb[2:]
        forms += [passive, passive + "ت", passive + "وا"]
    return tuple(dict.fromkeys(forms))


def noun_forms(noun: str) -> tuple[str, ...]:
    """Return the noun's forms: accusative, dual, with a possessor; of one in -a also the plural."""
    if noun.endswith("ة"):
        stem = noun[:-1] + "ت"
        ends = ("ين", "ان", "ي", "ا", *_OBJECTS)
        return (noun, noun[:-1] + "ات", *(stem + end for end in ends))
    if noun.endswith(("ات", "اء", "ى", "ا")):
        return (noun, *(noun + end for end in _OBJECTS))
    return (noun, *(noun + end for end in ("ا", "ين", "ان", "ي", *_OBJECTS)))


def _perfect_forms(verb: str) -> tuple[str, ...]:
    if verb.endswith(_WEAK_END):
        stem = verb[:-1]
        ends = ("ت", "وا", "يا", "تا", "ته", "تها", "تهم", "اه", "اها", "اهم")
        return tuple(stem + end for end in ends)
    objects = [verb + end for end in _OBJECTS] + [verb + "ت" + end for end in _OBJECTS]
    plural = [verb + "و" + end for end in _OBJECTS]
    return (*(verb + end for end in _PERFECT), *objects, *plural)


def _present_stems(verb: str) -> tuple[str, ...]:
    """Return what stands after the prefix of the present; () where the perfect does not tell."""
    if _HOLLOW.match(verb):
        return ()
    if verb.startswith("أ") and len(verb) >= MIN_DERIVED:
        rest = verb[1:]
        return (_with_y(rest if not _HOLLOW.match(rest) else rest[0] + "ي" + rest[2:]),)
    if verb.startswith("ا") and len(verb) >= MIN_DERIVED:
        rest = verb[1:]
        return (_with_y(rest if not _SOUGHT.match(verb) else rest[:-2] + "ي" + rest[-1]),)
    if verb.startswith("ت") and len(verb) >= MIN_DERIVED:
        return (verb,)  # "تصدى", "يتصدى" keep their end
    if verb.startswith("و") and len(verb) < MIN_DERIVED:
        return verb[1:], verb
    return (_with_y(verb),)


def _with_y(stem: str) -> str:
    return stem[:-1] + "ي" if stem.endswith(_WEAK_END) else stem


def _present_forms(stem: str) -> tuple[str, ...]:
    ends = ("", "ه", "ها", "هم") if not stem.endswith(_WEAK_END) else ("",)
    singular = [person + stem + end for person in ("ي", "ت") for end in ends]
    base = stem[:-1] if stem.endswith(("ي", _WEAK_END)) else stem
    plural = ["ي" + base + "ون", "ي" + base + "وا", "ي" + base + "ان"]
    return (*singular, *plural, *(_FUTURE + form for form in (*singular, plural[0])))
