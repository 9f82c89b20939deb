from geodata.codes import SUB_EVENT_TYPES, TALK, EventType


def test_types_and_sub_types_are_acleds_six_and_twenty_five():
    assert len(EventType) == 6
    subs = [sub for group in SUB_EVENT_TYPES.values() for sub in group]
    assert set(SUB_EVENT_TYPES) == set(EventType)
    assert len(subs) == len(set(subs)) == 25


def test_talk_is_statement_meeting_and_visit():
    assert {str(a) for a in TALK} == {"statement or warning", "meeting", "official visit"}
