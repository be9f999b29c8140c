"""The whole portal as `make run` starts it: production server and settings, embedded database, a real worker."""

import re
import shutil
import signal
import tempfile
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from portal.core.embedded_database import EmbeddedDatabase
from tests.running_portal import Run, free_port

FIRST_VISIT_LIMIT = 100_000  # bytes as sent, fonts aside


@pytest.fixture(scope="module")
def data_dir():
    path = Path(tempfile.mkdtemp(prefix="hanbat run "))
    path.chmod(0o711)
    yield path / "data"
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def run(data_dir):
    running = Run(data_dir, free_port())
    running.said = running.wait_until_ready()
    yield running
    if running.process.poll() is None:
        running.stop()


def fetch(address: str) -> tuple[bytes, dict]:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br, gzip"})
    with urllib.request.urlopen(request, timeout=20) as response:
        return response.read(), {name.lower(): value for name, value in response.headers.items()}


def assets_of(site: str, path: str) -> list[str]:
    with urllib.request.urlopen(site + path, timeout=20) as response:
        html = response.read().decode()
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', html)
    return [urljoin(site, asset) for asset in dict.fromkeys(found)]


def test_it_says_where_it_is_and_who_may_sign_in(run):
    assert run.site in run.said
    assert "citizen@example.org" in run.said
    assert "moderator@example.org" in run.said


def test_a_newcomer_reads_the_code_that_the_worker_sent(run, browser):
    page = browser.new_context(locale="ko-KR").new_page()
    page.goto(f"{run.site}/accounts/login/")
    page.locator("input[name=email]").fill("citizen@example.org")
    page.locator("form:has(input[name=email]) button").first.click()
    page.locator("input[name=code]").wait_for()
    code = newest_code(page.context.new_page(), run.site)
    page.locator("input[name=code]").fill(code)
    page.locator("form:has(input[name=code]) button").first.click()

    expect(page.get_by_role("link", name="갑천산책").first).to_be_visible()
    page.context.close()


def newest_code(page, site: str) -> str:
    """Look at the demo's mail page until the code is there."""
    for _ in range(40):
        page.goto(f"{site}/dev/mail/")
        if page.locator("main a[href^='/dev/mail/']").count():
            page.locator("main a[href^='/dev/mail/']").first.click()
            return re.search(r"\b\d{6}\b", page.locator("main").inner_text()).group()
        page.wait_for_timeout(250)
    pytest.fail("no mail came")


@pytest.mark.parametrize("path", ["/", "/tasks/smart-transport/", "/en/tasks/smart-transport/", "/forums/", "/accounts/login/"])
def test_a_first_visit_is_light(run, path):
    sizes = {path: len(fetch(run.site + path)[0])}
    for asset in assets_of(run.site, path):
        if not asset.endswith((".woff2", ".woff")):
            sizes[asset] = len(fetch(asset)[0])

    assert sum(sizes.values()) <= FIRST_VISIT_LIMIT, sizes


def test_fonts_and_styles_are_kept_for_ever(run):
    for asset in assets_of(run.site, "/"):
        assert "immutable" in fetch(asset)[1]["cache-control"], asset


def test_pages_carry_their_safety_headers(run):
    headers = fetch(run.site + "/")[1]

    assert "script-src 'self';" in headers["content-security-policy"] + ";"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert "camera=()" in headers["permissions-policy"]


def test_a_taken_port_is_one_clear_line(run, data_dir):
    port = run.site.rpartition(":")[2]
    second = Run(data_dir, int(port))

    said = second.process.communicate(timeout=30)[0]

    assert (second.process.returncode, said.count("\n")) == (1, 1)
    assert f"port {port} is taken" in said


def test_ctrl_c_stops_everything_and_a_killed_run_starts_again(run, data_dir):
    assert run.stop() == 0
    assert not (data_dir / "postgresql" / "postmaster.pid").exists()

    killed = Run(data_dir, free_port())
    killed.wait_until_ready()
    killed.stop(signal.SIGKILL)
    again = Run(data_dir, int(killed.site.rpartition(":")[2]))
    again.wait_until_ready()

    assert again.stop() == 0
    with EmbeddedDatabase(data_dir).running():
        pass
