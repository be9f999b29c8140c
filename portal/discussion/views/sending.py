"""What all forms for words have in common: what was typed is sent, or kept and shown again with the reason."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import SwapMethod, reswap, retarget

from portal.core.errors import InvalidInput, RuleViolation
from portal.core.people import Visitor
from portal.core.personal_data import mask, pointed_out
from portal.core.web.htmx import wants_fragment
from portal.discussion import drafts
from portal.discussion.forms import WordsForm
from portal.discussion.gate import DiscussionGate, gate_for, gate_of
from portal.discussion.models import Comment, State
from portal.discussion.threads.branches import entry_context
from portal.discussion.threads.composers import Composer, gate_context
from portal.discussion.threads.placeholders import pending_because
from portal.plan.models import Task

MASK, KEEP = "mask", "keep"


class PersonalDataFound(InvalidInput):
    """The text seems to hold personal data, and its author has not said yet whether it should."""


def sent(request: HttpRequest, form: WordsForm, composer: Composer, send: Callable[..., Comment]) -> Comment:
    """Send what the form holds; if a rule forbids it, keep the words, say why in the form and raise the violation."""
    try:
        if not form.is_valid():
            raise InvalidInput
        comment = send(**{**form.cleaned_data, "body": _considered(request, form)})
    except RuleViolation as violation:
        drafts.keep(request.session, composer.draft, request.POST)
        if form.is_valid() and not isinstance(violation, PersonalDataFound):
            form.add_error(None, str(violation))
        raise
    drafts.forget(request.session, composer.draft)
    return comment


def kept(request: HttpRequest, violation: RuleViolation, context: dict[str, Any]) -> HttpResponse:
    """The form with what was typed and why it was not taken. htmx leaves the form as it is unless the form itself is wrong."""
    is_wrong_input = violation.status == HTTPStatus.UNPROCESSABLE_ENTITY
    if wants_fragment(request) and not is_wrong_input:
        return sentence(violation)
    if isinstance(violation, PersonalDataFound):
        context = {**context, "personal_data": pointed_out(context["form"].cleaned_data["body"])}
    return form_page(request, context, status=violation.status)


def form_page(request: HttpRequest, context: dict[str, Any], status: int = HTTPStatus.OK) -> HttpResponse:
    """The form alone for htmx, or a page around it, with the comment it answers."""
    if answered := context.get("answered"):
        context = {**entry_context(comment=answered, user=request.user), **context}
    gate = _gate_at(context["composer"], context["task"], request.user)
    context = {**context, **gate_context(gate, request.user)}
    template = "discussion/_comment_form.html" if wants_fragment(request) else "discussion/comment_form.html"
    return render(request, template, context, status=status)


def shown(request: HttpRequest, comment: Comment, composer: Composer, target: str, how: SwapMethod) -> HttpResponse:
    """A comment just written: its list item for htmx, or the way to it."""
    if not wants_fragment(request):
        return redirect(comment)
    context = {**entry_context(comment=comment, user=request.user, focus=comment.pk), "sent_form": composer.name}
    return instead_of(render(request, "discussion/_written.html", context), target, how)


def instead_of(response: HttpResponse, target: str, how: SwapMethod = "outerHTML") -> HttpResponse:
    """Tell htmx to put the answer elsewhere than a form with errors would go."""
    return reswap(retarget(response, target), how)


def say_what_became(request: HttpRequest, comment: Comment, words: str) -> None:
    """Say that it is published, in `words`; or, if it is pending, that it is not, why, and what happens next."""
    if comment.state != State.PENDING:
        messages.success(request, words)
        return
    pending = _("It is not published yet: a moderator reviews it first, and until then nobody else sees it.")
    after = _("We will tell you what was decided.")
    messages.warning(request, " ".join(part for part in (pending, pending_because(comment), after) if part))


def own(request: HttpRequest, comment: Comment) -> Comment:
    """The comment, if its words are this person's; others learn nothing."""
    if not comment.is_spoken_by(request.user):
        raise Http404(_("There is no such comment of yours."))
    return comment


def sentence(violation: RuleViolation) -> HttpResponse:
    """Why not, in one sentence that the page's live region reads out."""
    return HttpResponse(str(violation), content_type="text/plain; charset=utf-8", status=violation.status)


def _gate_at(composer: Composer, task: Task, person: Visitor) -> DiscussionGate:
    """What this person may do with this form. Whoever speaks for the city was appointed, and puts its words right at any time."""
    is_correction = composer.is_official and composer.is_change
    gate = gate_for(is_open=True, person=person) if is_correction else gate_of(task, person)
    return DiscussionGate.MAY_TAKE_PART if composer.is_official and gate == DiscussionGate.UNVERIFIED else gate


def _considered(request: HttpRequest, form: WordsForm) -> str:
    """The text as its author wants it posted, once they know what personal data it holds. Raises PersonalDataFound."""
    body, choice = form.cleaned_data["body"], request.POST.get("personal_data")
    if choice == KEEP or not request.user.is_authenticated:
        return body
    if choice == MASK:
        return mask(body)
    if pointed_out(body):
        raise PersonalDataFound
    return body
