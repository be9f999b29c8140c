"""The initial migrations make the schema that stood before each package got its subject: names changed, and nothing was lost.

`schema_before.txt` was read from a database of the last migrations before that. Whoever takes something away on purpose takes
its line out of that file as well.
"""

import re
from pathlib import Path

from django.db import connection

from tests import schema

BEFORE = Path(__file__).with_name("schema_before.txt")
# Tables are named after their package and model.
TABLES = {
    r"policy_(?=milestone|taskupdate|updatefile|follow|digest|baseline)": "progress_",
    r"policy_": "plan_",
    r"forums_answer": "registrations_formanswer",
    r"forums_lettercopy": "forum_desk_mailingcopy",
    r"forums_letter": "forum_desk_mailing",
    r"forums_(?=attendeeexport)": "forum_desk_",
    r"forums_(?=helper|scan)": "door_",
    r"forums_(?=registration|question|calendarfeed|sentform|reminder)": "registrations_",
    r"moderation_(?=suspension|appeal)": "appeals_",
    r"moderation_(?=takedown|evidence)": "takedowns_",
    r"discussion_earlierwords": "discussion_commentrevision",
    r"core_recordentry": "core_auditevent",
    r"core_recordhead": "core_auditloghead",
    r"core_record_": "core_audit_log_",
}
# Of which tables, and what their columns, values, constraints and indexes are called now.
NAMES = {
    "discussion_|moderation_": {
        r"held_for": "pending_for",
        r"comment_held_": "comment_pending_",
        r"'held'": "'pending'",
        r"words_replaced": "revision_replaced",
    },
    "registrations_": {
        r"'held'": "'reserved'",
        r"'hold_lapsed'": "'reservation_lapsed'",
        r"is_hold_extended": "is_reservation_extended",
        r"kept_until": "reserved_until",
        r"registration_kept": "registration_reserved",
    },
    "forum_desk_": {
        r"letter_once": "mailing_copy_once",
        r"letter_id": "mailing_id",
        r"letter_segment": "mailing_audience",
        r"letter_counts": "mailing_counts",
        r"segment": "audience",
    },
    "door_": {r"\btold\b": "device_outcome"},
    "forums_forum": {r"(?<!')\bplace": "venue"},
    "takedowns_takedown": {r"\bclaim\b": "statement", r"'moot'": "'obsolete'"},
    "core_audit": {r"record_": "audit_event_"},
}


def as_named_now(line: str) -> str:
    """A line of the schema before, in today's names."""
    for old, new in TABLES.items():
        line = re.sub(rf"\b{old}", new, line)
    kind, about = line.split(" ")[:2]
    for tables, names in NAMES.items() if kind != "function" else ():
        if re.match(tables, about):
            for old, new in names.items():
                line = re.sub(old, new, line)
    return line


def lost() -> list[str]:
    """What stood in the schema before and does not stand in the one of the migrations."""
    before = {as_named_now(line) for line in BEFORE.read_text().splitlines()}
    return sorted(before - set(schema.lines()))


def test_nothing_of_the_schema_was_lost(db):
    assert lost() == [], "if a migration changes this on purpose, take its old lines out of tests/schema_before.txt"


def test_what_is_lost_would_be_noticed(db):
    before = set(lost())

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE registrations_reminder DROP CONSTRAINT reminder_once")
        cursor.execute("DROP TRIGGER plan_changes_are_append_only ON plan_taskchange")

    assert [line.split(" ")[0] for line in sorted(set(lost()) - before)] == ["constraint", "index", "trigger"]
