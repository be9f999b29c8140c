"""Official replies. Whoever owes the comment an answer is led to it, with all that was typed."""

from collections.abc import Mapping, MutableMapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.answers import services
from portal.answers.drafts import add_to_draft, keeps_what_was_typed
from portal.answers.models import AnswerRequest
from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.discussion import drafts
from portal.discussion.forms import ReplyForm
from portal.discussion.models import Comment
from portal.discussion.services import check_officer
from portal.discussion.threads.composers import official_composer, official_draft
from portal.discussion.views.sending import form_page, kept, sent


def _keep(session: MutableMapping[str, Any], pk: int, typed: Mapping[str, str]) -> None:
    drafts.keep(session, official_draft(pk), typed)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed(_keep)
@login_required
def reply_officially(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form for a reply in the name of the officer's department; the page says which one."""
    check_officer(request.user)
    answered = get_object_or_404(Comment.objects.select_related("task"), pk=pk)
    if owed := services.owed_by(request.user.department, answered):
        return _to_the_answer(request, owed)
    composer = official_composer(answered, request.user.department, address=reverse("answers:reply_officially", args=[pk]))
    context = {"composer": composer, "task": answered.task, "answered": answered}
    if request.method != "POST":
        typed = drafts.find(request.session, composer.draft)
        form = ReplyForm(name=composer.name, label=composer.title, initial=typed, takes_focus=True)
        return form_page(request, {**context, "form": form})
    form = ReplyForm(request.POST, name=composer.name, label=composer.title)
    try:
        comment = sent(request, form, composer, partial(services.reply, comment=answered, officer=request.user))
    except RuleViolation as violation:
        return kept(request, violation, {**context, "form": form})
    messages.success(request, _("The official answer is published. The person who asked is told by e-mail."))
    return redirect(comment)


def _to_the_answer(request: SignedInRequest, owed: AnswerRequest) -> HttpResponse:
    """The form of the answer, with what was typed here at the end of what was typed there."""
    key = official_draft(owed.comment_id)
    words = request.POST.get("body", "") or drafts.find(request.session, key).get("body", "")
    add_to_draft(request.session, owed.pk, words.strip())
    drafts.forget(request.session, key)
    messages.info(request, _("Your department is due to answer this comment. Please say here whether it is accepted, and why."))
    return redirect("answers:answer", owed.pk)
