"""How sure an event is: the probability that its type and its place are right.

A logistic curve over what its sentence states, fitted to the events marked by hand
(`extract/build/confidence.py`); the weights stand in `lexicon/confidence.csv`, the table of how
well they hold in docs/coding.md.
"""

import math
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from extract.lexicon import lexicon
from extract.reading import Reading
from extract.records import Act
from geodata.codes import BorderActivity, Modality, PlaceBasis
from geodata.model import Event

# A sentence of this many characters tells of several things; the marked ones have 190 on average.
LONG_SENTENCE = 250
# The sentences that tell what a text is about, its headline among them.
OPENING = 3
_COUNTRY_PREC = 6
_UNIDENTIFIED = "Unidentified"


def confidence_of(reading: Reading, act: Act, event: Event) -> float:
    """Return the probability, 0 to 1, that the event's type and place are right."""
    weights = _weights()
    features = features_of(reading, act, event)
    score = sum(weights[name] * value for name, value in features.items())
    return round(1 / (1 + math.exp(-score)), 2)


def features_of(reading: Reading, act: Act, event: Event) -> Mapping[str, float]:
    """Return what is weighed, by name; each is 0 to 1, and `constant` is 1."""
    length = act.reading.sentence.end - act.reading.sentence.start
    named = event.actor1 is not None and not event.actor1.startswith(_UNIDENTIFIED)
    is_attack = act.activity is BorderActivity.ATTACK
    is_placed = event.latitude is not None
    return {
        "constant": 1.0,
        "place in the sentence": float(event.place_basis == PlaceBasis.SENTENCE),
        "place is a point": float(event.geo_precision == 1),
        "only the country": float(not is_placed or event.where_prec == _COUNTRY_PREC),
        "how sure the place is": _place_score(reading, event),
        "date stated": float(event.date_expression is not None),
        "actor1 named": float(named),
        "actor2 known": float(event.actor2 is not None),
        "told by a verb": float(act.trigger.rule.kind == "verb"),
        "rule asks for more words": float(act.trigger.rule.needs is not None),
        "leads to other news": float(act.trigger.is_subordinate),
        "happened": float(event.modality == Modality.HAPPENED),
        "violent": float(act.is_violent),
        "casualties counted": float(event.fatalities is not None or event.wounded is not None),
        "long sentence": float(length > LONG_SENTENCE),
        "victim of an attack unknown": float(is_attack and event.actor2 is None),
        "unknown place beside": float(
            any(t.place is None and not t.border_ids for t in act.reading.toponyms)
        ),
        "opens the text": float(act.reading in reading.sentences[:OPENING]),
    }


def _place_score(reading: Reading, event: Event) -> float:
    """Return the geoparser's score of the words that the place was read from; 0 without any."""
    starts = {e.start for e in event.evidence if e.field == "location"}
    return max((t.score for t in reading.toponyms if t.start in starts), default=0.0)


@cache
def _weights() -> Mapping[str, float]:
    return MappingProxyType({row["feature"]: float(row["weight"]) for row in lexicon("confidence")})
