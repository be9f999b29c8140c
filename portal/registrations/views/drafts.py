"""What somebody typed into a registration form whose session had ended: kept in the new session until they have signed in.

For half an hour at most, and shown once: answers can say what somebody needs to take part.
"""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from portal.forums.models import Forum
from portal.registrations.forms import LONGEST_TEXT, typed

KEPT_FOR = timedelta(minutes=30)
MOST_FIELDS = 60
OWN_FIELDS = ("party_size", "least_seats")


def keep(request: HttpRequest, forum: Forum) -> bool:
    """Keep the typed form in the session; whether there was anything to keep. Files cannot be kept."""
    fields = {name: value for name, value in typed(request.POST).items() if name in OWN_FIELDS or name.startswith("question_")}
    small = {name: value for name, value in list(fields.items())[:MOST_FIELDS] if len(str(value)) <= LONGEST_TEXT}
    if small:
        request.session[_key(forum)] = {"fields": small, "until": (timezone.now() + KEPT_FOR).timestamp()}
    return bool(small)


def take(request: HttpRequest, forum: Forum) -> dict[str, Any]:
    """What was kept, as the initial values of the form; it is gone from the session then."""
    kept = request.session.pop(_key(forum), None)
    return kept["fields"] if kept and timezone.now().timestamp() < kept["until"] else {}


def _key(forum: Forum) -> str:
    return f"registration-form:{forum.pk}"
