"""Business days, compared with the calendars that the government published."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.core.business_days import add_business_days, business_days_between, is_business_day

# New Year, Seollal, Chuseok, substitute holidays and holidays proclaimed once all lie in these years.
DAYS = st.dates(min_value=date(2021, 1, 1), max_value=date(2029, 12, 31))
COUNTS = st.integers(min_value=0, max_value=40)


@pytest.mark.parametrize(
    "day",
    [
        "2023-01-24",  # Seollal fell on a Sunday
        "2024-02-12",  # the second day of Seollal fell on a Sunday
        "2022-09-12",  # the last day of Chuseok fell on a Sunday
        "2025-10-08",  # the first day of Chuseok fell on a Sunday
        "2024-05-06",  # Children's Day fell on a Sunday
        "2025-05-06",  # Children's Day and Buddha's Birthday fell on one day
        "2025-03-03",  # 1 March fell on a Saturday
        "2026-03-02",  # 1 March fell on a Sunday
        "2026-05-25",  # Buddha's Birthday fell on a Sunday
        "2026-08-17",  # 15 August fell on a Saturday
        "2026-10-05",  # 3 October fell on a Saturday
        "2027-02-09",  # Seollal fell on a Sunday
        "2027-05-03",  # Labour Day fell on a Saturday
        "2027-07-19",  # Constitution Day fell on a Saturday
        "2028-10-05",  # Chuseok and 3 October fell on one day
    ],
)
def test_a_substitute_holiday_is_no_business_day(day):
    assert date.fromisoformat(day).weekday() < 5
    assert not is_business_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day",
    [
        "2022-01-03",  # New Year fell on a Saturday: no substitute
        "2026-06-08",  # Memorial Day fell on a Saturday: no substitute
        "2026-09-28",  # the last day of Chuseok fell on a Saturday: a substitute only for Sundays
        "2026-11-26",
    ],
)
def test_a_day_after_a_holiday_without_substitute_is_a_business_day(day):
    assert is_business_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2023-10-02", "2024-10-01", "2025-01-27", "2025-06-03", "2026-06-03"])
def test_holidays_proclaimed_once_and_election_days_are_no_business_days(day):
    assert not is_business_day(date.fromisoformat(day))


@pytest.mark.parametrize(("month", "day"), [(5, 1), (7, 17)], ids=["Labour Day", "Constitution Day"])
def test_what_the_act_made_a_holiday_in_2026_was_a_business_day_before(month, day):
    assert is_business_day(date(2025, month, day))
    assert not is_business_day(date(2026, month, day))


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-11-26", "2026-12-10"),  # no holiday in between
        ("2025-12-24", "2026-01-09"),  # Christmas and New Year
        ("2026-02-12", "2026-03-04"),  # Seollal, and the substitute for 1 March
        ("2025-10-02", "2025-10-23"),  # 3 October, Chuseok with its substitute, 9 October
        ("2026-09-23", "2026-10-13"),  # Chuseok, the substitute for 3 October, 9 October
        ("2026-04-28", "2026-05-14"),  # Labour Day and Children's Day
        ("2027-12-22", "2028-01-06"),  # the substitute for Christmas; New Year on a Saturday has none
        ("2026-11-28", "2026-12-11"),  # begun on a Saturday
    ],
)
def test_ten_business_days_after_the_day_on_which_it_came(start, due):
    assert add_business_days(date.fromisoformat(start), 10) == date.fromisoformat(due)


@given(DAYS, COUNTS)
@example(date(2025, 12, 31), 1)
@example(date(2026, 2, 13), 1)
@example(date(2025, 10, 2), 1)
def test_counting_forwards_and_counting_between_agree(start, count):
    end = add_business_days(start, count)

    assert business_days_between(start, end) == count
    assert business_days_between(end, start) == -count
    assert count == 0 or is_business_day(end)


@given(DAYS, COUNTS, COUNTS)
def test_adding_in_two_steps_is_adding_at_once(start, first, second):
    assert add_business_days(add_business_days(start, first), second) == add_business_days(start, first + second)


@given(DAYS, DAYS, DAYS)
def test_a_span_is_the_sum_of_its_parts(one, two, three):
    first, middle, last = sorted([one, two, three])

    parts = business_days_between(first, middle) + business_days_between(middle, last)

    assert business_days_between(first, last) == parts


@given(DAYS)
def test_weekends_never_count(day):
    saturday = day + timedelta(days=5 - day.weekday())

    assert business_days_between(saturday - timedelta(days=1), saturday + timedelta(days=1)) == 0


@given(DAYS, DAYS)
def test_who_comes_later_is_never_due_earlier(one, two):
    earlier, later = sorted([one, two])

    assert add_business_days(earlier, 10) <= add_business_days(later, 10)


def test_business_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        add_business_days(date(2026, 11, 26), -1)
