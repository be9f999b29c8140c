"""Files that strangers send: what they are is read from their content, and nobody's browser opens them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.core.files.attachments import LARGEST_BYTES, harmless_name
from portal.core.models import AuditEvent
from portal.core.rate_limits import spend
from portal.core.web.client_address import address_key
from portal.takedowns.models import Evidence, Takedown
from portal.takedowns.services.requests import UPLOADS
from tests.factories import make_comment, make_moderator, make_takedown
from tests.pictures import JPEG, PNG
from tests.takedowns.test_request import RIGHT, STATEMENT, address

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n"
SCRIPT = b"<script>alert(7)</script>"


def send(client, *files: tuple[str, bytes]):
    uploads = [SimpleUploadedFile(name, content, content_type="text/html") for name, content in files]
    return client.post(address(make_comment()), {**RIGHT, "evidence": uploads})


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("계약서.pdf", PDF, ("계약서.pdf", "application/pdf")),
        ("캡처.PNG", PNG, ("캡처.png", "image/png")),
        ("사진.jpeg", JPEG, ("사진.jpeg", "image/jpeg")),
        ("사진.png", JPEG, ("사진.png.jpg", "image/jpeg")),
        ("page.html", PDF + SCRIPT, ("page.html.pdf", "application/pdf")),
    ],
)
def test_a_file_is_what_its_first_bytes_say(client, name, content, kept):
    assert send(client, (name, content)).status_code == 302

    file = Evidence.objects.get()
    assert (file.name, file.content_type) == kept
    assert bytes(file.content).startswith(content[:4])
    assert file.size == len(file.content)


def test_sixty_forms_with_files_leave_a_network_in_an_hour(client, time_machine):
    time_machine.move_to("2026-11-23T10:00:00+09:00", tick=False)
    for _ in range(59):
        spend(key=f"takedown-upload:{address_key('127.0.0.1')}", **UPLOADS)

    answers = [send(client, ("캡처.png", PNG)) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 429]
    assert answers[1]["Retry-After"] == "3600"


@pytest.mark.parametrize(
    "content",
    [
        SCRIPT,
        b"GIF89a",
        b"PK\x03\x04",
        b"MZ",
        b"\x7fELF",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b" " + PDF,
        b"\x00",
        PNG[:4],
    ],
    ids=["html", "gif", "zip", "exe", "elf", "svg", "pdf after a blank", "NUL", "half a PNG"],
)
def test_everything_else_is_refused_whatever_it_is_called(client, content):
    response = send(client, ("증거.pdf", content))

    assert response.status_code == 422
    assert STATEMENT in response.content.decode()
    assert (Takedown.objects.count(), Evidence.objects.count()) == (0, 0)


def test_an_empty_file_is_refused(client):
    assert send(client, ("증거.pdf", b"")).status_code == 422
    assert Takedown.objects.count() == 0


def test_three_files_are_taken_and_four_are_not(client):
    file = ("증거.pdf", PDF)

    assert [send(client, *[file] * 3).status_code, send(client, *[file] * 4).status_code] == [302, 422]
    assert Evidence.objects.count() == 3


def test_one_bad_file_spoils_the_lot(client):
    assert send(client, ("증거.pdf", PDF), ("쪽지.txt", b"hello")).status_code == 422
    assert Takedown.objects.count() == 0


def test_five_megabytes_are_taken_and_one_byte_more_is_not(client):
    right, too_large = PDF.ljust(LARGEST_BYTES), PDF.ljust(LARGEST_BYTES + 1)

    assert [send(client, ("a.pdf", right)).status_code, send(client, ("a.pdf", too_large)).status_code] == [302, 422]
    assert Evidence.objects.get().size == LARGEST_BYTES


def test_a_request_larger_than_any_form_is_refused_before_it_is_read(client, settings):
    settings.LARGEST_REQUEST = 1000

    assert send(client, ("a.pdf", PDF.ljust(2000))).status_code == 413
    assert Takedown.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\계약서.pdf", "계약서.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ('"; filename=evil.html; x="', "filename=evil.html x=.pdf"),
        ("<script>alert(7)</script>.pdf", "script.pdf"),
        ("계약\u202efdp.exe", "계약fdp.exe.pdf"),
        ("\u200b\u3164", "evidence.pdf"),
        ("", "evidence.pdf"),
        ("....", "evidence.pdf"),
        (".pdf", "evidence.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("\ud800.pdf", "evidence.pdf"),
    ],
)
def test_a_hostile_name_becomes_a_harmless_one(sent, kept):
    assert harmless_name(sent, (".pdf",), nameless="evidence") == kept


def test_a_long_name_keeps_its_ending():
    name = harmless_name("가" * 300 + ".pdf", (".pdf",), nameless="evidence")

    assert (len(name), name[-4:]) == (120, ".pdf")


def test_a_moderator_downloads_a_file_and_the_look_is_recorded(client):
    takedown, moderator = make_takedown(), make_moderator()
    file = takedown.evidence.get()
    client.force_login(moderator)

    response = client.get(reverse("takedowns:evidence", args=[takedown.pk, file.pk]))

    assert response.content == bytes(file.content)
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]
    entry = AuditEvent.objects.get(action="personal_data.viewed")
    assert (entry.actor, entry.subject, entry.details) == (moderator.pk, f"takedown:{takedown.pk}", {"evidence": file.pk})


def test_a_file_opens_under_its_own_request_only(client):
    first, second = make_takedown(), make_takedown()
    client.force_login(make_moderator())

    response = client.get(reverse("takedowns:evidence", args=[first.pk, second.evidence.get().pk]))

    assert response.status_code == 404
