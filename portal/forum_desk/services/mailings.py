"""Mailings of organisers to a part of a forum's people: each gets a mail of their own, and sees nobody else."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from portal.accounts.models import User
from portal.core.audit_log import record_event
from portal.core.errors import RuleViolation
from portal.core.jobs import attempt
from portal.core.rate_limits import spend
from portal.core.text.cleaning import clean_line, clean_text
from portal.forum_desk import mails
from portal.forum_desk.mailings.audiences import offered, people_of
from portal.forum_desk.mailings.text import Words, check
from portal.forum_desk.models import Audience, Mailing, MailingCopy
from portal.forums.models import Forum
from portal.forums.states import ForumState
from portal.notifications.models import Notification
from portal.notifications.services import post
from portal.registrations.models import Registration
from portal.registrations.services import refusals

LONGEST_SUBJECT, LONGEST_BODY = 150, 5_000
MAILINGS_AN_HOUR = 10
# The job that calls `write_some`.
WRITING = "portal.forum_desk.jobs.write_mailing"
# Less than a second's work: mails that wait behind it, such as sign-in codes, are not kept waiting.
AT_ONCE = 100


class NobodyToWriteTo(RuleViolation):
    """The part of the forum's people is empty."""


class AudienceChanged(RuleViolation):
    """More or fewer people are in this part of the list than its writer was asked about."""


class NotYetKnown(RuleViolation):
    """Before a forum starts nobody is absent."""


def usable(*, forum: Forum, audience: Audience, subject: str, body: str) -> Words:
    """The words as they are sent, with their placeholders.

    Raises UnusableText, UnknownPlaceholder, ForumNotPublished, NotYetKnown, NobodyToWriteTo.
    """
    words = Words(clean_line(subject, max_length=LONGEST_SUBJECT), clean_text(body, max_length=LONGEST_BODY))
    check(words)
    if forum.state == ForumState.DRAFT:
        raise refusals.ForumNotPublished(_("This forum has not been announced yet."))
    if audience not in offered(forum, timezone.now()):
        raise NotYetKnown(_("Nobody is absent before the forum starts. Please write to everybody with a seat instead."))
    if not people_of(forum, audience).exists():
        raise NobodyToWriteTo(_("There is nobody in this part of the list, so nothing was sent."))
    return words


@transaction.atomic
def send(
    *,
    forum: Forum,
    audience: Audience,
    subject: str,
    body: str,
    by: User,
    form_key: UUID,
    previewed: int | None = None,
) -> Mailing:
    """Have a mail written to each person who is in a part of the list now; the same form sent twice is one mailing.

    Writing takes a worker some seconds for a thousand people; the mailing says how far it is. `previewed` is to how
    many people its writer agreed to send it. Raises what `usable` raises, AudienceChanged, FormChanged and
    TooManyRequests.
    """
    if sent := Mailing.objects.filter(form_key=form_key).first():
        return _the_same(sent, forum=forum, audience=audience, subject=subject, body=body, by=by)
    words = usable(forum=forum, audience=audience, subject=subject, body=body)
    keys = list(people_of(forum, audience).values_list("pk", flat=True))
    _refuse_other_audience(len(keys), previewed)
    spend(key=f"forum-mailing:{by.pk}", limit=MAILINGS_AN_HOUR, per=timedelta(hours=1))
    # A second copy of the form waits here for the first one, and finds its mailing.
    mailing, is_new = Mailing.objects.get_or_create(
        form_key=form_key,
        defaults={
            "forum": forum,
            "audience": audience,
            "subject": words.subject,
            "body": words.body,
            "written_by": by,
            "sent_at": timezone.now(),
            "recipients": keys,
            "recipient_count": len(keys),
        },
    )
    if not is_new:
        return _the_same(mailing, forum=forum, audience=audience, subject=subject, body=body, by=by)
    details = {"mailing": mailing.pk, "audience": audience, "recipients": len(keys)}
    app.configure_task(WRITING, allow_unknown=False).defer(mailing_id=mailing.pk, start=0)
    record_event(action="mailing.sent", actor=by, subject=f"forum:{forum.pk}", details=details)
    return mailing


def write_some(*, mailing_id: int, start: int) -> int:
    """Write a mailing's mails to its next AT_ONCE recipients, and have a job do the same for those behind them; how
    many were written.

    `start` is how many recipients the job believes to be settled. A job that runs again after its worker died finds the
    mailing further on and does nothing; the job for the rest was queued with the mails. Whoever left this part of the
    list since, or has closed their account, gets none. Nothing is locked while the mails are written.
    """
    mailing = Mailing.objects.select_related("forum").get(pk=mailing_id)
    if mailing.handled_count != start or mailing.is_done:
        return 0
    keys = mailing.recipients[start : start + AT_ONCE]
    words, audience = Words(mailing.subject, mailing.body), Audience(mailing.audience)
    lot = list(people_of(mailing.forum, audience).filter(pk__in=keys).select_related("citizen"))
    for registration in lot:
        registration.forum = mailing.forum
    written = attempt(lot, lambda registration: (registration, mails.mailing(registration, words, audience=audience))).done
    mailing.handled_count += len(keys)
    mailing.written_count += len(written)
    return _keep(mailing, start, written)


@transaction.atomic
def _keep(mailing: Mailing, start: int, written: list[tuple[Registration, Notification]]) -> int:
    """Have these mails sent, unless somebody else has just written to the same people; how many."""
    counts = {"handled_count": mailing.handled_count, "written_count": mailing.written_count}
    if not Mailing.objects.filter(pk=mailing.pk, handled_count=start).update(**counts):
        return 0
    now = timezone.now()
    MailingCopy.objects.bulk_create(MailingCopy(mailing=mailing, registration=each, written_at=now) for each, _mail in written)
    post([mail for _registration, mail in written])
    if not mailing.is_done:
        app.configure_task(WRITING, allow_unknown=False).defer(mailing_id=mailing.pk, start=mailing.handled_count)
    return len(written)


def _refuse_other_audience(count: int, previewed: int | None) -> None:
    if previewed in {None, count}:
        return
    raise AudienceChanged(
        ngettext(
            "The list has changed since you were asked: the mailing would now go to %(count)s person, not to %(before)s. "
            "Nothing was sent.",
            "The list has changed since you were asked: the mailing would now go to %(count)s people, not to %(before)s. "
            "Nothing was sent.",
            count,
        )
        % {"count": f"{count:,}", "before": f"{previewed:,}"}
    )


def _the_same(mailing: Mailing, *, subject: str, body: str, **values: object) -> Mailing:
    """The mailing that was sent before, if this form says what that one said."""
    values |= {
        "subject": clean_line(subject, max_length=LONGEST_SUBJECT),
        "body": clean_text(body, max_length=LONGEST_BODY),
        "written_by": values.pop("by"),
    }
    if any(getattr(mailing, name) != value for name, value in values.items()):
        raise refusals.FormChanged(_("This form was already sent with other content. Please reload the page and start again."))
    return mailing
