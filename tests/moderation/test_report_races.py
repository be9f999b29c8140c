"""Reports in the moment in which their author is suspended or leaves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts import services as accounts
from portal.accounts.models import User
from portal.discussion.gate import SignInRequired, Suspended
from portal.moderation import services
from portal.moderation.models import Report
from tests.at_once import uncommitted
from tests.factories import make_citizen, make_comment

pytestmark = pytest.mark.django_db(transaction=True)


def suspend(person: User) -> None:
    accounts.suspend_until(person=person, until=timezone.now() + timedelta(days=1))


def leave(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


DEEDS = pytest.mark.parametrize(("deed", "refusal"), [(suspend, Suspended), (leave, SignInRequired)])


@DEEDS
def test_a_report_waits_for_what_happens_to_its_author_and_is_refused(deed, refusal):
    comment, person = make_comment(), make_citizen()

    reported = uncommitted(
        lambda: deed(person), meanwhile=lambda: services.report(comment=comment, reporter=person, reason="spam")
    )

    assert (type(reported), Report.objects.count()) == (refusal, 0)


def test_who_may_not_report_any_more_is_read_anew():
    suspended, gone, comment = make_citizen(), make_citizen(), make_comment()
    suspend(User.objects.get(pk=suspended.pk))
    leave(gone)

    for person, refusal in ((suspended, Suspended), (gone, SignInRequired)):
        with pytest.raises(refusal):
            services.report(comment=comment, reporter=person, reason="spam")

    assert not Report.objects.exists()
