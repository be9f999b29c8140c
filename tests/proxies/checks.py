"""What an operator has to be able to count on. Each check returns what it measured, or raises AssertionError."""

import re
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection

from tests.proxies.configurations import Place
from tests.real_portal import HOST, Browser, MailServer, code_in

CLIENT, FORGED = "127.0.0.2", "198.51.100.9"
SLOW_CONNECTIONS, SECONDS_OF_SLOWNESS, SLOWEST_PAGE = 40, 8, 2.0


class Client(Browser):
    """A browser on another machine, which lies about where it is."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.https, name=place.site)
        self.headers = {"X-Forwarded-For": FORGED, "X-Forwarded-Proto": "http"}

    def connect(self) -> HTTPConnection:
        """Over TLS, by the name of the site."""
        connection = HTTPConnection(HOST, timeout=60)
        connection.sock = secured(self.port)
        return connection


def secured(port: int) -> ssl.SSLSocket:
    """A connection to the proxy. Its certificate is our own, so only what comes after it is looked at."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    plain = socket.create_connection(("127.0.0.1", port), timeout=60, source_address=(CLIENT, 0))
    return context.wrap_socket(plain, server_hostname=HOST)


def http_leads_to_https(place: Place, mail: MailServer) -> str:
    """A redirect to the site itself, path and query kept."""
    connection = HTTPConnection("127.0.0.1", place.http, timeout=10)
    connection.request("GET", "/tasks/?q=a", headers={"Host": HOST})
    answer = connection.getresponse()
    leads_to = re.sub(r":\d+/", "/", answer.headers["Location"], count=1)
    assert answer.status in {301, 308}, answer.status
    assert leads_to == f"https://{HOST}/tasks/?q=a", leads_to
    return str(answer.status)


def pages_are_safe(place: Place, mail: MailServer) -> str:
    """HSTS, secure cookies, and the host that the browser named."""
    browser = Client(place)
    answer = browser.ask("/accounts/login/")
    assert (answer.status, answer.headers["Strict-Transport-Security"]) == (200, "max-age=31536000; includeSubDomains"), (
        answer.status
    )
    assert browser.cookies["__Host-csrftoken"]["secure"]
    assert f'href="https://{place.site}/' in answer.text, "the page does not name its own host"
    return "HSTS for a year"


def somebody_signs_in(place: Place, mail: MailServer) -> str:
    """Forms pass the check of their origin; the portal sees the client's address, whatever the client says."""
    browser = Client(place)
    browser.send("/accounts/login/", {"email": f"{time.time_ns()}@example.org"})
    browser.send("/accounts/login/code/", {"code": code_in(mail.next_message())})
    person = {"nickname": f"둔산 {time.time_ns() % 10**9}", "language": "ko", "age": "on", "terms": "on", "privacy": "on"}
    answer = browser.send("/accounts/signup/", person)
    assert answer.status == 302, answer.status
    page = browser.ask("/accounts/sessions/").text
    assert CLIENT in page, "the client's address is not known"
    assert FORGED not in page, "the client's word is believed"
    return f"address {CLIENT}"


def upload(place: Place, megabytes: int) -> int:
    """The answer's status to a form with a file of this size."""
    browser = Client(place)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.ask("/accounts/login/").text).group(1)
    fields = {"csrfmiddlewaretoken": token, "email": ""}
    parts = [f'--X\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    parts.append('--X\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n')
    body = "".join(parts).encode() + b"0" * (megabytes * 1024 * 1024) + b"\r\n--X--\r\n"
    cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in browser.cookies.items())
    headers = {"Host": place.site, "Cookie": cookies, "Origin": f"https://{place.site}"}
    connection = browser.connect()
    # Refused before all of it was sent, the answer lies there nevertheless.
    with suppress(BrokenPipeError, ConnectionResetError, ssl.SSLError):
        connection.request("POST", "/accounts/login/", body, headers | {"Content-Type": "multipart/form-data; boundary=X"})
    return connection.getresponse().status


def large_files_pass_and_larger_ones_do_not(place: Place, mail: MailServer) -> str:
    """16 MB reach the form, which misses the address; 19 MB do not."""
    found = [upload(place, 16), upload(place, 19)]
    assert found == [422, 413], found
    return "16 MB pass, 19 MB: 413"


def slow_bodies_hold_nobody(place: Place, mail: MailServer) -> str:
    """Forms that come ten bytes a second."""
    head = f"POST /accounts/login/ HTTP/1.1\r\nHost: {place.site}\r\nContent-Length: 100000\r\n"
    return pages_beside(place, f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode())


def slow_headers_hold_nobody(place: Place, mail: MailServer) -> str:
    """Headers that never end; the proxy ends them."""
    return pages_beside(place, f"GET / HTTP/1.1\r\nHost: {place.site}\r\nX-Slow: ".encode(), ends_within=10)


def pages_beside(place: Place, beginning: bytes, *, ends_within: int = 0) -> str:
    """How long pages take while slow clients send; with `ends_within` also that the proxy ends them after so many seconds."""
    slow = [secured(place.https) for _ in range(SLOW_CONNECTIONS)]
    for each in slow:
        each.sendall(beginning)
    took: list[float] = []
    begun = time.monotonic()
    while time.monotonic() - begun < max(SECONDS_OF_SLOWNESS, ends_within and ends_within + 5):
        alive = [each for each in slow if trickles(each)]
        took.append(seconds_of_page(place))
        time.sleep(max(0.0, 1 - took[-1]))
    for each in slow:
        each.close()
    assert max(took) < SLOWEST_PAGE, f"a page took {max(took):.1f} s beside {SLOW_CONNECTIONS} slow clients"
    assert not (ends_within and alive), f"{len(alive)} of them still send after {ends_within + 5} s"
    return f"slowest page {max(took):.2f} s beside {SLOW_CONNECTIONS}"


def trickles(connection: ssl.SSLSocket) -> bool:
    """Send ten bytes; False once the other side has ended it."""
    try:
        connection.sendall(b"a" * 10)
        connection.settimeout(0.001)
        return connection.recv(1) != b""
    except TimeoutError:
        connection.settimeout(60)
        return True
    except OSError:
        return False


def seconds_of_page(place: Place) -> float:
    """How long the home page takes, connecting included."""
    begun = time.monotonic()
    assert Client(place).ask("/").status == 200
    return time.monotonic() - begun


CHECKS: tuple[Callable[[Place, MailServer], str], ...] = (
    http_leads_to_https,
    pages_are_safe,
    somebody_signs_in,
    large_files_pass_and_larger_ones_do_not,
    slow_bodies_hold_nobody,
    slow_headers_hold_nobody,
)
