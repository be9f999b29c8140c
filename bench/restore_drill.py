"""The restore drill: a city with a million rows is backed up, encrypted, brought back into an empty database and compared.

Prints how long the check of all rules, the backup and `restore --verify` take, and exits non-zero if anything differs. Run it
with `make drill`, or `make drill ARGS="--rows 20000"` for a short one.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

from of_its_own import measured

ROOT = Path(__file__).resolve().parent.parent
KEY_OF = "(SELECT identity_id FROM accounts_user WHERE id = {person})"
INSERT = 'INSERT INTO "{table}" ({names}) SELECT {values} FROM generate_series({start}::bigint, {last}::bigint) AS n'
FORUM, EVENTS_AT_ONCE, RESTORED = 1_000, 1_000, "portal_restored"


def measure() -> None:
    """Build, check, back up, restore, compare."""
    from django.conf import settings

    from tests.running_portal import address_of

    rows = parsed_rows()
    started = time.perf_counter()
    build(rows)
    print(f"built in {time.perf_counter() - started:.0f} s: {size_of_the_database() / 2**20:,.0f} MB, {rows:,} rows wanted")
    data_dir, database = Path(settings.DATA_DIR), settings.DATABASES["default"]
    key = data_dir / "drill.key"
    public = manage("backup", "--make-key", str(key)).partition("\n")[0].partition("=")[2]
    manage("invariants")
    made = manage("backup", BACKUP_PUBLIC_KEY=public).partition(": ")[0]
    create_database(RESTORED)
    target = address_of({**database, "NAME": RESTORED, "PASSWORD": ""})
    elsewhere = data_dir / "restored"
    manage("restore", made, "--verify", "--key", str(key), DATABASE_URL=target, PORTAL_DATA_DIR=str(elsewhere))


def parsed_rows() -> int:
    """How many rows there are to be, roughly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    return parser.parse_args().rows


