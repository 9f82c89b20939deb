import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_helpers import triggers

from extract.language import guess_language
from extract.text import sentences_of
from extract.triggers import find_triggers

PIECES = st.sampled_from(
    [
        "troops",
        "attacked",
        "deployed",
        "killed",
        "said",
        "will",
        "not",
        "deny",
        "that",
        "clashes",
        "border",
        "closed",
        ",",
        ";",
        "but",
        "and",
        "Ghat",
        "“",
        "”",
        "attack",
        "seized",
        "exercise",
        "هاجم",
        "إغلاق",
        "الحدود",
        "attaqué",
    ]
)


def found(text):
    return [
        (
            text[t.start : t.end],
            str(t.rule.activity or t.rule.sub_event_type),
            str(t.modality),
        )
        for t in triggers(text)
    ]


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=25).map(" ".join), st.sampled_from(["en", "fr", "ar", "zz"]))
def test_triggers_lie_in_their_clause_in_order_and_never_overlap(text, language):
    for sentence in sentences_of(text):
        end = sentence.start
        for trigger in find_triggers(text, sentence, language):
            assert end <= trigger.start < trigger.end <= sentence.end
            assert trigger.clause_start <= trigger.start < trigger.end <= trigger.clause_end
            end = trigger.end


@pytest.mark.parametrize(
    ("text", "words", "activity"),
    [
        ("The army deployed 600 men to the border.", "deployed", "troop deployment"),
        ("Soldiers clashed with gunmen near Ghat.", "clashed", "armed clash"),
        ("Gunmen kidnapped a doctor in Ghat.", "kidnapped", "abduction"),
        ("Warplanes bombed Ghat.", "bombed", "air or drone strike"),
        ("Rockets hit Ghat.", "hit", "shelling"),
        ("Tunisia closed its border with Libya.", "closed", "border closure"),
        ("Tunisia reopened the crossing with Libya.", "reopened", "border reopening"),
        ("Police arrested 15 people in Ghat.", "arrested", "arrest"),
        ("Soldiers seized 300 kg of cannabis.", "seized", "seizure"),
        ("Migrants crossed the border from Libya.", "crossed", "irregular crossing"),
        ("Algeria expelled 400 migrants to Niger.", "expelled", "expulsion or pushback"),
        ("The army cleared 20 mines near Ghat.", "cleared", "mine clearance"),
        ("The minister visited Ghat.", "visited", "official visit"),
        ("The minister met his counterpart.", "met", "meeting"),
        ("The minister said the border was safe.", "said", "statement or warning"),
        ("Tunisia built a wall along the border.", "built", "barrier works"),
        ("Fighters surrendered to the army.", "surrendered", "surrender or amnesty"),
        ("Thousands fled Ghat.", "fled", "displacement"),
        ("Embassy staff were evacuated from Tripoli.", "evacuated", "evacuation"),
        ("The two countries signed an agreement.", "signed", "agreement"),
        ("A drone entered Algerian airspace.", "entered", "airspace incursion"),
        ("Soldiers patrolled the border.", "patrolled", "patrol or inspection"),
        ("He states that the desert is safe.", "states", "statement or warning"),
        ("The hostages were released.", "released", "release or ransom"),
        ("Ghat is under curfew.", "curfew", "movement restriction"),
        ("A tunnel was found under the border.", "found", "tunnel"),
        ("L'armée a déployé 600 hommes à la frontière.", "déployé", "troop deployment"),
        ("Des hommes armés ont attaqué la ville.", "attaqué", "attack"),
        ("هاجم مسلحون مدينة غات", "هاجم", "attack"),
    ],
)
def test_words_for_an_act_give_its_activity(text, words, activity):
    assert found(text) == [(words, activity, "happened")]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The army deployed troops to the border.", "happened"),
        ("The army began to deploy troops to the border.", "happened"),
        ("On 16 May the army deployed troops to the border.", "happened"),
        ("The army will deploy troops to the border.", "planned"),
        ("The army plans to deploy troops to the border.", "planned"),
        ("The army threatened to deploy troops to the border.", "threatened"),
        ("The army denied that it had deployed troops to the border.", "denied"),
        ("In the exercise the army deployed troops to the border.", "exercise"),
        ("The army reportedly deployed troops to the border.", "claimed"),
        ("The army tried to deploy troops to the border.", "attempted"),
        ("The army may deploy troops to the border.", "predicted"),
        ("Analysts fear that the army could deploy troops to the border.", "predicted"),
        ("The president ordered the army to deploy troops to the border.", "ordered"),
        ("The army is deploying troops to the border.", "ongoing"),
        ("The army warned that it would deploy troops to the border.", "threatened"),
    ],
)
def test_the_words_before_an_act_say_whether_it_was_done(text, modality):
    said = [m for words, activity, m in found(text) if activity == "troop deployment"]
    assert said == [modality]


@pytest.mark.parametrize(
    "text",
    [
        "The army did not deploy troops to the border.",
        "The army fears an attack on Ghat.",
        "It moved to prevent an attack on Ghat.",
        "An earthquake struck Ghat.",
        "L'armée n'a pas attaqué la ville.",
        "The border is long and the desert wide.",
    ],
)
def test_what_is_negated_feared_prevented_or_no_act_is_not_found(text):
    assert found(text) == []


def test_what_stands_in_direct_speech_is_only_spoken_of():
    text = "“We attacked Ghat at dawn on Monday,” the general said."
    assert [(words, activity) for words, activity, _ in found(text)] == [
        ("said", "statement or warning")
    ]


def test_each_clause_has_its_own_act_and_bounds():
    text = "The sides clashed; the army closed the border, but rebels attacked Ghat."
    assert [words for words, _, _ in found(text)] == ["clashed", "closed", "attacked"]
    spans = [text[t.clause_start : t.clause_end].strip() for t in triggers(text)]
    assert spans == [
        "The sides clashed",
        "the army closed the border",
        "rebels attacked Ghat.",
    ]


def test_of_overlapping_words_the_most_violent_act_is_kept():
    ranks = [t.rule.rank for t in triggers("A suicide bomber blew himself up at Ghat.")]
    assert [words for words, _, _ in found("Warplanes hit and bombed Ghat.")] == ["hit", "bombed"]
    assert min(ranks) >= 85


def test_a_language_without_rules_has_no_triggers():
    text = "Troops attacked Ghat."
    assert guess_language(text) != "zz"
    assert find_triggers(text, sentences_of(text)[0], "zz") == ()


def test_close_together_closes_no_border():
    assert triggers("The desert is empty where the borders of three states draw close.") == ()
