"""What all forms for words have in common: what was typed is sent, or kept and shown again with the reason."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import reswap, retarget

from portal.core.errors import InvalidInput, RuleViolation
from portal.core.htmx import wants_fragment
from portal.core.personal_data import mask, pointed_out
from portal.discussion import drafts
from portal.discussion.branches import entry_context
from portal.discussion.forms import WordsForm
from portal.discussion.gate import Standing, standing, standing_in
from portal.discussion.models import Comment, State
from portal.discussion.placeholders import held_because
from portal.discussion.places import Place, standing_context
from portal.policy.models import Task

MASK, KEEP = "mask", "keep"


class PersonalDataFound(InvalidInput):
    """The text seems to hold personal data, and its author has not said yet whether it should."""


def sent(request: HttpRequest, form: WordsForm, place: Place, send: Callable[..., Comment]) -> Comment:
    """Send what the form holds; if a rule forbids it, keep the words, say why in the form and raise the violation."""
    try:
        if not form.is_valid():
            raise InvalidInput
        comment = send(**{**form.cleaned_data, "body": _considered(request, form)})
    except RuleViolation as violation:
        drafts.keep(request.session, place.draft, request.POST)
        if form.is_valid() and not isinstance(violation, PersonalDataFound):
            form.add_error(None, str(violation))
        raise
    drafts.forget(request.session, place.draft)
    return comment


def kept(request: HttpRequest, violation: RuleViolation, context: dict) -> HttpResponse:
    """The form with what was typed and why it was not taken. htmx leaves the form as it is unless the form itself is wrong."""
    is_wrong_input = violation.status == HTTPStatus.UNPROCESSABLE_ENTITY
    if wants_fragment(request) and not is_wrong_input:
        return sentence(violation)
    if isinstance(violation, PersonalDataFound):
        context = {**context, "personal_data": pointed_out(context["form"].cleaned_data["body"])}
    return with_retry(form_page(request, context, status=violation.status), violation)


def form_page(request: HttpRequest, context: dict, status: int = HTTPStatus.OK) -> HttpResponse:
    """The form alone for htmx, or a page around it, with the comment it answers."""
    if answered := context.get("answered"):
        context = {**entry_context(comment=answered, user=request.user), **context}
    where = _where(context["place"], context["task"], request.user)
    context = {**context, **standing_context(where, request.user)}
    template = "discussion/_comment_form.html" if wants_fragment(request) else "discussion/comment_form.html"
    return render(request, template, context, status=status)


def shown(request: HttpRequest, comment: Comment, place: Place, target: str, how: str) -> HttpResponse:
    """A comment just written: its list item for htmx, or the way to it."""
    if not wants_fragment(request):
        return redirect(comment)
    context = {**entry_context(comment=comment, user=request.user, focus=comment.pk), "sent_form": place.name}
    return instead_of(render(request, "discussion/_written.html", context), target, how)


def instead_of(response: HttpResponse, target: str, how: str = "outerHTML") -> HttpResponse:
    """Tell htmx to put the answer elsewhere than a form with errors would go."""
    return reswap(retarget(response, target), how)


def say_what_became(request: HttpRequest, comment: Comment, words: str) -> None:
    """Say that it is published, in `words`; or, if it is held, that it is not, why, and what happens next."""
    if comment.state != State.HELD:
        messages.success(request, words)
        return
    held = _("It is not published yet: a moderator looks at it first, and until then nobody else sees it.")
    after = _("We will tell you what was decided.")
    messages.warning(request, " ".join(part for part in (held, held_because(comment), after) if part))


def own(request: HttpRequest, comment: Comment) -> Comment:
    """The comment, if its words are this person's; others learn nothing."""
    if not comment.is_spoken_by(request.user):
        raise Http404(_("There is no such comment of yours."))
    return comment


def sentence(violation: RuleViolation) -> HttpResponse:
    """Why not, in one sentence that the page's live region reads out."""
    answer = HttpResponse(str(violation), content_type="text/plain; charset=utf-8", status=violation.status)
    return with_retry(answer, violation)


def with_retry(response: HttpResponse, violation: RuleViolation) -> HttpResponse:
    """Tell programs, too, when to come back."""
    if hasattr(violation, "retry_after"):
        response["Retry-After"] = str(violation.retry_after)
    return response


def _where(place: Place, task: Task, person) -> Standing:
    """What this person may do at this place. Whoever speaks for the city was appointed, and puts its words right at any time."""
    is_correction = place.is_official and place.is_change
    where = standing(is_open=True, person=person) if is_correction else standing_in(task, person)
    return Standing.MAY_TAKE_PART if place.is_official and where == Standing.UNVERIFIED else where


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
