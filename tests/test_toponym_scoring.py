import pytest
from toponym_scoring import error_km, pair_up, score_corpus, score_row

TEXT = "From Ghat to Djanet in Algeria"
GHAT = {"start": 5, "end": 9, "text": "Ghat", "latitude": 24.96, "longitude": 10.18}
DJANET = {"start": 13, "end": 19, "text": "Djanet", "latitude": 24.55, "longitude": 9.48}
ROW = {"id": "1", "text": TEXT, "gold": [GHAT, DJANET]}


def test_a_perfect_answer_is_all_ones():
    score = score_row(ROW, [GHAT, DJANET])
    assert (score.precision, score.recall, score.f1, score.acc161) == (1, 1, 1, 1)


def test_a_missed_toponym_costs_recall_and_accuracy_and_an_invented_one_precision():
    invented = {**GHAT, "start": 0, "end": 4}
    score = score_row(ROW, [GHAT, invented])
    assert (score.precision, score.recall, score.acc161) == (0.5, 0.5, 0.5)


def test_an_unresolved_or_far_answer_is_found_and_not_near():
    far = {**DJANET, "latitude": 40.0}
    score = score_row(ROW, [{**GHAT, "latitude": None}, far])
    assert (score.exact, score.answered, score.near) == (2, 1, 0)


def test_a_longer_span_is_no_exact_match_but_its_answer_counts():
    longer = {**DJANET, "end": 30}
    score = score_row(ROW, [GHAT, longer])
    assert (score.exact, score.near) == (1, 2)


def test_equal_spans_are_paired_before_longer_overlaps():
    assert pair_up([(5, 9), (5, 19)], [(5, 19), (5, 9)]) == {0: 1, 1: 0}
    assert pair_up([(0, 4)], [(3, 9), (1, 4)]) == {0: 1}


def test_a_span_that_covers_two_toponyms_meets_one_of_them():
    assert len(pair_up([(5, 9), (13, 19)], [(0, 30)])) == 1


def test_within_an_area_is_no_error():
    area = {"latitude": 24.0, "longitude": 10.0, "radius_km": 200.0}
    assert error_km(area, GHAT) == 0.0
    assert error_km({**area, "radius_km": 50.0}, GHAT) == pytest.approx(107.9, abs=0.5)
    assert error_km(area, {"latitude": None}) is None


@pytest.mark.parametrize("excuse", [{"unannotated": ["border"]}, {"optional": [GHAT]}])
def test_what_the_annotators_left_open_is_no_mistake(excuse):
    row = {**ROW, "gold": [DJANET], **excuse}
    assert score_row(row, [DJANET, {**GHAT, "kind": "border"}]).precision == 1
    assert score_row({**ROW, "gold": [DJANET]}, [DJANET, GHAT]).precision == 0.5


def test_a_text_without_predictions_counts_as_missed():
    score = score_corpus([ROW, {**ROW, "id": "2"}], {"1": [GHAT, DJANET]})
    assert (score.gold, score.exact, score.acc161) == (4, 2, 0.5)
