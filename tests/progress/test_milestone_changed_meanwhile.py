"""Two officers at one milestone: whoever comes second sees what the first stated before writing over it."""

from datetime import date

import pytest
from django.urls import reverse

from portal.plan.models import TaskChange
from portal.progress import services
from portal.progress.models import Milestone
from tests.factories import make_milestone, make_officer

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2027, 5, 1), date(2027, 6, 1)


def fields_of(form) -> dict:
    """What a browser sends of a form."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value.isoformat() if isinstance(value, date) else value or "" for name, value in values.items()}


def test_a_slip_that_a_colleague_stated_meanwhile_is_not_undone_unseen(client):
    milestone = make_milestone(planned_on=MAY, title_ko="운행 시작")
    client.force_login(make_officer())
    address = reverse("progress:edit_milestone", args=[milestone.task.slug, milestone.pk])
    opened = fields_of(client.get(address).context["form"])
    services.milestones.change(
        milestone=milestone, officer=make_officer(), title_ko="운행 시작", planned_on=JUNE, reason_ko="장비가 늦게 옵니다"
    )

    refused = client.post(f"/en{address}", {**opened, "title_en": "Runs begin"})
    stood = Milestone.objects.get()
    saved = client.post(address, fields_of(refused.context["form"]))

    page = refused.content.decode()
    assert (refused.status_code, stood.planned_on, stood.slip_reason_ko) == (409, JUNE, "장비가 늦게 옵니다")
    assert ("Tue 1 June 2027" in page, 'value="Runs begin"' in page) == (True, True)
    assert (saved.status_code, Milestone.objects.get().planned_on) == (302, MAY)
    assert TaskChange.objects.filter(kind="milestone").count() == 3


def test_a_form_that_comes_back_for_another_mistake_is_saved_at_once(client):
    milestone = make_milestone(planned_on=MAY)
    client.force_login(make_officer())
    address = reverse("progress:edit_milestone", args=[milestone.task.slug, milestone.pk])
    opened = fields_of(client.get(address).context["form"])

    wrong = client.post(address, {**opened, "planned_on": "2027-06-01"})
    saved = client.post(address, {**fields_of(wrong.context["form"]), "reason_ko": "장비가 늦게 옵니다"})

    assert (wrong.status_code, saved.status_code, Milestone.objects.get().planned_on) == (422, 302, JUNE)
