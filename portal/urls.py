"""Every address of the portal. Korean is at `/`, English at `/en/`."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from portal.core import health

handler400 = "portal.core.error_pages.bad_request"
handler403 = "portal.core.error_pages.permission_denied"
handler404 = "portal.core.error_pages.not_found"
handler500 = "portal.core.error_pages.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

urlpatterns += i18n_patterns(
    path("", include("portal.pages.urls")),
    path("", include("portal.policy.urls")),
    path("", include("portal.discussion.urls")),
    path("", include("portal.forums.urls")),
    path("", include("portal.moderation.urls")),
    path("", include("portal.answers.urls")),
    path("accounts/", include("portal.accounts.urls")),
    path("accounts/", include("portal.accounts.sign_in_urls")),
    path("admin/", admin.site.urls),
    path("dev/mail/", include("portal.notifications.urls")),
    prefix_default_language=False,
)

if "debug_toolbar" in settings.INSTALLED_APPS:
    urlpatterns.append(path("__debug__/", include("debug_toolbar.urls")))
