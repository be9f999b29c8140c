"""The database keeps what was decided."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from portal.moderation.models import ModerationDecision
from tests.factories import make_comment, make_decision, make_moderator

pytestmark = pytest.mark.django_db


def test_a_decision_is_never_changed():
    decision = make_decision()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        ModerationDecision.objects.update(reason="다른 이유")

    decision.refresh_from_db()
    assert decision.reason != "다른 이유"


def test_a_decision_is_never_deleted():
    decision = make_decision()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        decision.delete()

    assert ModerationDecision.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"action": "burn"}, "decision_action_is_known"),
        ({"rule": "boring"}, "decision_rule_is_known"),
        ({"rule": ""}, "decision_to_hide_names_its_rule"),
        ({"reason": " \n"}, "decision_gives_a_reason"),
    ],
)
def test_the_database_refuses_a_decision_without_action_rule_or_reason(values, constraint):
    complete = {"action": "hide", "rule": "spam", "reason": "광고입니다.", "created_at": timezone.now()}
    people = {"comment": make_comment(), "moderator": make_moderator()}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ModerationDecision.objects.create(**people, **(complete | values))
    ModerationDecision.objects.create(**people, **complete)
