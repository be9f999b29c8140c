"""Who looked at my personal data. Free of HTTP."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from portal.accounts.roles import ROLES
from portal.core.listing import page_of
from portal.core.models import RecordEntry

VIEWS_PER_PAGE = 20


@dataclass(frozen=True)
class View:
    """One look at my data: when, in which role, why. Not by whom: staff act for the city."""

    at: datetime
    role: str
    reason: str


def my_record_context(*, user: AbstractBaseUser, page_number: str | None) -> dict[str, Any]:
    """One page of the looks at my data, newest first. Raises Http404 beyond the last page."""
    page = page_of(RecordEntry.objects.views().about(user).order_by("-number"), page_number, VIEWS_PER_PAGE)
    labels = {role.name: str(role.label) for role in ROLES}
    views = [View(at=entry.happened_at, role=labels.get(entry.role, ""), reason=entry.reason) for entry in page]
    return {"page": page, "views": views}
