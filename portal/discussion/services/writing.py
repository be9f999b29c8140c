"""Posting, changing and withdrawing one's own words."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.errors import InvalidInput
from portal.core.text import clean_text
from portal.discussion.gate import discussion_gate
from portal.discussion.models import DEEPEST, Comment, EarlierWords, Stance, State, Topic
from portal.discussion.notices import tell_whom_it_answers
from portal.discussion.services import limits
from portal.discussion.services.holds import holds_personal_data, why_held, words_key
from portal.discussion.services.locking import locked, locked_chain, locked_person
from portal.discussion.services.moves import move
from portal.discussion.services.refusals import EditingClosed, NotWithdrawable, NotYours
from portal.discussion.services.topics import check_offered
from portal.policy.models import Task

LONGEST_COMMENT = 2_000
SAME_AGAIN = timedelta(minutes=1)


@transaction.atomic
def post(
    *,
    task: Task,
    author,
    body: str,
    parent: Comment | None = None,
    stance: str = "",
    topic: Topic | None = None,
    form_key: UUID | None = None,
    address: str = "",
) -> Comment:
    """Write a comment about a task, or a reply to `parent`. It appears at once, unless it comes back as held; `held_for` says why.

    A reply to the deepest level stands beside the comment that it answers. The same words sent again with the same form, or
    within a minute, are the same comment. `address` is where the request comes from. Raises UnusableText, InvalidInput,
    SignInRequired, NotVerified, Suspended, DiscussionClosed, TooManyRequests or NotAnswerable.
    """
    body = clean_text(body, max_length=LONGEST_COMMENT)
    if stance not in {"", *Stance.values}:
        raise InvalidInput(_("Please choose one of the stances offered, or none."))
    check_offered(topic)
    author = locked_person(author)
    discussion = discussion_gate(task=task, person=author)
    now, form_key = timezone.now(), form_key or uuid4()
    if sent := sent_before(author, body, parent, form_key, now, task=task, department=None):
        return sent
    is_new = limits.is_new(author, now)
    limits.spend_comment(author, address, newly=is_new)
    comment = Comment(
        task=task,
        author=author,
        person_key=author.person_key,
        body=body,
        words_key=words_key(body),
        stance=stance,
        topic=topic,
        form_key=unused(form_key, author),
        created_at=now,
        state_changed_at=now,
    )
    comment.held_for = why_held(comment=comment, discussion=discussion, is_new=is_new, now=now)
    comment.state = State.HELD if comment.held_for else State.PUBLISHED
    place(comment, under=locked_chain(task, parent) if parent else None)
    if comment.state == State.PUBLISHED:
        tell_whom_it_answers(comment)
    return comment


@transaction.atomic
def edit(*, comment: Comment, author, body: str) -> Comment:
    """Change one's own words while they are shown; ten minutes after writing, the earlier ones stay for everybody to see.

    An official reply is changed by any officer of its department, always with its history, and also where the discussion is
    closed: a wrong figure does not stand for ever. What would be held if it were new is held now. Raises UnusableText, SignInRequired, NotVerified, Suspended, DiscussionClosed, NotYours, EditingClosed
    or TooManyRequests.
    """
    body = clean_text(body, max_length=LONGEST_COMMENT)
    author = locked_person(author)
    is_official = comment.is_official
    discussion = discussion_gate(task=comment.task, person=author, is_official=is_official, also_closed=is_official)
    limits.spend_edit(author)
    comment = locked(comment)
    _check_own(comment, author)
    check_editable(comment, author)
    if body == comment.body:
        return comment
    now, before = timezone.now(), comment.body
    if comment.keeps_history_at(now):
        _keep(comment, now)
    comment.body, comment.words_key, comment.edited_at = body, words_key(body), now
    held_for = "" if is_official else _why_held_now(comment, author, discussion, now, before)
    comment.save(update_fields=["body", "words_key", "edited_at"])
    return move(comment, State.HELD, held_for=held_for) if held_for else comment


@transaction.atomic
def withdraw(*, comment: Comment, author) -> Comment:
    """Take one's own comment back: a placeholder and the replies stay, the words are shown to nobody.

    Always possible, also in a closed discussion and for somebody suspended. Raises NotYours or NotWithdrawable.
    """
    author = locked_person(author)
    comment = locked(comment)
    _check_own(comment, author)
    if not comment.may_be_withdrawn_by(author):
        raise NotWithdrawable(_("This comment is not shown any more, so there is nothing to withdraw."))
    return move(comment, State.WITHDRAWN)


def check_editable(comment: Comment, author) -> None:
    """Say why a comment cannot be changed. Raises EditingClosed."""
    if not comment.may_be_edited_by(author):
        raise EditingClosed(_("A comment can be changed only while it is shown. You can write a new one instead."))


def place(comment: Comment, *, under: Comment | None) -> None:
    """Save a comment below the one it answers, which is held, and let all above it count it."""
    if under:
        is_beside = under.depth == DEEPEST
        if is_beside:
            comment.parent_id, comment.answered = under.parent_id, under
        else:
            comment.parent = under
        comment.root_id = under.root_id or under.pk
        comment.depth = min(under.depth + 1, DEEPEST)
        comment.ancestry = under.ancestry if is_beside else under.path
    add(comment)


def add(comment: Comment) -> None:
    """Save a new comment and let all above it count it."""
    comment.save(force_insert=True)
    Comment.objects.filter(pk__in=comment.ancestor_keys()).update(reply_count=F("reply_count") + 1)


def sent_before(author, body: str, answered: Comment | None, form_key: UUID, now: datetime, **same) -> Comment | None:
    """The comment that the same person has just written in the same words at the same place."""
    at_the_place = Q(parent=answered, answered=None) | Q(answered=answered) if answered else Q(parent=None)
    just_now = Q(form_key=form_key) | Q(created_at__gt=now - SAME_AGAIN)
    # Whoever withdrew it by mistake says it again.
    sent = author.comments.filter(at_the_place, just_now, body=body, **same).exclude(state=State.WITHDRAWN)
    return sent.order_by("-pk").first()


def unused(form_key: UUID, author) -> UUID:
    """The form's key, or a new one: the browser's back button shows a form again whose key is used up."""
    return uuid4() if author.comments.filter(form_key=form_key).exists() else form_key


def _check_own(comment: Comment, person) -> None:
    if not comment.is_spoken_by(person):
        raise NotYours(_("Somebody else wrote this comment; only they can change or withdraw it."))


def _keep(comment: Comment, now: datetime) -> None:
    """Keep the present words as earlier ones, out of sight if they hold personal data. Words that stood for no time are none."""
    kept = {"body": comment.body, "is_withheld": holds_personal_data(comment.body)}
    EarlierWords.objects.get_or_create(comment=comment, replaced_at=now, defaults=kept)


def _why_held_now(comment: Comment, author, discussion, now: datetime, before: str) -> str:
    is_new = limits.is_new(author, now)
    return why_held(comment=comment, discussion=discussion, is_new=is_new, now=now, before=before)
