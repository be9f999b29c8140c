"""Letters of organisers to a part of a forum's people: each gets a mail of their own, and sees nobody else."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.errors import RuleViolation
from portal.core.rate_limits import spend
from portal.core.record import record
from portal.core.text import clean_line, clean_text
from portal.forums import jobs, notices, refusals
from portal.forums.letter_text import Words, check
from portal.forums.models import Forum, Letter, LetterCopy
from portal.forums.segments import offered, people_of
from portal.forums.states import ForumState, Segment

LONGEST_SUBJECT, LONGEST_BODY = 150, 5_000
LETTERS_AN_HOUR = 10
# Less than a second's work: mails that wait behind it, such as sign-in codes, are not kept waiting.
AT_ONCE = 100


class NobodyToWriteTo(RuleViolation):
    """The part of the forum's people is empty."""


class AudienceChanged(RuleViolation):
    """More or fewer people are in this part of the list than its writer was asked about."""


class NotYetKnown(RuleViolation):
    """Before a forum starts nobody is absent."""


def usable(*, forum: Forum, segment: Segment, subject: str, body: str) -> Words:
    """The words as they are sent, with their placeholders.

    Raises UnusableText, UnknownPlaceholder, ForumNotPublished, NotYetKnown, NobodyToWriteTo.
    """
    words = Words(clean_line(subject, max_length=LONGEST_SUBJECT), clean_text(body, max_length=LONGEST_BODY))
    check(words)
    if forum.state == ForumState.DRAFT:
        raise refusals.ForumNotPublished(_("This forum has not been announced yet."))
    if segment not in offered(forum, timezone.now()):
        raise NotYetKnown(_("Nobody is absent before the forum starts. Please write to everybody with a seat instead."))
    if not people_of(forum, segment).exists():
        raise NobodyToWriteTo(_("There is nobody in this part of the list, so nothing was sent."))
    return words


@transaction.atomic
def send(
    *,
    forum: Forum,
    segment: Segment,
    subject: str,
    body: str,
    by: AbstractBaseUser,
    form_key: UUID,
    previewed: int | None = None,
) -> Letter:
    """Have a mail written to each person who is in a part of the list now; the same form sent twice is one letter.

    Writing takes a worker some seconds for a thousand people; the letter says how far it is. `previewed` is to how many people its writer
    agreed to send it. Raises what `usable` raises, AudienceChanged, FormChanged and TooManyRequests.
    """
    if sent := Letter.objects.filter(form_key=form_key).first():
        return _the_same(sent, forum=forum, segment=segment, subject=subject, body=body, by=by)
    words = usable(forum=forum, segment=segment, subject=subject, body=body)
    keys = list(people_of(forum, segment).values_list("pk", flat=True))
    _refuse_other_audience(len(keys), previewed)
    spend(key=f"forum-letter:{by.pk}", limit=LETTERS_AN_HOUR, per=timedelta(hours=1))
    # A second copy of the form waits here for the first one, and finds its letter.
    letter, is_new = Letter.objects.get_or_create(
        form_key=form_key,
        defaults={
            "forum": forum,
            "segment": segment,
            "subject": words.subject,
            "body": words.body,
            "written_by": by,
            "sent_at": timezone.now(),
            "recipients": keys,
            "recipient_count": len(keys),
        },
    )
    if not is_new:
        return _the_same(letter, forum=forum, segment=segment, subject=subject, body=body, by=by)
    details = {"letter": letter.pk, "segment": segment, "recipients": len(keys)}
    jobs.write_letter.defer(letter_id=letter.pk, start=0)
    record(action="letter.sent", actor=by, subject=f"forum:{forum.pk}", details=details)
    return letter


@transaction.atomic
def write_some(*, letter_id: int, start: int) -> int:
    """Write a letter's mails to its next AT_ONCE recipients, and have a job do the same for those behind them; how many were written.

    `start` is how many recipients the job believes to be settled. A job that runs again after its worker died finds the letter further on
    and does nothing; the job for the rest was queued with the mails. Whoever left this part of the list since, or has closed their
    account, gets none.
    """
    letter = Letter.objects.select_for_update(of=("self",)).select_related("forum").get(pk=letter_id)
    if letter.handled_count != start or letter.is_done:
        return 0
    keys = letter.recipients[start : start + AT_ONCE]
    words, segment = Words(letter.subject, letter.body), Segment(letter.segment)
    lot = list(people_of(letter.forum, segment).filter(pk__in=keys).select_related("citizen"))
    now = timezone.now()
    LetterCopy.objects.bulk_create(LetterCopy(letter=letter, registration=each, written_at=now) for each in lot)
    for registration in lot:
        registration.forum = letter.forum
        notices.letter(registration, words, segment=segment)
    letter.handled_count += len(keys)
    letter.written_count += len(lot)
    letter.save(update_fields=["handled_count", "written_count"])
    if not letter.is_done:
        jobs.write_letter.defer(letter_id=letter.pk, start=letter.handled_count)
    return len(lot)


def _refuse_other_audience(count: int, previewed: int | None) -> None:
    if previewed in {None, count}:
        return
    raise AudienceChanged(
        ngettext(
            "The list has changed since you were asked: the letter would go to %(count)s person now, not to %(before)s. Nothing was sent.",
            "The list has changed since you were asked: the letter would go to %(count)s people now, not to %(before)s. Nothing was sent.",
            count,
        )
        % {"count": f"{count:,}", "before": f"{previewed:,}"}
    )


def _the_same(letter: Letter, *, subject: str, body: str, **values) -> Letter:
    """The letter that was sent before, if this form says what that one said."""
    values |= {
        "subject": clean_line(subject, max_length=LONGEST_SUBJECT),
        "body": clean_text(body, max_length=LONGEST_BODY),
        "written_by": values.pop("by"),
    }
    if any(getattr(letter, name) != value for name, value in values.items()):
        raise refusals.FormChanged(
            _("This form was already sent with other content. Please load the page again and start afresh.")
        )
    return letter
