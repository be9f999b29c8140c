"""Opening, closing and screening a discussion, and what the record says of it."""

import pytest

from portal.core.errors import InvalidInput
from portal.core.models import AuditEvent
from portal.discussion import services
from portal.discussion.models import Discussion
from tests.factories import make_staff, make_task

pytestmark = pytest.mark.django_db


def test_each_change_is_recorded_once_with_what_was_before():
    task, administrator = make_task(), make_staff("administrator")

    services.close_discussion(task=task, by=administrator)
    services.close_discussion(task=task, by=administrator)
    services.open_discussion(task=task)
    services.set_screening(task=task, screening="all", by=administrator)

    entries = (
        AuditEvent.objects.filter(subject=f"task:{task.pk}")
        .order_by("number")
        .values_list("action", "actor", "role", "subject", "details")
    )
    subject = f"task:{task.pk}"
    assert list(entries) == [
        (
            "discussion.closed",
            administrator.pk,
            "administrator",
            subject,
            {"before": {"state": "open"}, "after": {"state": "closed"}},
        ),
        ("discussion.opened", None, "system", subject, {"before": {"state": "closed"}, "after": {"state": "open"}}),
        (
            "discussion.screening_set",
            administrator.pk,
            "administrator",
            subject,
            {"before": {"screening": "at_once"}, "after": {"screening": "all"}},
        ),
    ]
    discussion = Discussion.objects.get()
    assert (discussion.state, discussion.screening) == ("open", "all")


@pytest.mark.parametrize("screening", ["", "none", "ALL"])
def test_an_unknown_screening_is_refused(screening):
    with pytest.raises(InvalidInput):
        services.set_screening(task=make_task(), screening=screening)

    assert not Discussion.objects.exists()
