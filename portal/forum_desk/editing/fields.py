"""What is announced about a forum: which columns an organiser edits, and how they stood when somebody opened the form."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from portal.forums.models import Forum

# What an invitation in somebody's calendar shows.
INVITED_FIELDS = frozenset(
    {
        "title_ko",
        "title_en",
        "summary_ko",
        "summary_en",
        "venue_ko",
        "venue_en",
        "address_ko",
        "address_en",
        "starts_at",
        "ends_at",
        "online_url",
    }
)
# What whoever helps at the door has to know.
DOOR_FIELDS = INVITED_FIELDS - {"summary_ko", "summary_en", "online_url"}
EDITABLE_FIELDS = INVITED_FIELDS | {
    "slug",
    "description_ko",
    "description_en",
    "contact",
    "residents_first_until",
    "changes_close_at",
    "freezes_at",
    "companions_limit",
    "handover",
    "offer_hours",
    "reminds_a_week_before",
    "reminds_a_day_before",
    "reminds_on_the_day",
    "retention_days",
    "registration_opens_at",
    "registration_closes_at",
    "is_wheelchair_accessible",
    "has_sign_language",
    "has_captions",
}


def version_of(forum: Forum) -> str:
    """A hash of all that an organiser can edit: it differs as soon as a colleague saved something else meanwhile."""
    values = [str(getattr(forum, name)) for name in sorted(EDITABLE_FIELDS | {"capacity"})]
    tasks = sorted(forum.tasks.values_list("pk", flat=True)) if forum.pk else []
    return sha256(repr([values, tasks]).encode()).hexdigest()


def changed(forum: Forum, values: Mapping[str, Any]) -> dict[str, Any]:
    """Of the given values those that differ from the forum's."""
    return {name: value for name, value in values.items() if getattr(forum, name) != value}
