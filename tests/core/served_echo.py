"""A site of two threads that says what it was asked, as the web server serves it in tests."""

import json
import os
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from portal.core.web import whole_requests  # noqa: E402 (after the settings)

SECONDS_FOR_THE_BODY = 2


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """A WSGI application. What lies under `/slow` takes a second."""
    if environ["PATH_INFO"] == "/slow":
        time.sleep(1)
    said = {name: value for name, value in environ.items() if isinstance(value, str)}
    said["body"] = environ["wsgi.input"].read().decode("latin-1")
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(said).encode()]


whole_requests.SECONDS_FOR_THE_BODY = SECONDS_FOR_THE_BODY
whole_requests.settings.LARGEST_REQUEST = 100_000
application = whole_requests.WholeRequests(echo, threads=2)
