"""What the city says: a reply in the name of a department."""

from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.people import Visitor
from portal.core.text.cleaning import clean_text
from portal.discussion.gate import enter_discussion
from portal.discussion.mails import tell_officially_answered
from portal.discussion.models import Comment
from portal.discussion.services.limits import spend_official_reply
from portal.discussion.services.locking import lock_chain, lock_person
from portal.discussion.services.moves import note_official_answer
from portal.discussion.services.refusals import NotAnOfficer
from portal.discussion.services.writing import LONGEST_COMMENT, insert, sent_before, unused


@transaction.atomic
def reply_officially(
    *, comment: Comment, officer: Visitor, body: str, form_key: UUID | None = None, is_owed: bool = False
) -> Comment:
    """Answer a comment in the name of the officer's department. It stands right below the root, before all other replies.

    It is never pending. The caller knows whether it is the answer that is owed, which a closed discussion takes too. The authors
    of the comment and of its root are told by mail. Raises UnusableText, SignInRequired, NotAnOfficer, Suspended,
    DiscussionClosed, TooManyRequests or NotAnswerable.
    """
    body = clean_text(body, max_length=LONGEST_COMMENT)
    person = lock_person(officer)
    _discussion, speaker = enter_discussion(task=comment.task, person=person, is_official=True, also_closed=is_owed)
    check_officer(speaker)
    now, form_key = timezone.now(), form_key or uuid4()
    if sent := sent_before(speaker, body, comment, form_key, now, task=comment.task, department=speaker.department):
        return sent
    spend_official_reply(speaker)
    answered = lock_chain(comment.task, comment)
    root = Comment.objects.select_related("author").get(pk=answered.root_id) if answered.root_id else answered
    reply = Comment(
        task=comment.task,
        department=speaker.department,
        author=speaker,
        person_key=speaker.person_key or "",
        body=body,
        form_key=unused(form_key, speaker),
        parent=root,
        root=root,
        answered=answered if answered.depth else None,
        depth=1,
        ancestry=root.path,
        created_at=now,
        state_changed_at=now,
    )
    insert(reply)
    note_official_answer(root.pk)
    tell_officially_answered(reply, [answered, root])
    return reply


def check_officer(person: Visitor) -> None:
    """Let pass who may speak for a department. Raises NotAnOfficer."""
    if not (person.is_authenticated and person.department_id and person.has_perm("discussion.reply_officially")):
        raise NotAnOfficer(_("Only an officer with an assigned department can answer in its name."))
