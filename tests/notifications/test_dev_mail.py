"""The outbox page for developers."""

import os

import pytest
from django.core.mail import EmailMessage

from portal.notifications.views import FILE_BACKEND

pytestmark = pytest.mark.django_db
LIST = "/dev/mail/"


@pytest.fixture
def outbox(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = FILE_BACKEND, str(tmp_path)
    settings.SITE_URL = "http://portal.example"
    return tmp_path


def write(folder, subject: str, body: str = "…") -> None:
    """One message, a second younger than the one before."""
    known = set(folder.iterdir())
    EmailMessage(subject, body, to=["citizen@example.org"]).send()
    for path in set(folder.iterdir()) - known:
        os.utime(path, (1_800_000_000 + len(known),) * 2)


def test_messages_are_listed_newest_first(client, outbox):
    write(outbox, "로그인 코드")
    write(outbox, "신청 확정")

    page = client.get(LIST)

    assert [mail.subject for mail in page.context["page"]] == ["신청 확정", "로그인 코드"]
    assert "신청 확정" in page.content.decode()


def test_a_message_is_plain_text_and_links_into_the_portal_are_links(client, outbox):
    write(
        outbox,
        "<b>굵게</b>",
        "<script>alert(1)</script>\nhttp://portal.example/forums/a/?x=1&y=2 하고 http://evil.example/ 그리고 http://portal.example.evil/\n<i>끝</i>",
    )
    name = client.get(LIST).context["page"][0].name

    page = client.get(f"{LIST}{name}/").content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "&lt;i&gt;끝" in page
    assert "<b>굵게" not in page
    assert '<a href="/forums/a/?x=1&amp;y=2">http://portal.example/forums/a/?x=1&amp;y=2</a>' in page
    assert 'href="http://evil' not in page
    assert 'href=".evil' not in page


def test_an_empty_outbox_says_so(client, outbox):
    assert "아직 메일이 없습니다" in client.get(LIST).content.decode()


@pytest.mark.parametrize("name", ["nothing", "..", "%2e%2e%2fsettings", "a" * 5000])
def test_a_message_that_does_not_exist_is_404(client, outbox, name):
    assert client.get(f"{LIST}{name}/").status_code == 404


@pytest.mark.parametrize("real", [{"DEMO_MODE": False}, {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"}])
def test_outside_of_demo_mode_there_is_no_such_page(client, outbox, settings, real):
    write(outbox, "로그인 코드")
    name = client.get(LIST).context["page"][0].name
    for setting, value in real.items():
        setattr(settings, setting, value)

    assert [client.get(address).status_code for address in (LIST, f"{LIST}{name}/")] == [404, 404]


def test_pages_of_the_outbox_are_numbered(client, outbox):
    for number in range(31):
        write(outbox, f"메일 {number}")

    assert len(client.get(LIST, {"page": "2"}).context["page"].object_list) == 1
    assert [client.get(LIST, {"page": page}).status_code for page in ("3", "x", "1000000000")] == [404, 404, 404]
