"""A form that is sent twice is one form: by a second click, a phone that lost its network, a server that died before it
answered.

As in the IETF draft "The Idempotency-Key HTTP Header Field": the same key and content give the same answer, other
content under the same key is refused with 422, and a second copy that arrives while the first is being worked on with
409. The key is kept in the transaction of what it did, so that a process killed half-way leaves neither.
"""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.forums.models import Forum
from portal.registrations.models import Registration, SentForm
from portal.registrations.services import refusals


@transaction.atomic
def once(*, key: UUID | None, citizen: User, forum: Forum, body: str, do: Callable[[], Registration]) -> Registration:
    """What `do` gives, or gave when this form was sent before; without a key simply what it gives.

    `body` is what the form says, in any form that is the same for the same content. Raises StillWorking, FormChanged and
    what `do` raises; then nothing is kept, and the form may be sent again.
    """
    if key is None:
        return do()
    _refuse_parallel(key, citizen)
    body_hash = sha256(body.encode()).hexdigest()
    sent = (
        SentForm.objects.filter(citizen=citizen, key=key).select_related("registration__forum", "registration__citizen").first()
    )
    if sent and (sent.body_hash, sent.forum_id) != (body_hash, forum.pk):
        raise refusals.FormChanged(_("This form was already sent with other content. Please reload the page and start again."))
    if sent:
        return sent.registration
    registration = do()
    SentForm.objects.create(
        citizen=citizen, forum=forum, key=key, body_hash=body_hash, registration=registration, sent_at=timezone.now()
    )
    return registration


def forget(*, before: datetime) -> int:
    """Delete the keys of forms sent before; how many went."""
    return SentForm.objects.filter(sent_at__lt=before).delete()[0]


def _refuse_parallel(key: UUID, citizen: User) -> None:
    """One copy of a form at a time; the lock goes with the transaction, also when the process dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"sent-form:{citizen.pk}:{key}"])
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        raise refusals.StillWorking(_("We are already working on this form. Please wait a moment, then check your registration."))
