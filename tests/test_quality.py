import pytest
from quality import CORPORA, MARGIN, Floor, below, digest_of, floors, measured, pinned
from toponym_scoring import Score

SCORE = Score(gold=10, predicted=10, exact=9, placed=10, answered=9, near=8)
FLOOR = Floor(digest="one", f1=0.9, acc161=0.8)


@pytest.mark.parametrize("name", CORPORA)
def test_the_geoparser_keeps_its_floor_on(name):
    path = CORPORA[name]
    if not path.exists():
        pytest.skip(f"{path.name} isn't beside the project: the corpus is not ours to ship")
    floor = floors()[name]
    assert digest_of(path) == floor.digest, "another corpus: look why, then pin it"
    assert below(measured(path), floor) == []


def test_a_drop_of_either_measure_is_named():
    assert below(SCORE, FLOOR) == []
    assert below(SCORE, Floor("one", f1=0.91, acc161=0.8)) == ["f1 0.9000 is below 0.9100"]
    assert len(below(SCORE, Floor("one", f1=0.95, acc161=0.85))) == 2


def test_a_floor_rises_by_itself_and_falls_only_with_a_reason():
    risen = pinned(SCORE, "one", Floor("one", f1=0.5, acc161=0.5), None)
    assert (risen.f1, risen.acc161) == (pytest.approx(0.9 - MARGIN), pytest.approx(0.8 - MARGIN))
    with pytest.raises(ValueError, match="acc161 would fall"):
        pinned(SCORE, "one", Floor("one", f1=0.5, acc161=0.9), None)
    fallen = pinned(
        SCORE, "one", Floor("one", f1=0.5, acc161=0.9), "the gold was wrong in two texts"
    )
    assert (fallen.acc161, fallen.reason) == (
        pytest.approx(0.8 - MARGIN),
        "the gold was wrong in two texts",
    )


def test_another_corpus_starts_anew():
    assert pinned(SCORE, "other", Floor("one", f1=0.99, acc161=0.99), None).digest == "other"
