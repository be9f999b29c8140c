"""The portal as the tests serve and kill it: with a pause in the middle of each registration, and with or without its protection.

`PROTECTION_TAKEN_AWAY` is read here alone, and only a test starts this module.
"""

import os
from collections.abc import Callable
from time import sleep

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
# Nothing was collected for it, and without its style sheet no page is answered.
settings.STORAGES["staticfiles"] = {"BACKEND": settings.AS_WRITTEN}
application = get_wsgi_application()

from django.db import connection, transaction  # noqa: E402 (after the packages of the portal are set up)

from portal.forums.models import Forum, Registration  # noqa: E402
from portal.forums.services import registration, seats, sent_forms  # noqa: E402
from tests.forums.killed_portal import IN_THE_MIDDLE  # noqa: E402

TAKEN_AWAY = os.environ.get("PROTECTION_TAKEN_AWAY")
# Long enough for the killer to see that somebody stands between what a registration writes first and what it writes last.
PAUSE = 0.1 if TAKEN_AWAY == "transaction" else 0.01
ONE_AFTER_THE_OTHER = 20_260_704
registered = registration.notices.registered


def registered_after_a_pause(place: Registration) -> None:
    """Between the seat and its mail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [IN_THE_MIDDLE])
        try:
            sleep(PAUSE)
        finally:
            cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [IN_THE_MIDDLE])
    registered(place)


@transaction.atomic
def once_without_keys(*, do: Callable[[], Registration], **_form: object) -> Registration:
    """Whatever the form's key says."""
    return do()


def once_without_transaction(**form: object) -> Registration:
    """Each statement for itself; still one form after the other, so that nothing but the kill can do harm."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AFTER_THE_OTHER])
        try:
            return sent_forms.once.__wrapped__(**form)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AFTER_THE_OTHER])


registration.notices.registered = registered_after_a_pause
match TAKEN_AWAY:
    case "keys":
        registration.once = once_without_keys
    case "transaction":
        registration.once = once_without_transaction
        seats.locked = lambda forum: Forum.objects.get(pk=forum.pk)
