"""Everything that changes a comment, a vote or whether a task may be discussed."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core.errors import InvalidInput, NotAllowed, RuleViolation
from portal.core.rate_limits import spend
from portal.core.text import clean_text
from portal.discussion.gate import discussion_gate
from portal.discussion.models import DEEPEST, Comment, Discussion, Stance, State, Vote
from portal.discussion.rules import Rule
from portal.notifications.services import notify
from portal.policy.models import Task

LONGEST_COMMENT = 2_000
SAME_AGAIN = timedelta(minutes=1)
COMMENTS = {"limit": 10, "per": timedelta(minutes=10)}
EDITS = {"limit": 30, "per": timedelta(minutes=10)}
VOTES = {"limit": 60, "per": timedelta(minutes=1)}

# What a moderator, a review or a takedown may turn a comment into. Withdrawing is its author's act and has no way back.
LEGAL_MOVES = {
    State.PUBLISHED: {State.UNDER_REVIEW, State.HIDDEN, State.TAKEN_DOWN},
    State.HELD: {State.PUBLISHED, State.HIDDEN},
    State.UNDER_REVIEW: {State.PUBLISHED, State.HIDDEN, State.TAKEN_DOWN},
    State.HIDDEN: {State.PUBLISHED, State.TAKEN_DOWN},
    State.TAKEN_DOWN: {State.PUBLISHED, State.HIDDEN},
    State.WITHDRAWN: set(),
}


class NotAnswerable(RuleViolation):
    """The comment to be answered is no longer shown."""


class NotYours(NotAllowed):
    """Somebody else wrote the comment."""


class EditingClosed(RuleViolation):
    """The ten minutes are over, or the comment is not shown."""


class NotWithdrawable(RuleViolation):
    """The comment is withdrawn already, or hidden by somebody else."""


class NotVotable(RuleViolation):
    """The comment is one's own, or no longer shown."""


class IllegalMove(RuleViolation):
    """A comment cannot come from its state into the wanted one."""


@transaction.atomic
def post(
    *, task: Task, author, body: str, parent: Comment | None = None, stance: str = "", form_key: UUID | None = None
) -> Comment:
    """Publish a comment about a task, or a reply to `parent`.

    A reply to the deepest level stands beside the comment that it answers. The same words sent again with the same form, or
    within a minute, are the same comment. Raises UnusableText, InvalidInput, SignInRequired, NotVerified, DiscussionClosed,
    TooManyRequests or NotAnswerable.
    """
    body = clean_text(body, max_length=LONGEST_COMMENT)
    if stance not in {"", *Stance.values}:
        raise InvalidInput(_("Please choose one of the stances offered, or none."))
    author = _locked_person(author)
    discussion_gate(task=task, person=author)
    now, form_key = timezone.now(), form_key or uuid4()
    sent = _sent_before(author.comments.filter(task=task, body=body), parent, form_key, now)
    if sent:
        return sent
    spend(key=f"comment:{author.pk}", **COMMENTS)
    if author.comments.filter(form_key=form_key).exists():
        form_key = uuid4()  # The browser's back button shows a form again whose key is used up.
    answered = _locked_chain(task, parent) if parent else None
    place = _place_under(answered) if answered else {}
    words = {"body": body, "stance": stance, "form_key": form_key}
    comment = Comment.objects.create(task=task, author=author, created_at=now, state_changed_at=now, **words, **place)
    Comment.objects.filter(pk__in=comment.ancestor_keys()).update(reply_count=F("reply_count") + 1)
    if answered and answered.author_id != author.pk:
        _tell(answered.author, comment)
    return comment


@transaction.atomic
def edit(*, comment: Comment, author, body: str) -> Comment:
    """Change one's own words within ten minutes.

    Raises UnusableText, SignInRequired, NotVerified, DiscussionClosed, NotYours, EditingClosed or TooManyRequests.
    """
    body = clean_text(body, max_length=LONGEST_COMMENT)
    comment = _locked(comment)
    discussion_gate(task=comment.task, person=author)
    _check_own(comment, author)
    now = timezone.now()
    check_editable(comment, author, now)
    spend(key=f"edit:{author.pk}", **EDITS)
    if body != comment.body:
        comment.body, comment.edited_at = body, now
        comment.save(update_fields=["body", "edited_at"])
    return comment


@transaction.atomic
def withdraw(*, comment: Comment, author) -> Comment:
    """Take one's own comment back: a placeholder and the replies stay, the words are shown to nobody.

    Always possible, also in a closed discussion. Raises NotYours or NotWithdrawable.
    """
    comment = _locked(comment)
    _check_own(comment, author)
    if not comment.may_be_withdrawn_by(author):
        raise NotWithdrawable(_("This comment is not shown any more, so there is nothing to withdraw."))
    return _move(comment, State.WITHDRAWN, "")


@transaction.atomic
def vote(*, comment: Comment, voter, value: str, seen: str | None = None) -> Vote | None:
    """Agree, disagree or pass; choosing one's present vote again takes it back. Returns the vote that stands, if any.

    `seen` is the vote that the person saw when choosing ("" for none; None means whatever it is now), so that a form sent
    twice votes once. Raises InvalidInput, SignInRequired, NotVerified, DiscussionClosed, NotVotable or TooManyRequests.
    """
    if value not in Vote.Value.values or seen not in {None, "", *Vote.Value.values}:
        raise InvalidInput(_("Please choose agree, disagree or pass."))
    discussion_gate(task=comment.task, person=voter)
    spend(key=f"vote:{voter.pk}", **VOTES)
    comment = _locked(comment)
    _check_votable(comment, voter)
    current = Vote.objects.filter(comment=comment, person_key=voter.person_key).first()
    before = current.value if current else ""
    wanted = "" if value == (before if seen is None else seen) else value
    if wanted == before:
        return current
    _count(comment, before, wanted)
    if not wanted:
        current.delete()
        return None
    values = {"voter": voter, "value": wanted, "voted_at": timezone.now()}
    return Vote.objects.update_or_create(comment=comment, person_key=voter.person_key, defaults=values)[0]


