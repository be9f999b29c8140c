"""What the audit log has to say about roles, and the roles that there have to be by its word."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from portal.accounts.models import ModerationScope, User
from portal.core.audit_log.coverage import declare_check, declare_kind, declare_told, events_of, joined, named_by, with_detail
from portal.core.models import AuditEvent

GRANTED, WITHDRAWN = "role.granted", "role.withdrawn"


def declare_rules() -> None:
    """Called once, when the package starts."""
    declare_kind("person", User.objects.all())
    scopes = events_of("moderation.scope", subject=("person", "moderator_id"))
    declare_told("the scope of moderator", ModerationScope.objects.all(), scopes, columns=("moderator_id",))
    departments = events_of("officer.department", subject=("person", "pk"))
    declare_told("the department of officer", User.objects.filter(department__isnull=False), departments)
    _declare_roles()


def _declare_roles() -> None:
    """The last word of the log about a role and a person is what holds."""
    holding: Any = User.groups.through.objects.all()
    events = AuditEvent.objects.filter(action__in=(GRANTED, WITHDRAWN), subject=named_by("person", "user_id"))
    last = with_detail(events, "role", "group__name").order_by("-number").values("action")[:1]
    unrecorded = holding.alias(last=Coalesce(Subquery(last), Value(""))).exclude(last=GRANTED)
    declare_check(
        "held roles", "person {} holds the role {}, which no event gave", unrecorded, columns=("user_id", "group__name")
    )

    given = AuditEvent.objects.filter(action=GRANTED).annotate(role_given=KeyTextTransform("role", "details"))
    later = AuditEvent.objects.filter(action=WITHDRAWN, subject=OuterRef("subject"), number__gt=OuterRef("number"))
    later = later.alias(taken=KeyTextTransform("role", "details")).filter(taken=OuterRef("role_given"))
    holders = holding.alias(subject=joined("person:", "user_id"))
    held = holders.filter(subject=OuterRef("subject"), group__name=OuterRef("role_given"))
    unheld = given.filter(~Exists(later), ~Exists(held)).annotate(role_name=F("role_given"))
    sentence = "event {} gave {} the role {}, which no event took and nobody holds"
    declare_check("given roles", sentence, unheld, columns=("number", "subject", "role_name"))
