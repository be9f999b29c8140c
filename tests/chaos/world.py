"""The people, forums and comments of a measurement, and what became of their writes: read from the rows, beside the portal."""

import time
from collections import Counter
from io import StringIO

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from portal.discussion.models import Comment, Vote
from portal.plan.models import Task
from portal.registrations.models import Registration
from tests.chaos.people import SYLLABLES, People
from tests.factories import make_citizen, make_comment, make_forum

CITIZENS, FORUMS, COMMENTS = 120, 8, 12
SECONDS_FOR_JOBS_THAT_WERE_CUT_OFF = 75


@transaction.atomic
def people(port: int) -> People:
    """All of it, at once."""
    citizens = [make_citizen(email=f"chaos{number}@example.org", nickname=f"한밭{number}길") for number in range(CITIZENS)]
    tasks = list(Task.objects.order_by("number")[:4])
    forums = [make_forum(capacity=CITIZENS * 2, slug=f"chaos-{number}") for number in range(FORUMS)]
    comments = [
        make_comment(task=tasks[number % 4], body=f"{SYLLABLES[number]}산 둘레길에 {SYLLABLES[number + 9]}무를 더 심어 주세요.")
        for number in range(COMMENTS)
    ]
    return People(
        port,
        sessions={person.pk: _session_of(person) for person in citizens},
        forums={forum.pk: forum.get_absolute_url() for forum in forums},
        comments=[comment.pk for comment in comments],
        tasks=[task.slug for task in tasks],
    )


def _session_of(person) -> str:
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


def lost_and_doubled(people: People) -> tuple[list, list]:
    """Acknowledged writes without a row, and writes with more than one. What is acknowledged meanwhile is looked at next time."""
    ledger = people.ledger
    acknowledged, tried = ({kind: set(keys) for kind, keys in noted.items()} for noted in (ledger.acknowledged, ledger.tried))
    connection.close()
    rows = {
        "registrations": Counter(Registration.objects.values_list("citizen_id", "forum_id")),
        "votes": Counter(Vote.objects.values_list("voter_id", "comment_id")),
        "comments": Counter(Comment.objects.values_list("body", flat=True)),
    }
    lost = [(kind, key) for kind, found in rows.items() for key in acknowledged[kind] if not found[key]]
    doubled = [(kind, key) for kind, found in rows.items() for key in tried[kind] if found[key] > 1]
    return lost, doubled


def broken_invariants() -> str:
    """What `manage.py invariants` says is broken; nothing is well. A job that was cut off is taken up again within a minute."""
    until = time.monotonic() + SECONDS_FOR_JOBS_THAT_WERE_CUT_OFF
    while (broken := _broken_now()) and time.monotonic() < until:
        time.sleep(2)
    return broken


def _broken_now() -> str:
    said = StringIO()
    try:
        call_command("invariants", stdout=said)
    except CommandError as broken:
        return f"{said.getvalue()}{broken}"
    finally:
        connection.close()
    return ""
