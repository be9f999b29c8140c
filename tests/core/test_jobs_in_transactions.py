"""A job is there exactly if what causes it is, whoever defers it: a page, or another job in a worker."""

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.notifications.models import Notification
from portal.notifications.services import notify
from tests.factories import make_citizen


def write_and_give_up() -> None:
    """A message whose transaction comes to nothing."""
    with transaction.atomic():
        notify(kind="sign_in_code", recipient=make_citizen(), context={"code": "000000", "minutes": 10})
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_worker", [False, True], ids=["in a page", "in a worker"])
def test_a_job_goes_with_the_transaction_that_deferred_it(is_worker):
    if is_worker:
        with app.replace_connector(app.connector.get_worker_connector()):
            write_and_give_up()
    else:
        write_and_give_up()

    assert (Notification.objects.count(), ProcrastinateJob.objects.count()) == (0, 0)
