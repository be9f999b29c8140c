"""Hidden is hidden: a word is planted in each closed place, and every address is read by everybody who might come by.

A word may be found where the tables below say so, by whom they say, and nowhere else. A new address is swept as soon as it
stands in tests/access_policies.py.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from portal.notifications.models import Notification, State
from tests.planted import Word, World, hide, plant, post
from tests.sweep import (
    READERS,
    Finds,
    leave_draft,
    offered_while_writing,
    read_everything,
    read_the_admin,
    send_nothing,
    words_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long(seconds=60)]
MONDAY = datetime(2026, 10, 5, 0, 0, tzinfo=UTC)


def places(names: str, package: str) -> frozenset[str]:
    return frozenset(f"{package}:{name}" for name in names.split())


FOR_EVERYBODY = {Word.SHOWN, Word.BEFORE, Word.LAPSED, Word.ANSWERED}
# Nobody reads these, not even who wrote them, or moderators.
FOR_NOBODY = {Word.WITHHELD, Word.WITHDRAWN, Word.WITHDRAWN_BEFORE, Word.PERSON_KEY, Word.FORM_KEY, Word.UNCONFIRMED,
              Word.MODERATOR_EMAIL, Word.COLLEAGUE_EMAIL, Word.CHIEF_EMAIL}  # fmt: skip
CLOSED = {Word.HIDDEN, Word.HIDDEN_REPLY, Word.PENDING, Word.PENDING_REPLY, Word.PENDING_CHANGE, Word.REVIEWED, Word.BLOCKED}
EARLIER = {Word.HIDDEN_BEFORE, Word.PENDING_CHANGE_BEFORE}

# A passkey is made for an account, which the device shows by its address.
ACCOUNT = places("settings", "accounts") | places("my_page", "pages") | {"mfa_add_webauthn"}
HISTORY = places("history", "discussion")
THREAD = places("permalink replies reply topic history", "discussion") | places("task", "plan")
OWN = (
    THREAD
    | places("withdraw", "discussion")
    | places("my_page", "pages")
    | places("explanation", "moderation")
    | places("about", "takedowns")
)
MY_APPEALS = places("my_appeals take_back", "appeals")
DECIDING = (
    places("queue assign hide keep publish restore explanation", "moderation")
    | places("appeal_detail", "appeals")
    | places("detail", "takedowns")
)
DECISIONS = places("decision_list", "moderation") | {"admin:moderation_moderationdecision"}
APPEALS, TAKEDOWN = places("appeal_list appeal_detail", "appeals"), places("detail", "takedowns")
FILE = places("detail evidence", "takedowns")
CLAIMING = places("queue assign hide keep publish restore", "moderation") | {"admin:moderation_claim"}
PEOPLE = places("person suspend lift", "appeals") | places("team scope", "moderation") | {"admin:accounts_user"}

AT_THE_DESK = {
    **dict.fromkeys(CLOSED | {Word.OF_SUSPENDED}, THREAD | DECIDING | places("language", "discussion")),
    **dict.fromkeys(EARLIER, HISTORY),
    Word.TOPIC: THREAD,
    Word.SUSPENDED_NAME: THREAD | DECIDING | DECISIONS,
    Word.REPORT: places("queue", "moderation") | {"admin:moderation_report"},
    Word.NOTE: DECISIONS,
    Word.MODERATOR_NAME: DECISIONS | TAKEDOWN | places("assign", "moderation"),
    Word.CHIEF_NAME: DECISIONS | places("assign", "moderation"),
    Word.COLLEAGUE_NAME: CLAIMING,
    **dict.fromkeys({Word.REQUESTER_NAME, Word.REQUESTER_EMAIL, Word.STATEMENT, Word.OBJECTION, Word.TAKEDOWN_NOTE}, TAKEDOWN),
    **dict.fromkeys({Word.EVIDENCE, Word.EVIDENCE_NAME}, FILE),
    **dict.fromkeys({Word.APPEAL, Word.APPEAL_NOTE}, APPEALS),
}
EVERYWHERE = {
    Word.TOPIC: {"admin:discussion_comment", "admin:discussion_topic"},
    Word.SUSPENDED_NAME: PEOPLE | APPEALS | {"admin:discussion_comment"},
    Word.SUSPENSION_NOTE: PEOPLE,
    Word.SUSPENSION_REASON: PEOPLE | APPEALS | {"admin:core_auditevent"},
    Word.SUSPENSION_APPEAL: APPEALS,
    **dict.fromkeys({Word.OFFICER_NAME, Word.REPORTER_NAME, Word.MODERATOR_NAME, Word.COLLEAGUE_NAME, Word.CHIEF_NAME}, PEOPLE),
    Word.LOOK: {"admin:core_auditevent"},
}
DRAFTS = {
    Word.UPDATE_DRAFT: places("edit_update preview_update", "progress"),
    Word.UPDATE_FILE: places("edit_update preview_update update_file", "progress"),
}
# Reader → word → where it may be found. Whoever is not named finds what is for everybody.
STATED = {
    "author": {
        **dict.fromkeys(CLOSED, OWN),
        **dict.fromkeys(EARLIER, HISTORY),
        Word.TOPIC: THREAD,
        Word.APPEAL: MY_APPEALS,
        Word.LOOK: places("my_record", "pages"),
        Word.DRAFT: places("task", "plan"),
        Word.AUTHOR_EMAIL: ACCOUNT,
    },
    "suspended": {
        Word.OF_SUSPENDED: OWN,
        Word.SUSPENSION_REASON: places("my_suspension", "appeals"),
        Word.SUSPENSION_APPEAL: MY_APPEALS,
        Word.LOOK: places("my_record", "pages"),
        Word.SUSPENDED_EMAIL: ACCOUNT,
    },
    "reporter": {Word.REPORTER_EMAIL: ACCOUNT},
    "moderator": AT_THE_DESK,
    "officer and organiser": DRAFTS,
    "administrator": {
        word: AT_THE_DESK.get(word, frozenset()) | EVERYWHERE.get(word, set()) for word in {*AT_THE_DESK, *EVERYWHERE}
    }
    | DRAFTS,
}
# Stands at the top of each of their pages.
OWN_NAME = {"reporter": {Word.REPORTER_NAME}, "suspended": {Word.SUSPENDED_NAME}}


@pytest.fixture
def world(time_machine, settings, tmp_path) -> Iterator[World]:
    """The planted city on the day after it was planted, with its mail in files and a quiet log."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    time_machine.move_to(MONDAY, tick=False)
    logging.disable()  # that a page is forbidden is no news here
    yield plant(time_machine)
    logging.disable(logging.NOTSET)


