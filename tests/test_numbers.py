import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_helpers import only_event

from extract.counts import Count, parse_count
from extract.numbers import Numbers, read_numbers
from geodata.codes import BorderActivity


def numbers(clause, activity="attack"):
    return read_numbers(clause, BorderActivity(activity))


def low_high(count):
    return None if count is None else (count.low, count.high)


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("20", 20, None),
        ("more than 20", 20, None),
        ("5,000", 5000, None),
        ("1 200", 1200, None),
        ("1,234,567", 1_234_567, None),
        ("1.5 million", 1_500_000, None),
        ("2.5", 2.5, None),
        ("٢٠", 20, None),
        ("5 to 7", 5, 7),
        ("5-7", 5, 7),
        ("20 to 10", 20, None),
        ("twenty-five", 25, None),
        ("two dozen", 24, None),
        ("a dozen", 12, None),
        ("a hundred", 100, None),
        ("two hundred and fifty", 250, None),
        ("three thousand five hundred", 3500, None),
        ("fifteen thousand", 15_000, None),
        ("dozens of", 24, None),
        ("hundreds", 200, None),
        ("several", 3, None),
        ("vingt-cinq", 25, None),
        ("deux cents", 200, None),
    ],
)
def test_a_count_is_the_lowest_number_that_the_words_state(words, low, high):
    assert parse_count(words) == Count(low, high)


@pytest.mark.parametrize("words", ["no", "the soldiers", "", "–", "million"])
def test_words_without_a_number_are_no_count(words):
    assert parse_count(words) in (None, Count(1_000_000))


@settings(deadline=None)
@given(st.integers(1, 9_999_999))
def test_digits_are_read_with_and_without_separators(number):
    assert parse_count(str(number)) == Count(number)
    assert parse_count(f"{number:,}") == Count(number)
    assert parse_count(f"at least {number:,}".replace(",", "\u00a0")) == Count(number)


@pytest.mark.parametrize(
    ("clause", "killed", "wounded"),
    [
        ("Gunmen killed 12 soldiers and wounded 5", (12, None), (5, None)),
        ("12 people were killed and at least 30 others were wounded", (12, None), (30, None)),
        ("killing at least 20 people, including 5 children", (20, None), None),
        ("20 to 25 people died", (20, 25), None),
        ("Five soldiers were killed", (5, None), None),
        ("a soldier was killed", (1, None), None),
        ("hundreds of people were killed", (200, None), None),
        ("the deaths of seven workers", (7, None), None),
        ("claimed the lives of 9 civilians", (9, None), None),
        ("leaving 15 dead and 30 injured", (15, None), (30, None)),
        ("five of whom were killed", (5, None), None),
        ("since 2011 it has killed 300 people", (300, None), None),
        ("a 20-year-old man was killed", (1, None), None),
        ("wounding four", None, (4, None)),
        ("12 soldats ont été tués et sept blessés", (12, None), (7, None)),
        ("مقتل 12 جنديا وإصابة 7", (12, None), (7, None)),
        ("قتل ٢٠ شخصا", (20, None), None),
    ],
)
def test_the_dead_and_wounded_are_counted_where_the_clause_counts_them(clause, killed, wounded):
    found = numbers(clause)
    assert low_high(found.fatalities) == killed
    assert low_high(found.wounded) == wounded


@pytest.mark.parametrize(
    "clause",
    [
        "No one was killed",
        "Not one was killed",
        "killed in 2013",
        "killed on arrival",
        "killed 20-year-old Ali",
        "injured 20% of them",
        "the 33rd battalion killed nobody",
        "30 km from the town they killed",
    ],
)
def test_what_is_no_number_of_victims_is_not_counted(clause):
    assert numbers(clause) == Numbers()


@pytest.mark.parametrize(
    ("clause", "detained"),
    [
        ("police arrested 15 suspects", (15, None)),
        ("two men were arrested", (2, None)),
        ("arrested a man", (1, None)),
        ("rounded up between 30 and 40 people", (30, 40)),
    ],
)
def test_the_arrested_are_counted(clause, detained):
    found = numbers(clause, "arrest")
    assert low_high(found.detained) == detained
    assert found.fatalities is None


@pytest.mark.parametrize(
    ("activity", "clause", "quantity", "unit"),
    [
        ("seizure", "soldiers seized 300 kg of cannabis", (300, None), "kg"),
        ("seizure", "seized 1.5 tonnes of hashish and 20 rifles", (1.5, None), "tonnes"),
        (
            "troop deployment",
            "sent 5,000 soldiers and policemen",
            (5000, None),
            "soldiers and policemen",
        ),
        ("monitoring post", "set up more than 20 watch posts", (20, None), "watch posts"),
        ("irregular crossing", "1,200 migrants crossed", (1200, None), "migrants"),
        ("expulsion or pushback", "expelled 400 to 500 migrants", (400, 500), "migrants"),
        ("barrier works", "a 200-km barrier", (200, None), "km"),
        ("abduction", "took 40 hostages, killing 3", (40, None), "hostages"),
        ("displacement", "some 10,000 families were displaced", (10_000, None), "families"),
    ],
)
def test_what_is_counted_depends_on_the_act(activity, clause, quantity, unit):
    found = numbers(clause, activity)
    assert low_high(found.quantity) == quantity
    assert found.quantity_unit == unit


def test_the_dead_of_another_act_are_not_those_of_a_closure():
    clause = "closed the border after an attack that killed 12 people"
    assert numbers(clause, "border closure") == Numbers()
    assert low_high(numbers(clause, "attack").fatalities) == (12, None)


def test_the_kidnapped_who_were_killed_are_no_quantity():
    found = numbers("kidnapped and killed 12 tourists", "abduction")
    assert low_high(found.fatalities) == (12, None)
    assert found.quantity is None


@pytest.mark.parametrize(
    ("text", "fatalities"),
    [
        ("On 16 May gunmen were killed in Ghat.", None),
        ("On 16 May 3 gunmen were killed in Ghat.", 3),
        ("In January 2013 37 workers were killed in an attack in Ghat.", 37),
    ],
)
def test_a_date_is_no_number_of_victims(text, fatalities):
    assert only_event(text).fatalities == fatalities
