"""Writing, changing, withdrawing, voting and following threads; with htmx a part of the page, without it a page."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import push_url, reswap, retarget

from portal.core.errors import InvalidInput, RuleViolation
from portal.core.htmx import wants_fragment
from portal.core.listing import LONGEST_NUMBER
from portal.core.way_back import way_back
from portal.discussion import drafts, services
from portal.discussion.forms import CommentForm, ReplyForm, WordsForm
from portal.discussion.gate import standing_in
from portal.discussion.models import Comment
from portal.discussion.places import Place, comment_place, edit_place, reply_place
from portal.discussion.threads import discussion_context, entry_context, replies_context, thread_context
from portal.policy.models import Task


@require_POST
def post(request: HttpRequest, slug: str) -> HttpResponse:
    """A new comment: the discussion with it on top, or back to the task's page."""
    task = get_object_or_404(Task, slug=slug)
    place, form = comment_place(task), CommentForm(request.POST, name="comment")
    try:
        comment = _sent(request, form, place, partial(services.post, task=task, author=request.user))
    except RuleViolation as violation:
        return _kept(request, violation, {"form": form, "place": place, "task": task})
    messages.success(request, _("Your comment is published. You can change it for ten minutes."))
    if not wants_fragment(request):
        return redirect(f"{task.get_absolute_url()}#comment-{comment.pk}")
    context = discussion_context(task=task, user=request.user, params={}, focus=comment.pk)
    response = render(request, "discussion/_discussion.html", {**context, "is_swapped": True})
    return push_url(_instead_of(response, "#discussion"), task.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The form under a comment; sent, the reply below it."""
    answered = get_object_or_404(Comment.objects.select_related("task"), pk=pk)
    place = reply_place(answered)
    context = {"place": place, "task": answered.task, "answered": answered}
    if request.method != "POST":
        typed = drafts.find(request.session, place.draft)
        form = ReplyForm(name=place.name, label=place.title, initial=typed, takes_focus=True)
        return _form_page(request, {**context, "form": form})
    form = ReplyForm(request.POST, name=place.name, label=place.title)
    send = partial(services.post, task=answered.task, author=request.user, parent=answered)
    try:
        comment = _sent(request, form, place, send)
    except RuleViolation as violation:
        return _kept(request, violation, {**context, "form": form})
    messages.success(request, _("Your reply is published. You can change it for ten minutes."))
    return _shown(request, comment, place, f"#item-{answered.pk}", "afterend")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form in place of one's own comment; sent, the comment in its new words."""
    comment = get_object_or_404(Comment.objects.select_related("task"), pk=pk)
    place = edit_place(comment)
    context = {"place": place, "task": comment.task}
    if request.method != "POST" and not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if request.method != "POST":
        services.check_editable(_own(request, comment), request.user, timezone.now())
        typed = {"body": comment.body, **drafts.find(request.session, place.draft)}
        return _form_page(request, {**context, "form": WordsForm(name=place.name, initial=typed, takes_focus=True)})
    form = WordsForm(request.POST, name=place.name)
    try:
        comment = _sent(request, form, place, partial(services.edit, comment=comment, author=request.user))
    except RuleViolation as violation:
        return _kept(request, violation, {**context, "form": form})
    messages.success(request, _("Your comment is changed."))
    return _shown(request, comment, place, f"#item-{comment.pk}", "outerHTML")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask first, since it cannot be undone; then do it."""
    comment = _own(request, get_object_or_404(Comment.objects.select_related("task"), pk=pk))
    if request.method != "POST":
        return render(request, "discussion/comment_confirm.html", entry_context(comment=comment, user=request.user))
    services.withdraw(comment=comment, author=request.user)
    messages.success(request, _("Your comment is withdrawn. Its text is no longer shown to anybody."))
    return redirect(comment)


@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, disagree, pass or take it back; the buttons, or back to the page."""
    comment = get_object_or_404(Comment.objects.select_related("task"), pk=pk)
    value = request.POST.get("value", "")
    try:
        services.vote(comment=comment, voter=request.user, value=value, seen=request.POST.get("seen"))
    except RuleViolation as violation:
        return _refused(request, violation, comment)
    if wants_fragment(request):
        context = entry_context(comment=comment, user=request.user)
        return render(request, "discussion/_vote.html", {**context, "focused": value})
    return redirect(way_back(request) or comment)


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment with the chain above it and the replies below it."""
    comment = get_object_or_404(Comment.objects.select_related("task", "root"), pk=pk)
    return render(request, "discussion/comment_detail.html", thread_context(target=comment, user=request.user))


@require_safe
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    """The next replies of a thread: list items for the page that is open, or a page of their own."""
    thread = get_object_or_404(Comment.objects.select_related("task"), pk=pk)
    after = _comment_after(thread, request.GET.get("after", ""))
    context = replies_context(thread=thread, after=after, user=request.user)
    template = "discussion/_replies.html" if wants_fragment(request) else "discussion/reply_list.html"
    return render(request, template, context)


def _sent(request: HttpRequest, form: WordsForm, place: Place, send: Callable[..., Comment]) -> Comment:
    """Send what the form holds; if a rule forbids it, keep the words, say why in the form and raise the violation."""
    try:
        if not form.is_valid():
            raise InvalidInput
        comment = send(**form.cleaned_data)
    except RuleViolation as violation:
        drafts.keep(request.session, place.draft, request.POST)
        if form.is_valid():
            form.add_error(None, str(violation))
        raise
    drafts.forget(request.session, place.draft)
    return comment


def _kept(request: HttpRequest, violation: RuleViolation, context: dict) -> HttpResponse:
    """The form with what was typed and why it was not taken. htmx leaves the form as it is unless the form itself is wrong."""
    is_wrong_input = violation.status == HTTPStatus.UNPROCESSABLE_ENTITY
    if wants_fragment(request) and not is_wrong_input:
        return _sentence(violation)
    return _with_retry(_form_page(request, context, status=violation.status), violation)


def _form_page(request: HttpRequest, context: dict, status: int = HTTPStatus.OK) -> HttpResponse:
    """The form alone for htmx, or a page around it, with the comment it answers."""
    if answered := context.get("answered"):
        context = {**entry_context(comment=answered, user=request.user), **context}
    context = {**context, "standing": standing_in(context["task"], request.user).value}
    template = "discussion/_comment_form.html" if wants_fragment(request) else "discussion/comment_form.html"
    return render(request, template, context, status=status)


def _shown(request: HttpRequest, comment: Comment, place: Place, target: str, how: str) -> HttpResponse:
    """A comment just written: its list item for htmx, or the way to it."""
    if not wants_fragment(request):
        return redirect(comment)
    context = {**entry_context(comment=comment, user=request.user, focus=comment.pk), "sent_form": place.name}
    return _instead_of(render(request, "discussion/_written.html", context), target, how)


def _instead_of(response: HttpResponse, target: str, how: str = "outerHTML") -> HttpResponse:
    """Tell htmx to put the answer elsewhere than a form with errors would go."""
    return reswap(retarget(response, target), how)


def _refused(request: HttpRequest, violation: RuleViolation, comment: Comment) -> HttpResponse:
    """Why a vote does not count, and what to do about it."""
    if wants_fragment(request):
        return _sentence(violation)
    context = {"message": str(violation), "back": comment.get_absolute_url(), "task": comment.task}
    context["standing"] = standing_in(comment.task, request.user).value
    return _with_retry(render(request, "discussion/refused.html", context, status=violation.status), violation)


def _sentence(violation: RuleViolation) -> HttpResponse:
    answer = HttpResponse(str(violation), content_type="text/plain; charset=utf-8", status=violation.status)
    return _with_retry(answer, violation)


def _with_retry(response: HttpResponse, violation: RuleViolation) -> HttpResponse:
    if hasattr(violation, "retry_after"):
        response["Retry-After"] = str(violation.retry_after)
    return response


def _own(request: HttpRequest, comment: Comment) -> Comment:
    """The comment, if the person who asks wrote it; others learn nothing."""
    if comment.author_id != request.user.pk:
        raise Http404(_("There is no such comment of yours."))
    return comment


def _comment_after(thread: Comment, key: str) -> Comment | None:
    """The comment shown last, as the address names it. Raises Http404 for anything that is not in the thread."""
    if not key:
        return None
    if not (key.isascii() and key.isdecimal() and len(key) <= LONGEST_NUMBER):
        raise Http404(_("There is no such comment."))
    return get_object_or_404(Comment, pk=key, path__startswith=thread.path)