def found_by(reader: str, world: World) -> Finds:
    client = Client()
    if reader in world.people:
        client.force_login(world.people[reader])
    if reader == "author":
        leave_draft(client, world)
    found = read_everything(client, world) | offered_while_writing(client, world) | read_the_admin(client)
    if reader in {"citizen", "moderator elsewhere"}:
        found |= send_nothing(client, world, to_the_desk=reader != "citizen")
    return found


def leaks(reader: str, found: Finds) -> Finds:
    """What this reader found that is not stated."""
    free = FOR_EVERYBODY | OWN_NAME.get(reader, set())
    stated = STATED.get(reader, {})
    return {(place, word) for place, word in found if word not in free and place not in stated.get(word, ())}


@pytest.mark.parametrize("reader", READERS)
def test_each_reader_finds_what_is_stated_and_nothing_else(reader, world):
    found = found_by(reader, world)

    assert leaks(reader, found) == set()
    assert {word for _place, word in found} == FOR_EVERYBODY | STATED.get(reader, {}).keys() | OWN_NAME.get(reader, set())


def test_each_word_is_for_somebody_or_stated_to_be_for_nobody():
    stated = {word for words in STATED.values() for word in words}

    assert stated | FOR_EVERYBODY | FOR_NOBODY == set(Word)
    assert stated & FOR_NOBODY == set()


def test_the_sweep_finds_words_that_are_escaped_or_cut_up():
    assert words_in(f"{Word.HIDDEN[:2]}<mark>{Word.HIDDEN[2:]}</mark>") == {Word.HIDDEN}
    assert words_in("%EC%AA%BD%EB%B9%9B%EB%91%90%EB%A3%A8%EB%A7%88%EB%A6%AC") == {Word.HIDDEN}
    assert words_in("".join(f"&#{ord(letter)};" for letter in Word.HIDDEN)) == {Word.HIDDEN}


def test_a_mail_about_a_comment_that_is_hidden_before_it_goes_out_does_not_go_out(world, mailbox, time_machine):
    mailbox.deliver()
    reply = post(world, time_machine, "", by="citizen", name="late", parent=world.comments["before"], body=f"{Word.HIDDEN} 답글")
    queued = Notification.objects.get(kind="comment_replied", about=f"comment:{reply.pk}")
    shown = post(world, time_machine, "", by="citizen", name="other", parent=world.comments["before"], body="다른 답글입니다")
    hide(world, reply)
    mailbox.received.clear()

    mails = mailbox.deliver()

    queued.refresh_from_db()
    assert queued.state == State.SUPPRESSED
    assert Notification.objects.get(kind="comment_replied", about=f"comment:{shown.pk}").state == State.SENT
    assert [mail["To"] for mail in mails if words_in(mail.as_string() + mail.get_content()) & {Word.HIDDEN}] == []
