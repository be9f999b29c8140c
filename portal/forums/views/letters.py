"""Letters of organisers: what was sent, and writing a new one, seen as it will be before it goes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.errors import RuleViolation
from portal.core.htmx import wants_fragment
from portal.core.listing import page_of
from portal.forums import notices
from portal.forums.letter_forms import LetterForm
from portal.forums.letter_text import Words
from portal.forums.models import Forum, Letter
from portal.forums.segments import readers_of
from portal.forums.services import letters as letter_services
from portal.forums.views.managing import any_forum_or_404, for_organisers

PER_PAGE = 20


@require_safe
@for_organisers
def letters(request: HttpRequest, slug: str) -> HttpResponse:
    """What was sent to whom, the newest first."""
    forum = any_forum_or_404(slug)
    sent = forum.letters.select_related("written_by").defer("recipients").order_by("-pk")
    page = page_of(sent, request.GET.get("page"), PER_PAGE)
    return render(request, "forums/letter_list.html", {"forum": forum, "page": page})


@require_safe
@for_organisers
def letter(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One letter, and to how many of its recipients it has been written by now; for htmx only the latter."""
    sent = Letter.objects.select_related("forum", "written_by").defer("recipients")
    found = get_object_or_404(sent, pk=pk, forum__slug=slug)
    template = "forums/_letter_progress.html" if wants_fragment(request) else "forums/letter_detail.html"
    return render(request, template, {"letter": found, "forum": found.forum})


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def write_letter(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows the form; a POST shows what will be sent, or goes back to the form, or sends, as its `step` says."""
    forum = any_forum_or_404(slug)
    form = LetterForm(request.POST if request.method == "POST" else None, forum=forum)
    step = request.POST.get("step", "")
    if not form.is_valid() or step == "change":
        return _form(request, forum, form, status=422 if form.errors else 200)
    try:
        if step != "send":
            return _preview(request, forum, form, letter_services.usable(forum=forum, **form.letter()))
        sent = letter_services.send(forum=forum, by=request.user, **form.letter(), **form.sending())
    except letter_services.AudienceChanged as violation:
        return _preview(request, forum, form, form.words(), changed=violation)
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        return _form(request, forum, form, status=int(violation.status))
    return redirect("forums:letter", slug, sent.pk)


def _form(request: HttpRequest, forum: Forum, form: LetterForm, *, status: int) -> HttpResponse:
    return render(request, "forums/letter_form.html", {"forum": forum, "form": form}, status=status)


def _preview(
    request: HttpRequest, forum: Forum, form: LetterForm, words: Words, *, changed: RuleViolation | None = None
) -> HttpResponse:
    """In each language that somebody of them reads, as it would reach a reader who does not exist.

    `changed` says that the answer to an earlier preview no longer fits.
    """
    segment = form.letter()["segment"]
    readers = readers_of(forum, segment)
    samples = [
        (name, language, readers[language], *notices.sample_letter(forum, words, language=language))
        for language, name in settings.LANGUAGES
        if language in readers
    ]
    count = sum(readers.values())
    form.ask_about(count)
    context = {"forum": forum, "form": form, "segment": segment.label, "samples": samples, "count": count, "changed": changed}
    return render(request, "forums/letter_preview.html", context, status=int(changed.status) if changed else 200)
