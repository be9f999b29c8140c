"""The outbox page for developers: what the portal wrote, when no mail server is there to take it."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.core.web.listing import page_of
from portal.notifications.written_mail import linked, written_mail

FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
PER_PAGE = 30


def demo_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 unless mail is written to files in demo mode: elsewhere these pages would show people's codes to everybody."""

    @wraps(view)
    def guarded(request: HttpRequest, **arguments: str) -> HttpResponse:
        if not settings.DEMO_MODE or settings.EMAIL_BACKEND != FILE_BACKEND:
            raise Http404
        return never_cache(view)(request, **arguments)

    return guarded


@require_safe
@demo_only
def mail_list(request: HttpRequest) -> HttpResponse:
    """Every written message, newest first."""
    page = page_of(written_mail(settings.EMAIL_FILE_PATH), request.GET.get("page"), PER_PAGE)
    return render(request, "notifications/mail_list.html", {"page": page})


@require_safe
@demo_only
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    """One message as plain text."""
    mail = next((mail for mail in written_mail(settings.EMAIL_FILE_PATH) if mail.name == name), None)
    if mail is None:
        raise Http404
    body = linked(mail.body, site_url=settings.SITE_URL)
    return render(request, "notifications/mail_detail.html", {"mail": mail, "body": body})
