"""The list of a forum's people: masked, until an organiser says why they need to see more."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.errors import RuleViolation
from portal.core.files.attachments import ENDINGS, harmless_name
from portal.core.people import SignedInRequest
from portal.core.web.listing import chosen, page_of
from portal.forum_desk.attendees.forms import ReasonForm, SearchForm
from portal.forum_desk.attendees.rows import AttendeeFilter, answers_of, search
from portal.forum_desk.services.access_log import log_access
from portal.forums.access import any_forum_or_404, for_organisers
from portal.forums.states import BEFORE_THE_START
from portal.registrations import services
from portal.registrations.models import Registration
from portal.registrations.tickets.codes import spoken

PER_PAGE = 50
NO_RIGHTS = "default-src 'none'; sandbox"


@require_safe
@for_organisers
def attendees(request: SignedInRequest, slug: str) -> HttpResponse:
    """Everybody who registered, or a part of them, in order of arrival."""
    forum = any_forum_or_404(slug)
    shown = chosen(request.GET, "state", AttendeeFilter.values, "")
    form = SearchForm({"q": request.GET.get("q", ""), "state": shown})
    rows = search(forum, shown=shown, text=form.cleaned_data["q"]) if form.is_valid() else forum.registrations.none()
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "forum": forum,
        "form": form,
        "page": page_of(rows.with_waiting_number(), request.GET.get("page"), PER_PAGE),
        "is_narrowed": bool(shown or request.GET.get("q")),
        "query": query.urlencode(),
    }
    return render(request, "forum_desk/attendee_list.html", context, status=200 if form.is_valid() else 422)


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def attendee(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One registration, masked; a POST that says why shows address and answers on this one answer, and goes on record."""
    registration = _registration_or_404(slug, pk)
    if request.method != "POST":
        return _page(request, registration, form=ReasonForm())
    if registration.citizen is None:
        return redirect("forum_desk:attendee", slug, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, registration, form=form, status=422)
    log_access(registration=registration, organiser=request.user, reason=form.cleaned_data["reason"])
    return _page(request, registration, form=form, answers=answers_of(registration), is_shown=True)


@require_POST
@for_organisers
def attendee_file(request: SignedInRequest, slug: str, pk: int, answer: int) -> FileResponse | HttpResponse:
    """A file that somebody answered with, to download and never to open here; with a reason, and on record."""
    registration = _registration_or_404(slug, pk)
    found_answer = get_object_or_404(registration.answers.exclude(file=""), pk=answer)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, registration, form=form, status=422)
    try:
        content = found_answer.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("There is no such file any more.")) from error
    log_access(registration=registration, organiser=request.user, reason=form.cleaned_data["reason"], file=found_answer)
    content_type = found_answer.file_type if found_answer.file_type in ENDINGS else "application/octet-stream"
    # Cleaned when it came in; again here, for the database may hold what another program wrote.
    name = harmless_name(found_answer.file_name, ENDINGS.get(content_type, (".bin",)), nameless="answer")
    response = FileResponse(content, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NO_RIGHTS
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def attendee_cancel(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """GET asks, POST cancels in the person's place."""
    registration = _registration_or_404(slug, pk)
    if request.method != "POST":
        context = {"registration": registration, "forum": registration.forum, "may_cancel": _may_cancel(registration)}
        return render(request, "forum_desk/attendee_confirm.html", context)
    # A form that was not sent yet is no registration that somebody would have to hear of.
    is_told = registration.citizen is not None and not registration.is_reserved
    try:
        services.cancel(registration=registration, by=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        told = _("The registration was cancelled, and the person was told by e-mail.")
        messages.success(request, told if is_told else _("The registration was cancelled."))
    return redirect("forum_desk:attendee", slug, pk)


def _page(request: SignedInRequest, registration: Registration, *, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "registration": registration,
        "forum": registration.forum,
        "code": spoken(registration.ticket_code),
        "answer_count": registration.answers.count(),
        "may_cancel": _may_cancel(registration),
        "is_shown": False,
        **more,
    }
    return render(request, "forum_desk/attendee_detail.html", context, status=status)


def _registration_or_404(slug: str, pk: int) -> Registration:
    return get_object_or_404(_rows(slug), pk=pk)


def _rows(slug: str) -> QuerySet[Registration]:
    return Registration.objects.filter(forum__slug=slug).select_related("forum", "citizen").with_waiting_number()


def _may_cancel(registration: Registration) -> bool:
    """What the service allows to organisers; it asks again under the lock."""
    is_ahead = registration.forum.phase(timezone.now()) in BEFORE_THE_START
    return is_ahead and not registration.is_cancelled and not registration.is_checked_in
