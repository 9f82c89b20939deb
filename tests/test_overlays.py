import pytest
from sample_events import sample_events
from store_samples import index_of_events

from dashboard.clusters import View
from dashboard.overlays import density, ids_in_cell, ids_in_unit, units

REGION = View(west=-10.0, south=15.0, east=25.0, north=38.0, zoom=6)


@pytest.fixture(scope="module")
def events():
    return index_of_events(sample_events()).everything.incidents


def test_the_grid_and_what_is_outside_it_count_every_happening(events):
    found = density(events, REGION)
    assert sum(count for _, _, count in found["cells"]) + found["outside"] == events.happenings
    assert found["outside"] > 0


def test_a_cell_opens_its_events(events):
    for column, row, count in density(events, REGION)["cells"]:
        ids = ids_in_cell(events, REGION, column, row, 300)
        assert len(ids) >= count
    column, row, count = max(density(events, REGION)["cells"], key=lambda cell: cell[2])
    assert len(ids_in_cell(events, REGION, column, row, 1)) == 1
    assert ids_in_cell(events, REGION, column + 9, row, 300) == []


def test_a_view_without_events_has_no_cells(events):
    pacific = View(west=-150.0, south=-30.0, east=-140.0, north=-20.0, zoom=6)
    assert density(events, pacific)["cells"] == []


def test_units_and_what_is_in_none_count_every_happening(events):
    found = units(events)
    assert sum(found["units"].values()) + found["outside"] == events.happenings
    counts = list(found["units"].values())
    assert counts == sorted(counts, reverse=True)


def test_a_unit_opens_its_events(events):
    unit, count = next(iter(units(events)["units"].items()))
    assert len(ids_in_unit(events, unit, 300)) >= count
    assert len(ids_in_unit(events, unit, 1)) == 1


@pytest.mark.parametrize("unit", ["", "LY", "LY|", "|Ghat", "XX|Nowhere", "LY|<script>"])
def test_a_unit_that_is_not_there_opens_nothing(events, unit):
    assert ids_in_unit(events, unit, 300) == []


def test_an_empty_set_has_no_counts():
    nothing = index_of_events([]).everything
    assert density(nothing, REGION)["cells"] == []
    assert units(nothing) == {"units": {}, "outside": 0}
