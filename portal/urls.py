"""Every address of the portal. Korean is at `/`, English at `/en/`."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from portal.core.web import health
from portal.forums import urls as forums_urls
from portal.pages.sharing import views as sharing
from portal.pages.views import task as task_page
from portal.plan import urls as plan_urls
from portal.progress.views.task_list import task_list
from portal.registrations.views import forum_page

handler400 = "portal.core.web.error_pages.bad_request"
handler403 = "portal.core.web.error_pages.permission_denied"
handler404 = "portal.core.web.error_pages.not_found"
handler500 = "portal.core.web.error_pages.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", sharing.robots, name="robots"),
    path("favicon.ico", sharing.favicon, name="favicon"),
    path("sitemap.xml", sharing.sitemap_index, name="sitemap"),
    path("sitemap-<slug:kind>-<int:number>.xml", sharing.sitemap_file, name="sitemap_file"),
]

urlpatterns += i18n_patterns(
    path("", include("portal.pages.urls")),
    path("", include(plan_urls.addresses(task_list=task_list, task_page=task_page))),
    path("", include("portal.progress.urls")),
    path("", include("portal.discussion.urls")),
    # Literal addresses come first: a forum's own page catches everything else below /forums/.
    path("", include("portal.forum_desk.urls")),
    path("", include("portal.door.urls")),
    path("", include("portal.registrations.urls")),
    path("", include(forums_urls.addresses(forum_page=forum_page.forum_detail, forum_calendar=forum_page.calendar))),
    path("", include("portal.moderation.urls")),
    path("", include("portal.appeals.urls")),
    path("", include("portal.takedowns.urls")),
    path("", include("portal.answers.urls")),
    path("accounts/", include("portal.accounts.urls")),
    path("accounts/", include("portal.accounts.sign_in.urls")),
    path("admin/", admin.site.urls),
    path("dev/mail/", include("portal.notifications.urls")),
    prefix_default_language=False,
)

if "debug_toolbar" in settings.INSTALLED_APPS:
    urlpatterns.append(path("__debug__/", include("debug_toolbar.urls")))
