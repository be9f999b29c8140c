"""The entry point that the web server loads; `portal.wsgi` is the same for servers that know only WSGI."""

from django.conf import settings

from portal.core.web.whole_requests import WholeRequests
from portal.wsgi import application as wsgi_application

application = WholeRequests(wsgi_application, threads=settings.WEB_THREADS)