@transaction.atomic
def set_state(*, comment: Comment, state: str, rule: str = "") -> Comment:
    """Move a comment into another state and note the rule and the time. Whoever calls records why.

    A hidden comment needs a rule; a published one has none. Raises IllegalMove or InvalidInput.
    """
    comment = _locked(comment)
    if state not in LEGAL_MOVES[comment.state]:
        raise IllegalMove(_("The comment has changed meanwhile. It is now: %(state)s.") % {"state": comment.get_state_display()})
    if rule not in {"", *Rule.values} or (state == State.HIDDEN and not rule):
        raise InvalidInput(_("Please name the rule that the comment breaks."))
    return _move(comment, state, "" if state == State.PUBLISHED else rule)


def check_editable(comment: Comment, author, now: datetime) -> None:
    """Say why a comment cannot be changed any more. Raises EditingClosed."""
    if not comment.may_be_edited_by(author, now):
        raise EditingClosed(
            _("A comment can be changed for ten minutes while it is shown. Please add a reply, or withdraw it and write anew.")
        )


def close_discussion(*, task: Task) -> Discussion:
    """Leave a task's discussion open for reading only."""
    return _set_discussion(task, Discussion.State.CLOSED)


def open_discussion(*, task: Task) -> Discussion:
    """Let people write and vote about a task again."""
    return _set_discussion(task, Discussion.State.OPEN)


def _set_discussion(task: Task, state: str) -> Discussion:
    return Discussion.objects.update_or_create(task=task, defaults={"state": state})[0]


def _locked_person(person):
    """The person as they are now, held so that the same form sent twice waits for itself."""
    if not person.is_authenticated:
        return person
    return get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)


def _locked(comment: Comment) -> Comment:
    return Comment.objects.select_for_update(of=("self",), no_key=True).select_related("task").get(pk=comment.pk)


def _locked_chain(task: Task, parent: Comment) -> Comment:
    """The comment to be answered as it is now. It and all above it are held, the root first, so that nobody waits in a circle."""
    keys = [*parent.ancestor_keys(), parent.pk]
    chain = Comment.objects.filter(pk__in=keys, task=task).in_thread_order().select_related("author")
    held = list(chain.select_for_update(of=("self",), no_key=True))
    if not held or held[-1].pk != parent.pk or held[-1].state != State.PUBLISHED:
        raise NotAnswerable(_("The comment you answer is no longer shown, so it cannot be answered."))
    return held[-1]


def _place_under(answered: Comment) -> dict:
    """The fields that say where a reply to `answered` stands."""
    is_beside = answered.depth == DEEPEST
    parent_id = answered.parent_id if is_beside else answered.pk
    return {
        "parent_id": parent_id,
        "root_id": answered.root_id or answered.pk,
        "answered": answered if is_beside else None,
        "depth": min(answered.depth + 1, DEEPEST),
        "ancestry": answered.ancestry if is_beside else answered.path,
    }


def _sent_before(same_words, parent: Comment | None, form_key: UUID, now: datetime) -> Comment | None:
    """The comment that the same person has just written in the same words at the same place."""
    at_the_place = Q(parent=parent, answered=None) | Q(answered=parent) if parent else Q(parent=None)
    just_now = Q(form_key=form_key) | Q(created_at__gt=now - SAME_AGAIN)
    # Whoever withdrew it by mistake says it again.
    return same_words.exclude(state=State.WITHDRAWN).filter(at_the_place, just_now).order_by("-pk").first()


def _tell(reader, reply: Comment) -> None:
    """Write to whoever was answered."""
    with translation.override(reader.language):
        link = reply.get_absolute_url()
    notify(kind="comment_replied", recipient=reader, context={"task": reply.task}, link=link, about=f"comment:{reply.pk}")


def _check_own(comment: Comment, person) -> None:
    if comment.author_id != person.pk:
        raise NotYours(_("Somebody else wrote this comment; only they can change or withdraw it."))


def _check_votable(comment: Comment, voter) -> None:
    if comment.author_id == voter.pk:
        raise NotVotable(_("This is your own comment. Others decide whether they agree."))
    if comment.state != State.PUBLISHED:
        raise NotVotable(_("This comment is no longer shown, so it takes no votes."))


def _count(comment: Comment, before: str, after: str) -> None:
    """Keep the counters equal to the votes. The comment is locked, so reading and writing cannot be interrupted."""
    changes = {f"{value}_count": step for value, step in ((before, -1), (after, 1)) if value}
    for name, step in changes.items():
        setattr(comment, name, getattr(comment, name) + step)
    comment.save(update_fields=list(changes))


def _move(comment: Comment, state: str, rule: str) -> Comment:
    comment.state, comment.rule, comment.state_changed_at = state, rule, timezone.now()
    comment.save(update_fields=["state", "rule", "state_changed_at"])
    return comment
