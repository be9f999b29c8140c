"""Every mail that moderation writes, in both languages: nobody learns from it who reported, who asked or who decided."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.appeals.services import appeals, suspensions
from portal.discussion import services as discussion
from portal.moderation import services as moderation
from portal.moderation.services import reviews
from portal.notifications.kinds import all_kinds
from portal.notifications.models import Notification
from portal.takedowns.services import blocks, requests
from tests.planted import Word, World, plant, post, report
from tests.sweep import words_in
from tests.test_nothing_hidden_leaks import MONDAY

pytestmark = pytest.mark.django_db
# What a mail may hold, by whom it goes to; nothing for everybody else, the requester included.
THEIR_OWN = {
    "quiet-reporter@example.org": {Word.REPORTER_NAME, Word.REPORTER_EMAIL},
    "quiet-suspended@example.org": {Word.SUSPENDED_NAME, Word.SUSPENDED_EMAIL, Word.SUSPENSION_REASON},
    "quiet-author@example.org": {Word.AUTHOR_EMAIL},
    "quiet-moderator@example.org": {Word.MODERATOR_NAME, Word.MODERATOR_EMAIL},
    "quiet-colleague@example.org": {Word.COLLEAGUE_NAME, Word.COLLEAGUE_EMAIL},
    "quiet-chief@example.org": {Word.CHIEF_NAME, Word.CHIEF_EMAIL},
    "quiet-requester@example.org": {Word.REQUESTER_EMAIL},
}


def go_on(world: World, clock, mailbox) -> None:
    """Everything that is still open comes to its end, so that each kind of mail is written."""
    decider, words = world.people["decider"], {"reason": "다시 살펴보았습니다."}
    kept = post(world, clock, "", name="kept", body="버스 노선에 대한 말입니다.")
    report(world, kept, world.people["reporter"])
    for decide, more in ((moderation.keep, {}), (moderation.hide, {"rule": "abuse"})):
        decision = decide(comment=kept, moderator=decider, note=Word.NOTE.value, **words, **more)
        mailbox.deliver()
        moderation.undo(decision=decision, moderator=decider)
    moderation.restore(comment=world.comments["hidden_reply"], moderator=decider, note=Word.NOTE.value, **words)
    moderation.publish(comment=world.comments["pending"], moderator=decider, note=Word.NOTE.value, **words)
    discussion.reply_officially(comment=kept, officer=world.people["officer and organiser"], body="검토하겠습니다.")
    post(world, clock, "", by="citizen", name="to_kept", parent=kept, body="저도 그렇게 생각합니다.")
    appeals.rule(
        appeal=world.appeals[0], moderator=world.people["colleague"], reverses=True, note=Word.APPEAL_NOTE.value, **words
    )
    blocks.lift(takedown=world.takedown, moderator=decider, note=Word.TAKEDOWN_NOTE.value, **words)
    blocks.refuse(takedown=requests.confirm(takedown=world.unconfirmed), moderator=decider, **words)
    suspensions.lift(suspension=world.suspension, moderator=world.people["administrator"], **words)
    clock.shift(timedelta(days=4))
    reviews.end_reviews()
    moderation.write_summaries(now=timezone.localtime().replace(hour=9))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_mail_of_any_kind_says_who_reported_who_asked_who_decided_or_what_is_hidden(language, time_machine, mailbox):
    time_machine.move_to(MONDAY, tick=False)
    world = plant(time_machine, language=language)
    go_on(world, time_machine, mailbox)
    mails = list(Notification.objects.all())
    packages = ("comment_", "moderation_", "appeal_", "suspension_", "takedown_")

    told = {}
    for mail in mails:
        text = f"{mail.subject} {mail.body} {mail.link} {mail.about} {mail.attachment_name} {mail.attachment_content}"
        told[mail.kind, mail.address] = words_in(text) - THEIR_OWN.get(mail.address, set())
    sent = {mail["To"]: words_in(str(mail["Subject"]) + mail.get_content()) for mail in mailbox.deliver()}

    assert {mail.kind for mail in mails} >= {kind.name for kind in all_kinds() if kind.name.startswith(packages)}
    assert {to: words for to, words in told.items() if words} == {}
    assert {to: words - THEIR_OWN.get(to, set()) for to, words in sent.items() if words - THEIR_OWN.get(to, set())} == {}
    assert sent.keys() >= {"quiet-author@example.org", "quiet-reporter@example.org", "quiet-requester@example.org"}
