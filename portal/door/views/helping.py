"""Helpers at the door: the organisers' list, and the page that the link in an invitation opens."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.core.web.listing import page_of
from portal.door.helper_links import helper_of
from portal.door.models import Helper
from portal.door.services import helping as door_helping
from portal.forums.access import for_organisers, forum_or_404
from portal.forums.models import Forum
from portal.forums.page_links import Spot, links

PER_PAGE = 50


class InviteForm(forms.Form):
    """Who is asked to help."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the mail"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("People with an account are written to in the language chosen there."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def helper_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """GET shows who helps at the door, POST invites one more."""
    forum = forum_or_404(slug)
    form = InviteForm(request.POST if request.method == "POST" else None, initial={"language": get_language()})
    if not form.is_bound:
        return _list(request, forum, form)
    if not form.is_valid():
        return _list(request, forum, form, status=422)
    try:
        helper = door_helping.invite(forum=forum, organiser=request.user, **form.cleaned_data)
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        return _list(request, forum, form, status=int(violation.status))
    messages.success(request, _("We have written to %(address)s.") % {"address": helper.email})
    return redirect(request.path)


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def revoke_helper(request: SignedInRequest, slug: str, helper: int) -> HttpResponse:
    """GET asks, POST takes the invitation back."""
    forum = forum_or_404(slug)
    found = get_object_or_404(forum.helpers.all(), pk=helper)
    if request.method != "POST":
        context = {"forum": forum, "helper": found, "desk_trail": links(Spot.TRAIL, request.user, forum)}
        return render(request, "door/helper_confirm.html", context)
    door_helping.revoke(helper=found, organiser=request.user)
    messages.success(request, _("The invitation was cancelled. The door no longer opens for this person."))
    return redirect("door:helper_list", forum.slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def helping(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the invitation and changes nothing: mail programs open links by themselves. POST accepts it."""
    try:
        helper = helper_of(token)
    except (BadSignature, ValueError, Helper.DoesNotExist) as error:
        raise Http404(_("There is no such invitation.")) from error
    if request.method != "POST":
        return _invitation(request, helper)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    try:
        door_helping.accept(helper=helper, person=request.user)
    except RuleViolation as violation:
        return _invitation(request, helper, status=int(violation.status))
    messages.success(request, _("Thank you. The door opens for you two hours before the forum starts."))
    return redirect("door:door", helper.forum.slug)


def _list(request: SignedInRequest, forum: Forum, form: InviteForm, *, status: int = 200) -> HttpResponse:
    page = page_of(forum.helpers.select_related("person").order_by("-invited_at", "-pk"), request.GET.get("page"), PER_PAGE)
    is_history = door_helping.is_history(forum, timezone.now())
    desk_trail = links(Spot.TRAIL, request.user, forum)
    context = {"forum": forum, "form": form, "page": page, "is_history": is_history, "desk_trail": desk_trail}
    return render(request, "door/helper_list.html", context, status=status)


def _invitation(request: HttpRequest, helper: Helper, *, status: int = 200) -> HttpResponse:
    context = {"helper": helper, "forum": helper.forum, "is_mine": helper.is_for(request.user)}
    response = render(request, "door/helper_invitation.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
