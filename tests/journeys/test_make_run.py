"""The whole portal as `make run` starts it: production server and settings, embedded database, a real worker."""

import re
import shutil
import signal
import tempfile
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, expect

from portal.core.embedded_database import EmbeddedDatabase
from tests.running_portal import Run, free_port

pytestmark = pytest.mark.long(seconds=60)
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
    with urllib.request.urlopen(request, timeout=60) as response:
        return response.read(), {name.lower(): value for name, value in response.headers.items()}


def assets_of(site: str, path: str) -> list[str]:
    with urllib.request.urlopen(site + path, timeout=60) as response:
        html = response.read().decode()
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', html)
    return [urljoin(site, asset) for asset in dict.fromkeys(found)]


def test_it_says_where_it_is_and_who_may_sign_in(run):
    assert run.site in run.said
    assert "citizen@example.org" in run.said
    assert "moderator@example.org" in run.said


@pytest.mark.parametrize(("address", "nickname"), [("citizen@example.org", "갑천산책"), ("neighbour@example.org", "오정동 상인")])
def test_a_newcomer_reads_the_code_that_the_worker_sent_and_takes_part_at_once(run, browser, address, nickname):
    page = browser.new_context(base_url=run.site, locale="ko-KR").new_page()
    page.goto("/accounts/login/?next=/tasks/smart-transport/")
    page.locator("input[name=email]").fill(address)
    page.locator("form:has(input[name=email]) button").first.click()
    page.locator("input[name=code]").wait_for()
    code = newest_code(page.context.new_page(), address)
    page.locator("input[name=code]").fill(code)
    page.locator("form:has(input[name=code]) button").first.click()

    expect(page.get_by_role("link", name=nickname).first).to_be_visible()
    takes_part(page, nickname)
    page.context.close()


def newest_code(page: Page, address: str) -> str:
    """Look at the demo's mail page until the code for an address is there."""
    mail = page.locator(".rows__item", has_text=address).locator("a")
    for _ in range(400):
        page.goto("/dev/mail/")
        if mail.count():
            mail.first.click()
            return re.search(r"\b\d{6}\b", page.locator("main").inner_text()).group()
        page.wait_for_timeout(250)
    pytest.fail("no mail came")


def takes_part(page: Page, nickname: str) -> None:
    """Write, answer, vote, report and register: the sample world spent nobody's limits."""
    write(page.locator("#comment-form form"), f"{nickname}: 막차 시간을 늦춰 주세요.")
    comment = page.locator("article.comment", has_text="출근 시간 둔산대로 신호만")
    comment.locator(".comment__foot a").click()
    write(page.locator(".comment__reply form"), f"{nickname}: 저도 그 길을 다닙니다.")
    comment.locator("button[value=agree]").click()
    expect(comment.locator("button[value=agree]")).to_have_attribute("aria-pressed", "true")
    comment.locator("summary").click()
    comment.get_by_role("link", name="신고").click()
    page.locator("input[name=reason][value=off_topic]").check()
    page.locator("form:has(input[name=reason]) .form__actions button").click()
    expect(page.locator(".report a[href='/my/reports/']")).to_be_visible()
    page.goto("/forums/first-customers/")
    page.locator("#registration form button").click()
    expect(page.locator("#registration a.button--danger")).to_be_visible()


def write(form: Locator, words: str) -> None:
    """Type and send; the words stand on the page."""
    form.locator("textarea").fill(words)
    form.locator(".form__actions button").click()
    expect(form.page.locator(".comment__text", has_text=words)).to_be_visible()


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

    said = second.process.communicate(timeout=120)[0]

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
