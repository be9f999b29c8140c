"""Temporary takedowns from the citizens' side: asking, confirming, taking back, objecting.

Modelled on the Act on Promotion of Information and Communications Network Utilization, art. 44-2 (정보통신망법 제44조의2).
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.audit_log import record_event
from portal.core.rate_limits import Limit, spend, spend_all
from portal.core.text.cleaning import clean_line, clean_text
from portal.core.text.links import normalise_address
from portal.core.web.client_address import address_key
from portal.discussion import services as discussion
from portal.discussion.models import Comment, State
from portal.moderation.models import Action
from portal.moderation.services.decisions import decide
from portal.takedowns import mails
from portal.takedowns.evidence_files import MOST_FILES, EvidenceFile, UnusableFile
from portal.takedowns.models import LONGEST_OBJECTION, LONGEST_STATEMENT, Evidence, Takedown
from portal.takedowns.services.refusals import (
    AlreadyObjected,
    AlreadyRequested,
    NothingToBlock,
    NotTheAuthor,
    RequestSettled,
    StatementIncomplete,
)

LONGEST_REQUESTER_NAME = 100
# An office or a school behind one address has many who may be concerned.
FROM_ONE_NETWORK = Limit(limit=50, per=timedelta(days=1))
FROM_ONE_PERSON = Limit(limit=3, per=timedelta(days=1))
# Forms with files, from strangers: looking at pictures costs memory and time.
UPLOADS = Limit(limit=60, per=timedelta(hours=1))
# Where a request stands in the way of a second one by the same person about the same comment.
RULING_OUT_ANOTHER = (
    Takedown.State.REQUESTED,
    Takedown.State.BLOCKED,
    Takedown.State.LAPSED,
    Takedown.State.LIFTED,
    Takedown.State.REMOVED,
)


def limit_uploads(address: str) -> None:
    """Count a form with files before its files are looked at. Raises TooManyRequests."""
    if network := address_key(address):
        spend(key=f"takedown-upload:{network}", **UPLOADS)


@transaction.atomic
def request(
    *,
    comment: Comment,
    name: str,
    email: str,
    relation: str,
    right: str,
    statement: str,
    evidence: Sequence[EvidenceFile] = (),
    language: str = settings.LANGUAGE_CODE,
    address: str = "",
) -> Takedown:
    """Note a request to block a comment and write to the requester, who confirms it by the link in the mail.

    Nobody sees it before. `address` is where the request comes from; only a keyed hash of it is counted. Raises InvalidInput,
    TooManyRequests or NothingToBlock.
    """
    if relation not in Takedown.Relation.values or right not in Takedown.Right.values:
        raise StatementIncomplete(_("Please choose one of the answers offered."))
    if len(evidence) > MOST_FILES:
        raise UnusableFile(_("Please choose at most three files."))
    values = {
        "requester_name": clean_line(name, max_length=LONGEST_REQUESTER_NAME),
        "requester_email": _usable(email),
        "statement": clean_text(statement, max_length=LONGEST_STATEMENT),
    }
    _spend(values["requester_email"], address)
    comment = discussion.lock_as_stored(comment)
    if not comment.is_shown:
        raise NothingToBlock(_("This comment is not shown any more, so there is nothing left to block."))
    takedown = Takedown.objects.create(
        comment=comment, relation=relation, right=right, language=language, requested_at=timezone.now(), **values
    )
    Evidence.objects.bulk_create(
        Evidence(takedown=takedown, name=file.name, content_type=file.content_type, content=file.content, size=len(file.content))
        for file in evidence
    )
    mails.ask_to_confirm(takedown)
    return takedown


@transaction.atomic
def confirm(*, takedown: Takedown) -> Takedown:
    """Hand a request to the moderators, now that its e-mail address is proven; doing so twice changes nothing.

    Raises AlreadyRequested.
    """
    takedown = lock_takedown(takedown)
    if takedown.state != Takedown.State.UNCONFIRMED:
        return takedown
    _check_first(takedown)
    takedown.state, takedown.confirmed_at = Takedown.State.REQUESTED, timezone.now()
    takedown.save(update_fields=["state", "confirmed_at"])
    mails.tell_received(takedown)
    record_event(
        action="takedown.requested", role="requester", subject=f"takedown:{takedown.pk}", details={"comment": takedown.comment_id}
    )
    return takedown


@transaction.atomic
def retract(*, takedown: Takedown) -> Takedown:
    """Take a request back; a block that it led to ends at once. Raises RequestSettled."""
    takedown = lock_takedown(takedown)
    now = timezone.now()
    if takedown.state not in {Takedown.State.REQUESTED, Takedown.State.BLOCKED} or is_over(takedown, now):
        raise RequestSettled(_("This request has already been settled, so there is nothing left to withdraw."))
    is_blocking = takedown.comment.state == State.TAKEN_DOWN and takedown.state == Takedown.State.BLOCKED
    takedown.state, takedown.ended_at = Takedown.State.RETRACTED, now
    takedown.save(update_fields=["state", "ended_at"])
    if not is_blocking:
        record_event(action="takedown.retracted", role="requester", subject=f"takedown:{takedown.pk}")
        return takedown
    with translation.override(takedown.comment.author.language):
        reason = _("The person who had asked for the block took the request back.")
    mails.tell_unblocked(takedown, reason)
    decide(comment=takedown.comment, action=Action.UNBLOCK, reason=reason, tells=False)
    return takedown


@transaction.atomic
def object_to(*, takedown: Takedown, author: User, text: str) -> Takedown:
    """Note what the author says against a block, once; moderators read it before anything else that waits.

    The requester is told that there is an objection, not what it says. Raises UnusableText, NotTheAuthor, RequestSettled or
    AlreadyObjected.
    """
    text = clean_text(text, max_length=LONGEST_OBJECTION)
    takedown = lock_takedown(takedown)
    if takedown.comment.author_id != author.pk:
        raise NotTheAuthor(_("Only the author of the comment can object to its block."))
    now = timezone.now()
    if takedown.state != Takedown.State.BLOCKED or is_over(takedown, now):
        raise RequestSettled(_("The block is over, so there is nothing to object to."))
    if takedown.objected_at:
        raise AlreadyObjected(_("You have already objected to this block. A moderator reads your objection first."))
    takedown.objection, takedown.objected_at = text, now
    takedown.save(update_fields=["objection", "objected_at"])
    mails.tell_objected(takedown)
    return takedown


def lock_takedown(takedown: Takedown) -> Takedown:
    """The request as it is now, locked until the transaction ends; its comment is locked before it."""
    comment = discussion.lock_as_stored(takedown.comment)
    takedown = Takedown.objects.select_for_update(of=("self",)).get(pk=takedown.pk)
    takedown.comment = comment
    return takedown


def is_over(takedown: Takedown, now: datetime) -> bool:
    """Whether a block's time has run out, though nobody may have written it down yet."""
    return takedown.blocked_until is not None and takedown.blocked_until <= now


