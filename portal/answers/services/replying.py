"""Official replies beside the answers. The answer that a department owes is given as that and as nothing else."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.answers.models import AnswerRequest
from portal.answers.services.refusals import AnswerOwed
from portal.discussion.models import Comment
from portal.discussion.services import reply_officially
from portal.plan.models import Department


@transaction.atomic
def reply(*, comment: Comment, officer: User, body: str, form_key: UUID | None = None) -> Comment:
    """Reply in the name of the officer's department. Raises what `reply_officially` raises, and AnswerOwed.

    A department that owes the comment an answer says with it what becomes of the comment and why; a reply without that would
    look like the answer while the clock runs on. Other departments may always add something.
    """
    written = reply_officially(comment=comment, officer=officer, body=body, form_key=form_key)
    # Asked once the comment is held, so that it is not taken up meanwhile; the reply is taken back with the transaction.
    if owed_by(written.department, comment):
        raise AnswerOwed(_("Your department is due to answer this comment. Please send it once more: it becomes that answer."))
    return written


def owed_by(department: Department | None, comment: Comment) -> AnswerRequest | None:
    """The answer that a department still owes a comment."""
    return AnswerRequest.objects.shown().of(department).open().filter(comment=comment).first()
