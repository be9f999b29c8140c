"""What moderation knows about a person: what they wrote, what was decided about it, suspensions. Free of HTTP."""

from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from portal.accounts.models import User
from portal.appeals.models import Appeal, Suspension
from portal.core.web.listing import page_of
from portal.discussion.models import Comment, State
from portal.moderation.models import Action, ModerationDecision, Report

DECISIONS_PER_PAGE = 20


def person_context(person: User, page_number: str | None) -> dict[str, Any]:
    """Counts, one page of decisions, all suspensions; the same queries however much there is.

    Raises Http404 beyond the last page.
    """
    decisions = ModerationDecision.objects.filter(by_person("comment__", person)).changing_visibility().newest_first()
    suspensions = list(Suspension.objects.of(person).select_related("appeal").newest_first())
    now = timezone.now()
    return {
        "person": person,
        "counts": _counts(person),
        "page": page_of(decisions.select_related("comment__task"), page_number, DECISIONS_PER_PAGE),
        "suspensions": [(suspension, suspension.is_active(now)) for suspension in suspensions],
        "is_suspended": person.is_suspended(now),
    }


def by_person(prefix: str, person: User) -> Q:
    """What a person wrote, with this account or an earlier one."""
    same_person = Q(**{f"{prefix}person_key": person.person_key}) if person.person_key else Q(pk__in=[])
    return Q(**{f"{prefix}author": person}) | same_person


def _counts(person: User) -> dict[str, int]:
    comments = Comment.objects.filter(by_person("", person))
    reports = Report.objects.filter(by_person("comment__", person))
    upheld = Q(decision__action=Action.HIDE, decision__undone_by=None)
    appeals = Appeal.objects.of(person)
    return {
        **comments.aggregate(comments=Count("pk"), hidden=Count("pk", filter=Q(state=State.HIDDEN))),
        **reports.aggregate(reports=Count("pk"), upheld=Count("pk", filter=upheld)),
        **appeals.aggregate(appeals=Count("pk"), reversed=Count("pk", filter=Q(state=Appeal.State.REVERSED))),
    }