def _usable(email: str) -> str:
    address = normalise_address(email)
    try:
        validate_email(address)
    except ValidationError as error:
        raise StatementIncomplete(_("Please enter an e-mail address at which we can reach you.")) from error
    return address


def _spend(email: str, address: str) -> None:
    """Count the request for its network and its person. The counter keeps a keyed hash, no address."""
    person = hmac.new(settings.SECRET_KEY.encode(), f"takedown:{email}".encode(), hashlib.sha256).hexdigest()
    uses = {f"takedown:{person}": FROM_ONE_PERSON}
    if network := address_key(address):
        uses |= {f"takedown-from:{network}": FROM_ONE_NETWORK}
    spend_all(uses)


def _check_first(takedown: Takedown) -> None:
    stands = Q(state__in=RULING_OUT_ANOTHER) | Q(state=Takedown.State.RETRACTED, blocked_from__isnull=False)
    theirs = Takedown.objects.filter(stands, comment=takedown.comment, requester_email=takedown.requester_email)
    other = theirs.exclude(pk=takedown.pk).order_by("-pk").first()
    if other is None:
        return
    if other.state in {Takedown.State.REQUESTED, Takedown.State.BLOCKED}:
        raise AlreadyRequested(
            _("You have already asked for this comment to be blocked, and that request is still open. Once is enough.")
        )
    raise AlreadyRequested(
        _(
            "This comment has been blocked at your request before. The law allows one block of thirty days at the most; "
            "a court, or the body that settles disputes under the same Act, can make a final decision."
        )
    )
