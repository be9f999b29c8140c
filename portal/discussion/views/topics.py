"""Saying afterwards what a thread is about, and in which language a comment is written."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.discussion import services
from portal.discussion.forms import LanguageForm, TopicForm
from portal.discussion.models import Comment, Topic
from portal.discussion.threads.branches import entry_context
from portal.discussion.threads.menus import may_choose_language, may_choose_topic, powers_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def topic(request: SignedInRequest, pk: int) -> HttpResponse:
    """The topics to choose from; chosen, back to the comment."""
    comment = get_object_or_404(Comment.objects.select_related("task", "topic"), pk=pk)
    if not may_choose_topic(comment, user=request.user, powers=powers_of(request.user, comment.task_id)):
        raise Http404(_("There is no such comment of yours."))
    topics = [each for each in Topic.objects.order_by("position", "pk") if each.is_offered or each == comment.topic]
    initial = {"topic": comment.topic.slug if comment.topic else ""}
    form = TopicForm(request.POST if request.method == "POST" else None, topics=topics, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            services.set_topic(comment=comment, topic=form.cleaned_data["topic"], person=request.user)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, _("The topic is changed."))
            return redirect(comment)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {**entry_context(comment=comment, user=request.user), "form": form}
    return render(request, "discussion/topic_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def language(request: SignedInRequest, pk: int) -> HttpResponse:
    """The languages to choose from, where the portal was wrong; chosen, back to the comment."""
    comment = get_object_or_404(Comment.objects.select_related("task", "topic"), pk=pk)
    if not may_choose_language(comment, user=request.user, powers=powers_of(request.user, comment.task_id)):
        raise Http404(_("There is no such comment of yours."))
    form = LanguageForm(request.POST if request.method == "POST" else None, initial={"language": comment.language})
    if form.is_bound and form.is_valid():
        try:
            services.set_language(comment=comment, language=form.cleaned_data["language"], person=request.user)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, _("The language is changed."))
            return redirect(comment)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {**entry_context(comment=comment, user=request.user), "form": form}
    return render(request, "discussion/language_form.html", context, status=status)
