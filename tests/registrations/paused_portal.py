"""The portal as the tests serve and kill it: with a pause in the middle of each registration."""

import os
from time import sleep

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from portal.core.web.whole_requests import WholeRequests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
# Nothing was collected for it, and without its style sheet no page is answered.
settings.STORAGES["staticfiles"] = {"BACKEND": settings.AS_WRITTEN}
application = WholeRequests(get_wsgi_application(), threads=settings.WEB_THREADS)

from django.db import connection  # noqa: E402 (after the packages of the portal are set up)

from portal.registrations.models import Registration  # noqa: E402
from portal.registrations.services import registering  # noqa: E402
from tests.registrations.killed_portal import IN_THE_MIDDLE  # noqa: E402

# Long enough for the killer to see that somebody stands between what a registration writes first and what it writes last.
PAUSE = 0.01
registered = registering.mails.registered


def registered_after_a_pause(place: Registration) -> None:
    """Between the seat and its mail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [IN_THE_MIDDLE])
        try:
            sleep(PAUSE)
        finally:
            cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [IN_THE_MIDDLE])
    registered(place)


registering.mails.registered = registered_after_a_pause
