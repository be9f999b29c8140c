"""How people reach the site: address, TLS, cookies, hosts."""

import ssl
import time
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from portal.core.doctor import Examination, Finding, ok, warning, wrong

SECONDS_TO_ANSWER = 10
DAYS_TO_RENEW = 14
THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")


def mode(examination: Examination) -> Iterator[Finding]:
    """Neither a demo nor a debugger is open to everybody."""
    if settings.DEMO_MODE:
        yield warning("mode", "a demo: anybody may sign in as anybody. A portal for real has keys of its own and no DEMO_MODE.")
    elif settings.DEBUG:
        yield wrong("mode", "DEBUG is on: it shows settings and code to everybody who meets an error. Take it away.")
    else:
        yield ok("mode", "for real, DEBUG off")


def tls(examination: Examination) -> Iterator[Finding]:
    """https, secure cookies, and a proxy that is believed."""
    if not settings.SITE_URL.startswith("https://"):
        text = (
            f"{settings.SITE_URL} is not https: codes and cookies can be read on their way. Let a proxy end TLS (operations, 4)."
        )
        yield warning("TLS", text) if settings.DEMO_MODE else wrong("TLS", text)
    elif not settings.BEHIND_HTTPS_PROXY:
        yield wrong("TLS", "SITE_URL is https, yet BEHIND_HTTPS_PROXY is off: forms would be refused. Set it to true.")
    else:
        yield ok("TLS", "https, secure cookies, HSTS; the proxy says who asks")


def hosts(examination: Examination) -> Iterator[Finding]:
    """The site's own name, and this machine for health checks."""
    missing = [host for host in THIS_MACHINE[:1] if not validate_host(host, settings.ALLOWED_HOSTS)]
    if "*" in settings.ALLOWED_HOSTS:
        yield warning("hosts", "every name is answered (ALLOWED_HOSTS=*): links may be made to lead elsewhere.")
    elif missing:
        yield warning("hosts", f"health checks of this machine get 400: add {missing[0]} to ALLOWED_HOSTS.")
    else:
        yield ok("hosts", ", ".join(settings.ALLOWED_HOSTS))


def online(examination: Examination) -> Iterator[Finding]:
    """Visit the site as anybody would: name, certificate, proxy, portal."""
    if not examination.is_online:
        return
    site = urlsplit(settings.SITE_URL)
    connection = _connection(site.scheme, site.hostname or "", site.port)
    try:
        connection.connect()
        certificate = list(_certificate(connection))
        connection.request("GET", "/healthz", headers={"User-Agent": "doctor"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != HTTPStatus.OK:
            yield wrong("online", f"{settings.SITE_URL}/healthz answers {answer.status}: look at the proxy and its Host header.")
        elif site.scheme == "https" and not answer.headers["Strict-Transport-Security"]:
            yield wrong("online", "HSTS does not arrive: the proxy takes it away, or does not say X-Forwarded-Proto: https.")
        else:
            yield ok("online", f"{settings.SITE_URL}/healthz answers")
        yield from certificate
    except (OSError, HTTPException) as error:
        yield wrong(
            "online", f"{settings.SITE_URL} cannot be reached from here ({error}): look at name, firewall and certificate."
        )
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(host, port, timeout=SECONDS_TO_ANSWER, context=ssl.create_default_context())
    return HTTPConnection(host, port, timeout=SECONDS_TO_ANSWER)


def _certificate(connection: HTTPConnection) -> Iterator[Finding]:
    if not isinstance(connection.sock, ssl.SSLSocket):
        return
    ends = str((connection.sock.getpeercert() or {}).get("notAfter", ""))
    days = int((ssl.cert_time_to_seconds(ends) - time.time()) // 86_400)
    if days < DAYS_TO_RENEW:
        yield warning("certificate", f"ends in {days} days: look at what renews it.")
    else:
        yield ok("certificate", f"good for {days} days")
