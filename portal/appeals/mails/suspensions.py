"""What a suspended person is told, and whether it is still true when the mail goes out. Nobody is named."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from portal.accounts.models import User
from portal.appeals.models import Suspension
from portal.moderation.models import appealable_until
from portal.notifications.models import Notification
from portal.notifications.services import notify


def tell_it_began(suspension: Suspension, *, hidden: int) -> None:
    """Tell until when and why, how many comments were hidden with it, and how to appeal."""
    _write(
        "suspension_began", suspension, suspension.person, comments=hidden, appealable_until=appealable_until(suspension.began_at)
    )


def tell_it_was_lifted(suspension: Suspension, *, person: User, shown: int) -> None:
    """Tell the person, in the account they use now, that they may take part again, and how many comments are shown again."""
    _write("suspension_lifted", suspension, person, comments=shown)


def is_still_suspended(notification: Notification) -> bool:
    """Asked again when the mail goes out: one lifted meanwhile needs no news of its beginning."""
    pk = notification.about.removeprefix("suspension:")
    return Suspension.objects.filter(pk=pk, lifted_by=None).exists()


def _write(kind: str, suspension: Suspension, person: User, **context: int | datetime) -> None:
    with translation.override(person.language):
        link = reverse("appeals:my_suspension")
        rule = str(suspension.get_rule_display())
    words = {"rule": rule, "until": suspension.ends_at, "reason": suspension.lifted_because or suspension.reason}
    notify(kind=kind, recipient=person, context={**words, **context}, link=link, about=f"suspension:{suspension.pk}")
