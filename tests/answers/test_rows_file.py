"""The rows behind the rates, as a file from which everybody can count again."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.answers.rates import rates
from portal.discussion.models import State
from tests.factories import make_answer, make_answer_request, make_department, make_officer, put

pytestmark = pytest.mark.django_db


def test_the_file_counts_up_to_the_page_and_leaves_out_what_is_hidden(client):
    department = make_department()
    make_answer(officer=make_officer(department=department))
    make_answer_request()
    hidden = make_answer_request()
    put(hidden.comment, State.HIDDEN)

    text = client.get(reverse("answers:rows_file")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    _each, of_all = rates(timezone.localdate())
    assert len(rows) == of_all.owed == 2
    assert sum(bool(row["answered_on"]) and row["answered_on"] <= row["due_on"] for row in rows) == of_all.in_time == 1
    assert [row["business_days"] for row in rows if row["answered_on"]] == [f"{of_all.median_days:.0f}"]
    assert all(row["address"].endswith(f"/answers/{row['request']}/") for row in rows)
    assert department.slug in {row["department"] for row in rows}
    assert str(hidden.pk) not in {row["request"] for row in rows}
