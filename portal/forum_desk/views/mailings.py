"""Mailings of organisers: what was sent, and writing a new one, seen as it will be before it goes."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.core.web.htmx import wants_fragment
from portal.core.web.listing import page_of
from portal.forum_desk import mails
from portal.forum_desk.mailings.audiences import readers_of
from portal.forum_desk.mailings.forms import MailingForm
from portal.forum_desk.mailings.text import Words
from portal.forum_desk.models import Mailing
from portal.forum_desk.services import mailings as mailing_services
from portal.forums.access import any_forum_or_404, for_organisers
from portal.forums.models import Forum

PER_PAGE = 20


@require_safe
@for_organisers
def mailings(request: SignedInRequest, slug: str) -> HttpResponse:
    """What was sent to whom, the newest first."""
    forum = any_forum_or_404(slug)
    sent = forum.mailings.select_related("written_by").defer("recipients").order_by("-pk")
    page = page_of(sent, request.GET.get("page"), PER_PAGE)
    return render(request, "forum_desk/mailing_list.html", {"forum": forum, "page": page})


@require_safe
@for_organisers
def mailing(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One mailing, and to how many of its recipients it has been written by now; for htmx only the latter."""
    sent = Mailing.objects.select_related("forum", "written_by").defer("recipients")
    found = get_object_or_404(sent, pk=pk, forum__slug=slug)
    template = "forum_desk/_mailing_progress.html" if wants_fragment(request) else "forum_desk/mailing_detail.html"
    return render(request, template, {"mailing": found, "forum": found.forum})


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def write_mailing(request: SignedInRequest, slug: str) -> HttpResponse:
    """GET shows the form; a POST shows what will be sent, or goes back to the form, or sends, as its `step` says."""
    forum = any_forum_or_404(slug)
    form = MailingForm(request.POST if request.method == "POST" else None, forum=forum)
    step = request.POST.get("step", "")
    if not form.is_valid() or step == "change":
        return _form(request, forum, form, status=422 if form.errors else 200)
    try:
        if step != "send":
            return _preview(request, forum, form, mailing_services.usable(forum=forum, **form.mailing()))
        sent = mailing_services.send(forum=forum, by=request.user, **form.mailing(), **form.sending())
    except mailing_services.AudienceChanged as violation:
        return _preview(request, forum, form, form.words(), changed=violation)
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        return _form(request, forum, form, status=int(violation.status))
    return redirect("forum_desk:mailing", slug, sent.pk)


def _form(request: SignedInRequest, forum: Forum, form: MailingForm, *, status: int) -> HttpResponse:
    return render(request, "forum_desk/mailing_form.html", {"forum": forum, "form": form}, status=status)


def _preview(
    request: SignedInRequest, forum: Forum, form: MailingForm, words: Words, *, changed: RuleViolation | None = None
) -> HttpResponse:
    """In each language that somebody of them reads, as it would reach a reader who does not exist.

    `changed` says that the answer to an earlier preview no longer fits.
    """
    audience = form.mailing()["audience"]
    readers = readers_of(forum, audience)
    samples = [
        (name, language, readers[language], *mails.sample_mailing(forum, words, language=language))
        for language, name in settings.LANGUAGES
        if language in readers
    ]
    count = sum(readers.values())
    form.ask_about(count)
    context = {"forum": forum, "form": form, "audience": audience.label, "samples": samples, "count": count, "changed": changed}
    return render(request, "forum_desk/mailing_preview.html", context, status=int(changed.status) if changed else 200)