def manage(*arguments: str, **environment: str) -> str:
    """Run a command as an operator does; its output, which is printed with its time. Exits where it fails."""
    started = time.perf_counter()
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, check=False)
    print(f"{arguments[0]}: {time.perf_counter() - started:.1f} s\n{re.sub('^', '  ', done.stdout.strip(), flags=re.MULTILINE)}")
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def build(rows: int) -> None:
    """People, threads, votes, messages, a log, forums with waiting lists, files: in these proportions, and by the rules."""
    from django.core.management import call_command

    from tests.factories import make_administrator, make_comment, make_task

    call_command("load_roles", verbosity=0)
    people = build_people(max(20, rows // 50))
    task = make_task()
    build_threads(make_comment(task=task, author=people[0]), people, rows // 20)
    build_messages(people, rows // 10)
    build_log(make_administrator(), rows // 10)
    build_forums(people, max(1, rows // 20 // FORUM))
    build_files(max(1, rows // 1000))
    execute("VACUUM ANALYZE")


def build_people(number: int) -> list:
    """Verified residents."""
    from portal.accounts.models import IdentityVerification, User
    from portal.accounts.nicknames import nickname_skeleton
    from tests.factories import make_identity

    pattern = make_identity()
    values = {"birth_year": pattern.birth_year, "district": pattern.district, "provider": pattern.provider}
    identities = [IdentityVerification(person_key=f"f{n:063x}", verified_at=pattern.verified_at, **values) for n in range(number)]
    IdentityVerification.objects.bulk_create(identities, batch_size=5_000)
    return User.objects.bulk_create(
        [
            User(
                email=f"resident{n}@example.org",
                nickname=f"주민 {n}",
                nickname_skeleton=nickname_skeleton(f"주민 {n}"),
                identity=identity,
            )
            for n, identity in enumerate(identities)
        ],
        batch_size=5_000,
    )


def build_threads(pattern: object, people: list, number: int) -> None:
    """Roots with one reply each; each comment has five votes by the five people after its author."""
    from django.db.models import Min

    from portal.discussion.models import Comment, Vote

    first, count = people[0].pk, len(people)
    person = f"{first} + (n %% {count})"
    counts = {"agree_count": "3", "disagree_count": "1", "pass_count": "1"}
    common = {"author_id": person, "person_key": key_of(person), "form_key": "gen_random_uuid()", **counts}
    words = "repeat('버스가 더 자주 왔으면 좋겠습니다 ', 1 + n::int %% 5) || n"
    multiply(pattern, number, body=words, reply_count="1", **common)
    (start,) = Comment.objects.filter(agree_count=3).aggregate(first=Min("pk")).values()
    root = f"{start} + n - 1"
    place = {"parent_id": root, "root_id": root, "depth": "1", "ancestry": f"lpad(({root})::text, 12, '0')"}
    multiply(pattern, number, body=words, **place, **common)
    vote = Vote(comment_id=start, voter=people[0], person_key="", value="agree")
    value = "CASE n %% 5 WHEN 3 THEN 'disagree' WHEN 4 THEN 'pass' ELSE 'agree' END"
    # Comment number n / 5 is that of person n / 5 + 1 of its half.
    who = f"{first} + ((n / 5 %% {number} + 2 + n %% 5) %% {count})"
    multiply(vote, number * 10 - 1, start=0, comment_id=f"{start} + n / 5", voter_id=who, person_key=key_of(who), value=value)


def build_messages(people: list, number: int) -> None:
    """Mails that were sent."""
    from django.utils import timezone

    from portal.notifications.models import Notification

    sent = timezone.now()
    pattern = Notification(
        kind="comment_replied", recipient=people[0], address="x", language="ko", subject="답글이 달렸습니다",
        body="안녕하세요. " * 40, state="sent", created_at=sent, sent_at=sent,
    )  # fmt: skip
    multiply(
        pattern, number, message_key="gen_random_uuid()", about="'comment:' || n", address="'citizen' || n || '@example.org'"
    )


def build_log(administrator: object, number: int) -> None:
    """A chain of events."""
    from portal.core.audit_log import NewEvent

    event = NewEvent(action="drill.noted", actor=administrator, subject="drill:1").row()
    for start in range(1, number + 1, EVENTS_AT_ONCE):
        multiply(event, min(start + EVENTS_AT_ONCE - 1, number), start=start, subject="'drill:' || n")


def build_forums(people: list, number: int) -> None:
    """Full forums with as many seats as people wait."""
    from portal.registrations.models import Registration
    from tests.factories import make_forum

    first, count, seats = people[0].pk, len(people), min(FORUM, len(people)) // 2
    for _number in range(number):
        forum = make_forum(capacity=seats, seats_taken=seats, last_arrival=seats * 2)
        pattern = Registration(forum=forum, citizen=people[0], arrival=1, registered_at=forum.registration_opens_at)
        who = {"citizen_id": f"{first} + (n %% {count})", "uid": "gen_random_uuid()", "arrival": "n"}
        code = {"ticket_code": "lpad(n::text, 8, '0')"}
        multiply(pattern, seats, state="'confirmed'", seats="1", confirmed_at="now()", **who, **code)
        multiply(pattern, seats * 2, start=seats + 1, state="'waitlisted'", **who, **code)


def build_files(number: int) -> None:
    """Files of ten thousand bytes."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    for _number in range(number):
        default_storage.save(f"forums/answers/{uuid4().hex}", ContentFile(os.urandom(10_000)))


def key_of(person: str) -> str:
    """The key of the verified person behind an account, as SQL."""
    return KEY_OF.format(person=person)


def multiply(pattern: object, last: int, *, start: int = 1, **columns: str) -> None:
    """Insert a row like the pattern for each n from `start` to `last`, but for the columns that are given as SQL about n."""
    values: dict[str, tuple[str, list]] = {}
    for field in pattern._meta.concrete_fields:
        value = None if field.generated or field.primary_key else field.pre_save(pattern, add=True)
        if field.column in columns:
            values[field.column] = (columns[field.column], [])
        elif not (field.generated or field.primary_key or hasattr(value, "resolve_expression")):  # what the database sets itself
            values[field.column] = ("%s", [field.get_db_prep_save(value, connection())])
    names, shown = ", ".join(f'"{name}"' for name in values), ", ".join(sql for sql, _given in values.values())
    parameters = [each for _sql, given in values.values() for each in given]
    execute(INSERT.format(table=pattern._meta.db_table, names=names, values=shown, start=start, last=last), parameters)


def execute(sql: str, parameters: list | None = None) -> list:
    """What the database answers, if anything."""
    with connection().cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


def connection() -> object:
    from django.db import connections

    return connections["default"]


def size_of_the_database() -> int:
    return execute("SELECT pg_database_size(current_database())")[0][0]


def create_database(name: str) -> None:
    execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    connection().close_pool()


if __name__ == "__main__":
    measured(measure)
