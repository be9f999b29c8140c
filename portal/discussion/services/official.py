"""What the city says: a reply in the name of a department."""

from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.text import clean_text
from portal.discussion.gate import discussion_gate
from portal.discussion.models import Comment
from portal.discussion.notices import tell_officially_answered
from portal.discussion.services.limits import spend_official_reply
from portal.discussion.services.locking import locked_chain, locked_person
from portal.discussion.services.moves import note_official_answer
from portal.discussion.services.refusals import NotAnOfficer
from portal.discussion.services.writing import LONGEST_COMMENT, add, sent_before, unused


@transaction.atomic
def reply_officially(*, comment: Comment, officer, body: str, form_key: UUID | None = None, is_owed: bool = False) -> Comment:
    """Answer a comment in the name of the officer's department. It stands right below the root, before all other replies.

    It is never held. The caller knows whether it is the answer that is owed, which a closed discussion takes too. The authors of the comment and of its root are told by mail. Raises UnusableText, SignInRequired,
    NotAnOfficer, Suspended, DiscussionClosed, TooManyRequests or NotAnswerable.
    """
    body = clean_text(body, max_length=LONGEST_COMMENT)
    officer = locked_person(officer)
    discussion_gate(task=comment.task, person=officer, is_official=True, also_closed=is_owed)
    check_officer(officer)
    now, form_key = timezone.now(), form_key or uuid4()
    same = {"task": comment.task, "department": officer.department}
    if sent := sent_before(officer, body, comment, form_key, now, **same):
        return sent
    spend_official_reply(officer)
    answered = locked_chain(comment.task, comment)
    root = answered if answered.depth == 0 else Comment.objects.select_related("author").get(pk=answered.root_id)
    reply = Comment(
        **same,
        author=officer,
        person_key=officer.person_key or "",
        body=body,
        form_key=unused(form_key, officer),
        parent=root,
        root=root,
        answered=answered if answered.depth else None,
        depth=1,
        ancestry=root.path,
        created_at=now,
        state_changed_at=now,
    )
    add(reply)
    note_official_answer(root.pk)
    tell_officially_answered(reply, [answered, root])
    return reply


def check_officer(person) -> None:
    """Let pass who may speak for a department. Raises NotAnOfficer."""
    if not (person.department_id and person.has_perm("discussion.reply_officially")):
        raise NotAnOfficer(_("Only an officer to whom a department was given can answer in its name."))
