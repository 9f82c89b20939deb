import pytest

from geodata import taxonomy
from geodata.codes import SUB_EVENT_TYPES, TALK, BorderActivity, EventType
from geodata.errors import DataFileError
from geodata.taxonomy import TAXONOMY_FILE, activity_codes


@pytest.fixture
def written_table(tmp_path, monkeypatch):
    """Read the table from a file of the test's own, changed by the function given."""

    def write(change):
        changed = tmp_path / "taxonomy.csv"
        changed.write_text(change(TAXONOMY_FILE.read_text(encoding="utf-8")), encoding="utf-8")
        monkeypatch.setattr(taxonomy, "TAXONOMY_FILE", changed)
        activity_codes.cache_clear()
        return changed

    yield write
    activity_codes.cache_clear()


def test_every_activity_has_a_row_with_a_definition():
    table = activity_codes()
    assert set(table) == set(BorderActivity)
    assert len(table) == 33
    assert all(code.definition for code in table.values())
    assert len({code.definition for code in table.values()}) == 33


def test_only_talk_has_no_acled_type():
    table = activity_codes()
    assert {a for a, code in table.items() if code.event_type is None} == TALK
    assert {a for a, code in table.items() if code.sub_event_type is None} == TALK


def test_sub_types_lie_under_their_types():
    for code in activity_codes().values():
        if code.event_type is not None:
            assert code.sub_event_type in SUB_EVENT_TYPES[code.event_type]


@pytest.mark.parametrize(
    ("activity", "event_type", "sub_event_type"),
    [
        ("troop deployment", "Strategic developments", "Change to group/activity"),
        ("armed clash", "Battles", "Armed clash"),
        ("attack", "Violence against civilians", "Attack"),
        ("abduction", "Violence against civilians", "Abduction/forced disappearance"),
        ("air or drone strike", "Explosions/Remote violence", "Air/drone strike"),
        ("mine or IED", "Explosions/Remote violence", "Remote explosive/landmine/IED"),
        ("arrest", "Strategic developments", "Arrests"),
        ("agreement", "Strategic developments", "Agreement"),
        ("monitoring post", "Strategic developments", "Headquarters or base established"),
    ],
)
def test_default_parents_are_acleds(activity, event_type, sub_event_type):
    code = activity_codes()[BorderActivity(activity)]
    assert (code.event_type, code.sub_event_type) == (event_type, sub_event_type)


def test_violence_outranks_every_other_act_and_talk_ranks_last():
    ranks = {a: code.violence_rank for a, code in activity_codes().items()}
    violent = {a for a, code in activity_codes().items() if code.event_type in VIOLENT_TYPES}
    calm = set(ranks) - violent - TALK
    assert min(ranks[a] for a in violent) > max(ranks[a] for a in calm)
    assert min(ranks[a] for a in calm) > max(ranks[a] for a in TALK)


VIOLENT_TYPES = {
    EventType.BATTLES,
    EventType.EXPLOSIONS,
    EventType.VIOLENCE_AGAINST_CIVILIANS,
}


def test_no_two_activities_share_a_rank():
    ranks = [code.violence_rank for code in activity_codes().values()]
    assert len(ranks) == len(set(ranks))


def test_the_table_can_not_be_changed():
    with pytest.raises(TypeError):
        activity_codes()[BorderActivity.ATTACK] = None  # type: ignore[index]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("tunnel,", "tunnels,", 1), "'tunnels'"),
        (lambda text: "\n".join(text.splitlines()[:-1]) + "\n", "exactly once"),
        (lambda text: text + text.splitlines()[1] + "\n", "exactly once"),
        (lambda text: text.replace(",Arrests,", ",Armed clash,"), "no sub-event type"),
        (lambda text: text.replace("meeting,,,", "meeting,Battles,Armed clash,"), "unless it is"),
        (lambda text: text.replace("violence_rank", "rank"), "violence_rank"),
    ],
)
def test_a_damaged_table_is_named_with_what_is_wrong(written_table, change, message):
    written_table(change)
    with pytest.raises(DataFileError, match=r"taxonomy\.csv") as error:
        activity_codes()
    assert message in str(error.value)


def test_a_missing_table_is_named(written_table):
    written_table(str).unlink()
    with pytest.raises(DataFileError, match=r"taxonomy\.csv can't be read"):
        activity_codes()
