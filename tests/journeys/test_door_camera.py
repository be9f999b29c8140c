"""The phone's camera at the door: a picture of a real ticket is read and its party enters."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import segno
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, BrowserType, expect

from portal.door.states import Outcome
from portal.registrations import services
from portal.registrations.models import Registration
from portal.registrations.tickets.signed import ticket_token
from tests.factories import make_citizen, make_forum

WIDTH, HEIGHT = 640, 480


@pytest.fixture
def has_javascript() -> bool:
    """A camera needs JavaScript."""
    return True


@pytest.fixture
def party(site) -> Registration:
    """A registration for a forum whose door is open."""
    starts_at = timezone.now() + timedelta(hours=1)
    forum = make_forum(capacity=2, slug="night-bus", starts_at=starts_at, registration_closes_at=starts_at)
    return services.register(forum=forum, citizen=make_citizen())


@pytest.fixture
def browser(browser_type: BrowserType, browser_type_launch_args: dict, party, site, tmp_path) -> Iterator[Browser]:
    """A browser whose camera sees the ticket of the party."""
    film = tmp_path / "ticket.y4m"
    film_of(f"{site}{reverse('registrations:ticket', args=[ticket_token(party)])}", film)
    camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    opened = browser_type.launch(**{**browser_type_launch_args, "args": [*browser_type_launch_args["args"], *camera]})
    yield opened
    opened.close()


def film_of(address: str, path: Path) -> None:
    """A film (YUV4MPEG2, 4:2:0) of the QR code on grey paper, somewhat askew."""
    picture = BytesIO()
    segno.make(address, error="m", micro=False, boost_error=False).save(picture, kind="png", scale=6, border=4)
    code = Image.open(picture).convert("L").resize((360, 360)).rotate(4, expand=True, fillcolor=255)
    paper = Image.new("L", (WIDTH, HEIGHT), 190)
    paper.paste(code, ((WIDTH - code.width) // 2, (HEIGHT - code.height) // 2))
    colourless = bytes([128]) * (WIDTH * HEIGHT // 2)
    frame = b"FRAME\n" + paper.tobytes() + colourless
    path.write_bytes(b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % (WIDTH, HEIGHT) + frame * 3)


def test_the_camera_reads_a_ticket_and_lets_the_party_in_once(somebody, party):
    organiser = somebody("organiser@example.org", nickname="포럼지기", role="organiser", width=360)
    organiser.sign_in(reverse("door:door", args=[party.forum.slug]))
    page = organiser.page
    expect(page.locator("video")).to_be_hidden()

    page.get_by_role("button", name=page.locator("[data-door-start]").inner_text()).click()

    expect(page.locator("[data-door-said][data-outcome=entered]")).to_be_visible(timeout=20_000)
    expect(page.locator("#door-latest li")).to_have_count(1)
    page.locator("[data-door-stop]").click()
    expect(page.locator("video")).to_be_hidden()
    assert page.locator("video").evaluate("video => video.srcObject") is None
    assert list(party.forum.scans.values_list("outcome", flat=True)) == [Outcome.ENTERED]
