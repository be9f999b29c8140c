"""Posting, changing and withdrawing one's own words."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import InvalidInput
from portal.core.people import Visitor
from portal.core.text.cleaning import clean_text
from portal.core.text.languages import language_of
from portal.discussion.gate import enter_discussion
from portal.discussion.mails import tell_whom_it_answers
from portal.discussion.models import DEEPEST, Comment, CommentRevision, Discussion, Stance, State, Topic
from portal.discussion.services import limits
from portal.discussion.services.locking import lock_chain, lock_comment, lock_person
from portal.discussion.services.moves import move
from portal.discussion.services.pre_moderation import has_personal_data, why_pending, words_key
from portal.discussion.services.refusals import EditingClosed, NotWithdrawable, NotYours
from portal.discussion.services.topics import check_offered
from portal.plan.models import Department, Task

LONGEST_COMMENT = 2_000
SAME_AGAIN = timedelta(minutes=1)


@transaction.atomic
def post(
    *,
    task: Task,
    author: Visitor,
    body: str,
    parent: Comment | None = None,
    stance: str = "",
    topic: Topic | None = None,
    form_key: UUID | None = None,
    address: str = "",
) -> Comment:
    """Write a comment about a task, or a reply to `parent`. It appears at once unless it comes back pending, for `pending_for`.

    A reply to the deepest level stands beside the comment that it answers. The same words sent again with the same form, or
    within a minute, are the same comment. `address` is where the request comes from. Raises UnusableText, InvalidInput,
    SignInRequired, NotVerified, Suspended, DiscussionClosed, TooManyRequests or NotAnswerable.
    """
    body = clean_text(body, max_length=LONGEST_COMMENT)
    if stance not in {"", *Stance.values}:
        raise InvalidInput(_("Please choose one of the stances offered, or none."))
    check_offered(topic)
    discussion, writer = enter_discussion(task=task, person=lock_person(author))
    now, form_key = timezone.now(), form_key or uuid4()
    if sent := sent_before(writer, body, parent, form_key, now, task=task, department=None):
        return sent
    is_new = limits.is_new(writer, now)
    limits.spend_comment(writer, address, newly=is_new)
    comment = Comment(
        task=task,
        author=writer,
        person_key=writer.person_key or "",
        body=body,
        words_key=words_key(body),
        stance=stance,
        topic=topic,
        form_key=unused(form_key, writer),
        created_at=now,
        state_changed_at=now,
    )
    comment.pending_for = why_pending(comment=comment, discussion=discussion, is_new=is_new, now=now)
    comment.state = State.PENDING if comment.pending_for else State.PUBLISHED
    insert_below(comment, under=lock_chain(task, parent) if parent else None)
    if comment.state == State.PUBLISHED:
        tell_whom_it_answers(comment)
    return comment


@transaction.atomic
def edit(*, comment: Comment, author: Visitor, body: str) -> Comment:
    """Change one's own words while they are shown; ten minutes after writing, the earlier ones stay for everybody to see.

    An official reply is changed by any officer of its department, always with its history, and also where the discussion is
    closed: a wrong figure does not stand for ever. What would be pending if it were new is pending now. Raises UnusableText,
    SignInRequired, NotVerified, Suspended, DiscussionClosed, NotYours, EditingClosed or TooManyRequests.
    """
    body = clean_text(body, max_length=LONGEST_COMMENT)
    person, is_official = lock_person(author), comment.is_official
    discussion, writer = enter_discussion(task=comment.task, person=person, is_official=is_official, also_closed=is_official)
    limits.spend_edit(writer)
    comment = lock_comment(comment)
    _check_own(comment, writer)
    check_editable(comment, writer)
    if body == comment.body:
        return comment
    now, before = timezone.now(), comment.body
    if comment.keeps_history_at(now):
        _keep(comment, now)
    if comment.language == language_of(before):  # what somebody put right stays so
        comment.language = language_of(body)
    comment.body, comment.words_key, comment.edited_at = body, words_key(body), now
    pending_for = "" if is_official else _why_pending_now(comment, writer, discussion, now, before)
    comment.save(update_fields=["body", "language", "words_key", "edited_at"])
    return move(comment, State.PENDING, pending_for=pending_for) if pending_for else comment


@transaction.atomic
def withdraw(*, comment: Comment, author: Visitor) -> Comment:
    """Take one's own comment back: a placeholder and the replies stay, the words are shown to nobody.

    Always possible, also in a closed discussion and for somebody suspended. Raises NotYours or NotWithdrawable.
    """
    author = lock_person(author)
    comment = lock_comment(comment)
    _check_own(comment, author)
    if not comment.may_be_withdrawn_by(author):
        raise NotWithdrawable(_("This comment is not shown any more, so there is nothing to withdraw."))
    return move(comment, State.WITHDRAWN)


def check_editable(comment: Comment, author: Visitor) -> None:
    """Say why a comment cannot be changed. Raises EditingClosed."""
    if not comment.may_be_edited_by(author):
        raise EditingClosed(_("A comment can be changed only while it is shown. You can write a new one instead."))


def insert_below(comment: Comment, *, under: Comment | None) -> None:
    """Save a comment below the one it answers, which is locked, and let all above it count it."""
    if under:
        is_beside = under.depth == DEEPEST
        if is_beside:
            comment.parent_id, comment.answered = under.parent_id, under
        else:
            comment.parent = under
        comment.root_id = under.root_id or under.pk
        comment.depth = min(under.depth + 1, DEEPEST)
        comment.ancestry = under.ancestry if is_beside else under.path
    insert(comment)


def insert(comment: Comment) -> None:
    """Save a new comment in its language, and let all above it count it."""
    comment.language = language_of(comment.body)
    comment.save(force_insert=True)
    Comment.objects.filter(pk__in=comment.ancestor_keys()).update(reply_count=F("reply_count") + 1)


def sent_before(
    author: User,
    body: str,
    answered: Comment | None,
    form_key: UUID,
    now: datetime,
    *,
    task: Task,
    department: Department | None,
) -> Comment | None:
    """The comment that the same person has just written in the same words at the same place."""
    at_the_place = Q(parent=answered, answered=None) | Q(answered=answered) if answered else Q(parent=None)
    just_now = Q(form_key=form_key) | Q(created_at__gt=now - SAME_AGAIN)
    # Whoever withdrew it by mistake says it again.
    same = author.comments.filter(at_the_place, just_now, body=body, task=task, department=department)
    sent = same.exclude(state=State.WITHDRAWN)
    return sent.order_by("-pk").first()


def unused(form_key: UUID, author: User) -> UUID:
    """The form's key, or a new one: the browser's back button shows a form again whose key is used up."""
    return uuid4() if author.comments.filter(form_key=form_key).exists() else form_key


def _check_own(comment: Comment, person: Visitor) -> None:
    if not comment.is_spoken_by(person):
        raise NotYours(_("Somebody else wrote this comment; only they can change or withdraw it."))


def _keep(comment: Comment, now: datetime) -> None:
    """Keep the present words as earlier ones, out of sight if they hold personal data. Words that stood for no time are none."""
    kept = {"body": comment.body, "language": comment.language, "is_withheld": has_personal_data(comment.body)}
    CommentRevision.objects.get_or_create(comment=comment, replaced_at=now, defaults=kept)


def _why_pending_now(comment: Comment, author: User, discussion: Discussion, now: datetime, before: str) -> str:
    is_new = limits.is_new(author, now)
    return why_pending(comment=comment, discussion=discussion, is_new=is_new, now=now, before=before)
