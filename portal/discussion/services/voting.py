"""Votes, and the counters that equal them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.errors import InvalidInput
from portal.core.people import Visitor
from portal.discussion.gate import enter_discussion
from portal.discussion.models import Comment, Vote
from portal.discussion.services.limits import spend_vote
from portal.discussion.services.locking import lock_comment, lock_person
from portal.discussion.services.refusals import NotVotable


@transaction.atomic
def vote(*, comment: Comment, voter: Visitor, value: str, seen: str | None = None, address: str = "") -> Vote | None:
    """Agree, disagree or pass; choosing one's present vote again takes it back. Returns the vote that stands, if any.

    `seen` is the vote that the person saw when choosing ("" for none; None means whatever it is now), so that a form sent
    twice votes once. `address` is where the request comes from. Raises InvalidInput, SignInRequired, NotVerified, Suspended,
    DiscussionClosed, NotVotable or TooManyRequests.
    """
    if value not in Vote.Value.values or seen not in {None, "", *Vote.Value.values}:
        raise InvalidInput(_("Please choose agree, disagree or pass."))
    _discussion, person = enter_discussion(task=comment.task, person=lock_person(voter))
    spend_vote(person, address)
    comment = lock_comment(comment)
    _check_votable(comment, person)
    current = Vote.objects.filter(comment=comment, person_key=person.person_key).first()
    before = current.value if current else ""
    after = "" if value == (before if seen is None else seen) else value
    if after == before:
        return current
    _count(comment, before, after)
    if current and not after:
        current.delete()
        return None
    values = {"voter": person, "value": after, "voted_at": timezone.now()}
    return Vote.objects.update_or_create(comment=comment, person_key=person.person_key, defaults=values)[0]


def _check_votable(comment: Comment, voter: Visitor) -> None:
    if comment.is_by(voter):
        raise NotVotable(_("This is your own comment. Others decide whether they agree."))
    if not comment.is_shown:
        raise NotVotable(_("This comment is not shown, so it takes no votes."))


def _count(comment: Comment, before: str, after: str) -> None:
    """Keep the counters equal to the votes. The comment is locked, so reading and writing cannot be interrupted."""
    changes = {f"{value}_count": step for value, step in ((before, -1), (after, 1)) if value}
    for name, step in changes.items():
        setattr(comment, name, getattr(comment, name) + step)
    comment.save(update_fields=list(changes))
