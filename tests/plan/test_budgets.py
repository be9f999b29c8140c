"""Sums of budget lines: exact, and honest about what does not meet the published total."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.plan.budgets import Payer, PlanBudget, Stage, TaskBudget, budget_table
from portal.plan.charts import NARROWEST, WIDTH, stacked_bar
from portal.plan.models import BudgetLine
from tests.factories import make_source, make_task

AMOUNTS = st.integers(min_value=0, max_value=10**14)
KEYS = st.tuples(st.integers(2018, 2026), st.sampled_from(Payer.values), st.sampled_from(Stage.values))
LINES = st.dictionaries(KEYS, AMOUNTS, max_size=30)


def line(year: int, payer: str, stage: str, amount: int) -> BudgetLine:
    return BudgetLine(year=year, payer=payer, stage=stage, amount_krw=amount, source_id=1, as_of=date(2026, 1, 1))


def lines_of(amounts: dict) -> list[BudgetLine]:
    return [line(*key, amount) for key, amount in amounts.items()]


@given(LINES, st.none() | AMOUNTS)
def test_nothing_is_lost_between_lines_and_sums(amounts, published):
    table = budget_table(lines_of(amounts), published=published)

    for stage in Stage.values:
        known = [amount for key, amount in amounts.items() if key[2] == stage]
        assert table.totals[stage] == (sum(known) if known else None)
    assert sum(table.by_payer().values()) == (table.latest_plan or 0)
    assert [(row.year, row.payer) for row in table.rows] == sorted(
        {key[:2] for key in amounts}, key=lambda key: (key[0], Payer.values.index(key[1]))
    )


@given(LINES, st.none() | AMOUNTS)
def test_the_difference_is_what_the_lines_lack(amounts, published):
    table = budget_table(lines_of(amounts), published=published)

    planned = table.totals[Stage.PLANNED]
    if published is None or planned is None:
        assert (table.difference, table.excess) == (None, 0)
    else:
        assert planned + table.difference == published
        assert table.excess == max(0, planned - published)


def test_an_empty_cell_is_not_zero():
    table = budget_table([line(2019, "city", "planned", 0), line(2019, "national", "executed", 5)], published=None)

    assert [row.cells for row in table.rows] == [[None, None, 5], [0, None, None]]
    assert table.total_cells == [0, None, 5]


def test_what_is_planned_by_now_takes_the_revision_where_there_is_one():
    lines = [line(2019, "city", "planned", 100), line(2019, "city", "revised", 80), line(2020, "city", "planned", 20)]

    table = budget_table([*lines, line(2019, "city", "executed", 33)], published=120)

    assert (table.latest_plan, table.spent_percent, table.difference) == (100, 33, 0)


@given(st.dictionaries(st.tuples(st.integers(2018, 2021), st.sampled_from(BudgetLine.Payer.values)), AMOUNTS))
def test_the_sums_of_the_years_add_up_to_the_sum_of_all(planned):
    table = budget_table([line(year, payer, "planned", amount) for (year, payer), amount in planned.items()], published=None)

    sums = [group.total_cells[0] if group.total_cells else group.rows[0].cells[0] for group in table.years]
    assert [group.year for group in table.years] == sorted({year for year, _payer in planned})
    assert sum(sums) == (table.totals["planned"] or 0) == sum(planned.values())


@given(st.lists(st.none() | AMOUNTS, max_size=16), AMOUNTS)
def test_the_plan_is_accounted_for_to_the_won(published, total):
    budget = PlanBudget(total, [TaskBudget(None, amount, None, None) for amount in published])

    assert budget.accounted + budget.open == total


@given(st.lists(AMOUNTS, max_size=40))
def test_the_parts_of_a_bar_fill_it_without_gap_or_overlap(amounts):
    parts = stacked_bar([(str(place), amount, 1) for place, amount in enumerate(amounts)])

    assert [part.amount for part in parts] == [amount for amount in amounts if amount]
    ends = [part.start + part.width for part in parts]
    assert [part.start for part in parts] == [0, *ends[:-1]][: len(parts)]
    assert ends[-1:] == ([WIDTH] if parts else [])
    assert all(part.width >= NARROWEST for part in parts)


@pytest.mark.parametrize(
    ("amounts", "percents"), [((1, 10**12), ["<1", ">99"]), ((7,), ["100"]), ((1, 99), ["1", "99"]), ((1, 2), ["33", "67"])]
)
def test_no_part_is_said_to_be_nothing_or_everything_unless_it_is(amounts, percents):
    assert [part.percent for part in stacked_bar([("", amount, 1) for amount in amounts])] == percents


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"amount_krw": -1}, {"year": 1999}, {"payer": "bank"}, {"stage": "hoped"}])
def test_the_database_refuses_what_is_no_budget(wrong):
    values = {"year": 2019, "payer": "city", "stage": "planned", "amount_krw": 1, "as_of": date(2019, 1, 1)}

    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetLine.objects.create(task=make_task(), source=make_source(), **{**values, **wrong})


@pytest.mark.django_db
def test_there_is_one_line_for_a_year_a_payer_and_a_stage():
    values = {"task": make_task(), "year": 2019, "payer": "city", "stage": "planned", "source": make_source()}
    BudgetLine.objects.create(**values, amount_krw=1, as_of=date(2019, 1, 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetLine.objects.create(**values, amount_krw=2, as_of=date(2019, 2, 1))
