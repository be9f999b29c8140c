"""Posting, replying, changing and withdrawing."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import push_url

from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.core.web.client_address import client_address
from portal.core.web.htmx import wants_fragment
from portal.discussion import drafts, services
from portal.discussion.forms import CommentForm, ReplyForm, WordsForm
from portal.discussion.gate import gate_of, way_in
from portal.discussion.models import Comment, Topic
from portal.discussion.threads.branches import entry_context
from portal.discussion.threads.composers import Composer, comment_composer, edit_composer, reply_composer
from portal.discussion.threads.filters import NEWEST
from portal.discussion.threads.pages import discussion_context
from portal.discussion.views.sending import form_page, instead_of, kept, own, say_what_became, sent, shown
from portal.plan.models import Task

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_POST
def post(request: HttpRequest, slug: str) -> HttpResponse:
    """A new comment: the discussion with it on top, or back to the task's page."""
    task = get_object_or_404(Task, slug=slug)
    topics = list(Topic.objects.order_by("position", "pk"))
    composer, form = comment_composer(task), CommentForm(request.POST, name="comment", topics=topics)
    if "way_in" in request.POST and (way := way_in(gate_of(task, request.user))):
        drafts.keep(request.session, composer.draft, request.POST)
        return redirect(f"{way}?{urlencode({'next': composer.back})}")
    send = partial(services.post, task=task, author=request.user, address=client_address(request))
    try:
        comment = sent(request, form, composer, send)
    except RuleViolation as violation:
        return kept(request, violation, {"form": form, "composer": composer, "task": task})
    say_what_became(request, comment, _("Your comment is published. You can change it for ten minutes without leaving a trace."))
    if not wants_fragment(request):
        return redirect(f"{task.get_absolute_url()}?sort={NEWEST}#comment-{comment.pk}")
    context = discussion_context(task=task, user=request.user, params={"sort": NEWEST}, focus=comment.pk)
    response = render(request, "discussion/_discussion.html", {**context, "is_swapped": True})
    return push_url(instead_of(response, "#discussion"), f"{task.get_absolute_url()}?sort={NEWEST}")


@require_http_methods(GET_AND_POST)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The form under a comment; sent, the reply below it."""
    answered = _answered(pk)
    composer = reply_composer(answered)
    context = {"composer": composer, "task": answered.task, "answered": answered}
    if request.method != "POST":
        return form_page(request, {**context, "form": _empty_reply(request, composer)})
    form = ReplyForm(request.POST, name=composer.name, label=composer.title)
    send = partial(services.post, task=answered.task, parent=answered, author=request.user, address=client_address(request))
    try:
        comment = sent(request, form, composer, send)
    except RuleViolation as violation:
        return kept(request, violation, {**context, "form": form})
    say_what_became(request, comment, _("Your reply is published. You can change it for ten minutes without leaving a trace."))
    return shown(request, comment, composer, f"#item-{answered.pk}", "afterend")


@require_http_methods(GET_AND_POST)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form in place of one's own comment; sent, the comment in its new words."""
    comment = get_object_or_404(Comment.objects.select_related("task"), pk=pk)
    composer, label = edit_composer(comment), _("Official answer") if comment.is_official else ""
    context = {"composer": composer, "task": comment.task}
    if request.method != "POST" and not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if request.method != "POST":
        services.check_editable(own(request, comment), request.user)
        typed = {"body": comment.body, **drafts.find(request.session, composer.draft)}
        return form_page(
            request, {**context, "form": WordsForm(name=composer.name, label=label, initial=typed, takes_focus=True)}
        )
    form = WordsForm(request.POST, name=composer.name, label=label)
    try:
        comment = sent(request, form, composer, partial(services.edit, comment=comment, author=request.user))
    except RuleViolation as violation:
        return kept(request, violation, {**context, "form": form})
    say_what_became(request, comment, _("The answer is corrected.") if comment.is_official else _("Your comment is changed."))
    return shown(request, comment, composer, f"#item-{comment.pk}", "outerHTML")


@require_http_methods(GET_AND_POST)
@login_required
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask first, since it cannot be undone; then do it."""
    comment = own(request, get_object_or_404(Comment.objects.select_related("task"), pk=pk))
    if request.method != "POST":
        return render(request, "discussion/comment_confirm.html", entry_context(comment=comment, user=request.user))
    services.withdraw(comment=comment, author=request.user)
    messages.success(request, _("Your comment is withdrawn. Its text is no longer shown to anybody."))
    return redirect(comment)


def _answered(pk: int) -> Comment:
    return get_object_or_404(Comment.objects.select_related("task"), pk=pk)


def _empty_reply(request: HttpRequest, composer: Composer) -> ReplyForm:
    typed = drafts.find(request.session, composer.draft)
    return ReplyForm(name=composer.name, label=composer.title, initial=typed, takes_focus=True)
