"""Temporary takedowns as requesters, authors and everybody meet them. Nobody who asks needs an account."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature, SignatureExpired
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.core.web.client_address import client_address
from portal.discussion.models import Comment, State
from portal.takedowns.forms import ObjectionForm, TakedownRequestForm
from portal.takedowns.links import follow_path, key_to_confirm, key_to_follow
from portal.takedowns.models import Takedown
from portal.takedowns.services import requests as takedowns_requests

OPEN_TO_RETRACTION = (Takedown.State.REQUESTED, Takedown.State.BLOCKED)
# What neither the author nor the public reads of a request.
REQUESTERS_OWN = ("requester_name", "requester_email", "statement", "note", "objection")


@require_http_methods(["GET", "HEAD", "POST"])
def takedown_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a comment to be blocked for a time."""
    comments = Comment.objects.shown().with_words_for(request.user).select_related("task", "author")
    comment = get_object_or_404(comments, pk=pk)
    if request.FILES:
        takedowns_requests.limit_uploads(client_address(request))
    form = TakedownRequestForm(request.POST, request.FILES) if request.method == "POST" else TakedownRequestForm()
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_bound and form.is_valid():
        asked = form.asked() | {"language": get_language(), "address": client_address(request)}
        try:
            takedowns_requests.request(comment=comment, **asked)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
            status = violation.status
        else:
            messages.success(
                request,
                _(
                    "We have written to the address you gave. Please open the link in that mail within three days; "
                    "only then does a moderator see the request."
                ),
            )
            return redirect(comment)
    return render(request, "takedowns/takedown_form.html", {"comment": comment, "form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def takedown_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the mail. Looking at it changes nothing: mail programs open links by themselves."""
    try:
        takedown = Takedown.objects.select_related("comment__task").filter(pk=key_to_confirm(token)).first()
    except SignatureExpired:
        takedown = None
    except BadSignature as error:
        raise Http404(_("This link is not one of ours, or a part of it is missing.")) from error
    if takedown is None:
        return render(request, "takedowns/takedown_expired.html", status=HTTPStatus.GONE)
    if request.method == "POST":
        takedown = takedowns_requests.confirm(takedown=takedown)
        messages.success(request, _("Thank you. The request is with the moderators now."))
    if takedown.state != Takedown.State.UNCONFIRMED:
        return redirect(follow_path(takedown))
    return render(request, "takedowns/takedown_confirm.html", {"takedown": takedown})


@never_cache
@require_safe
def takedown_follow(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a request, for whoever holds the link."""
    takedown, now = _followed(token), timezone.now()
    is_over = takedowns_requests.is_over(takedown, now)
    context = {
        "takedown": takedown,
        "token": token,
        "is_over": is_over,
        "may_retract": takedown.state in OPEN_TO_RETRACTION and not is_over,
    }
    return render(request, "takedowns/takedown_follow.html", context)


@never_cache
@require_POST
def takedown_retract(request: HttpRequest, token: str) -> HttpResponse:
    """Take a request back."""
    takedowns_requests.retract(takedown=_followed(token))
    messages.success(request, _("You have withdrawn the request."))
    return redirect("takedowns:follow", token)


@require_safe
def takedown_about(request: HttpRequest, pk: int) -> HttpResponse:
    """What a block means: to its author with the reason, to everybody else in neutral words while it lasts."""
    comments = Comment.objects.with_words_for(request.user).select_related("task", "author")
    comment = get_object_or_404(comments, pk=pk)
    is_author = comment.author_id == request.user.pk
    found = comment.takedowns.exclude(blocked_from=None).defer(*REQUESTERS_OWN).order_by("-blocked_from", "-pk")
    if not is_author:
        found = found.running(timezone.now()) if comment.state == State.TAKEN_DOWN else found.none()
    blocks = list(found)
    if not blocks:
        raise Http404(_("This comment is not blocked."))
    context = {"comment": comment, "blocks": blocks, "is_author": is_author, "now": timezone.now()}
    return render(request, "takedowns/block_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def takedown_object(request: SignedInRequest, pk: int) -> HttpResponse:
    """The author's word against the block, once."""
    running = Takedown.objects.running(timezone.now()).filter(comment=pk, comment__author=request.user)
    takedown = get_object_or_404(running.select_related("comment__task", "comment__author").defer(*REQUESTERS_OWN))
    if takedown.objected_at and request.method != "POST":
        return redirect("takedowns:about", pk)
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            takedowns_requests.object_to(takedown=takedown, author=request.user, **form.cleaned_data)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
            status = violation.status
        else:
            messages.success(request, _("Thank you. A moderator reads your objection first, and we tell you what is decided."))
            return redirect("takedowns:about", pk)
    return render(request, "takedowns/objection_form.html", {"takedown": takedown, "form": form}, status=status)


def _followed(token: str) -> Takedown:
    """The request that a link stands for. Raises Http404, also once who asked has been forgotten."""
    try:
        key = key_to_follow(token)
    except BadSignature as error:
        raise Http404(_("This link is not one of ours, or a part of it is missing.")) from error
    requests = Takedown.objects.filter(confirmed_at__isnull=False).exclude(requester_email="")
    return get_object_or_404(requests.select_related("comment__task"), pk=key)
