import pytest
from quality import CORPORA, MARGIN, Floor, below, digest_of, floors, pinned

MEASURED = {"f1": 0.9, "acc161": 0.8}
FLOOR = Floor("one", {"f1": 0.9, "acc161": 0.8})


@pytest.mark.parametrize("name", CORPORA)
def test_the_extractor_keeps_its_floor_on(name):
    corpus = CORPORA[name]
    if corpus.missing:
        pytest.skip(f"{corpus.missing.name} isn't beside the project: it is not ours to ship")
    floor = floors()[name]
    assert digest_of(corpus.gold) == floor.digest, "another corpus: look why, then pin it"
    assert below(corpus.measured(corpus), floor) == []


def test_a_drop_of_any_measure_is_named():
    assert below(MEASURED, FLOOR) == []
    assert below(MEASURED, Floor("one", {"f1": 0.91, "acc161": 0.8})) == [
        "f1 0.9000 is below 0.9100"
    ]
    assert len(below(MEASURED, Floor("one", {"f1": 0.95, "acc161": 0.85}))) == 2
    assert below({"f1": 0.9}, FLOOR) == ["acc161 0.0000 is below 0.8000"]


def test_a_floor_rises_by_itself_and_falls_only_with_a_reason():
    risen = pinned(MEASURED, "one", Floor("one", {"f1": 0.5, "acc161": 0.5}), None)
    assert risen.measures == {
        "f1": pytest.approx(0.9 - MARGIN),
        "acc161": pytest.approx(0.8 - MARGIN),
    }
    with pytest.raises(ValueError, match="acc161 would fall"):
        pinned(MEASURED, "one", Floor("one", {"f1": 0.5, "acc161": 0.9}), None)
    fallen = pinned(
        MEASURED, "one", Floor("one", {"f1": 0.5, "acc161": 0.9}), "the gold was wrong in two texts"
    )
    assert fallen.measures["acc161"] == pytest.approx(0.8 - MARGIN)
    assert fallen.reason == "the gold was wrong in two texts"


def test_another_corpus_starts_anew():
    assert pinned(MEASURED, "other", Floor("one", {"f1": 0.99}), None).digest == "other"
