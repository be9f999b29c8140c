"""Tickets: genuine or nothing, read back from their QR code, and shown to nobody else."""

from io import BytesIO

import pytest
import segno
import zxingcpp
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portal.forum_desk import services as forum_desk_services
from portal.registrations import services
from portal.registrations.models import Registration
from portal.registrations.tickets.codes import ALPHABET, new_code, spoken, typed_code
from portal.registrations.tickets.signed import Ticket, qr_code, read_ticket, ticket_token
from tests.factories import make_citizen, make_forum


def registration(**fields) -> Registration:
    return Registration(**{"forum_id": 7, "pk": 12, "ticket_version": 3, **fields})


def test_a_ticket_says_what_it_is_for_alone_or_in_an_address():
    token = ticket_token(registration())

    assert read_ticket(token) == Ticket(7, 12, 3)
    assert read_ticket(f"https://madang.example/forums/tickets/{token}/") == Ticket(7, 12, 3)


@given(st.integers(0, 60), st.characters())
def test_a_ticket_with_any_other_character_is_none(place, character):
    token = ticket_token(registration())
    changed = token[:place] + character + token[place + 1 :]

    assert read_ticket(changed) in {None, Ticket(7, 12, 3)}
    assert (read_ticket(changed) is None) == (token not in changed)


def test_a_ticket_fits_no_other_forum_registration_or_version():
    genuine = ticket_token(registration())
    signature = genuine.rpartition(".")[2]

    assert [read_ticket(f"HM1.{numbers}.{signature}") for numbers in ("8.12.3", "7.13.3", "7.12.4", "71.2.3")] == [None] * 4


def test_the_qr_code_holds_the_address_and_no_style():
    address = f"https://madang.example/forums/tickets/{ticket_token(registration())}/"
    picture = BytesIO()
    segno.make(address, error="m", micro=False, boost_error=False).save(picture, kind="png", scale=4)

    found = zxingcpp.read_barcodes(Image.open(picture))

    assert [code.text for code in found] == [address]
    assert "style=" not in qr_code(address)


@given(st.text(ALPHABET, min_size=8, max_size=8))
def test_a_code_is_understood_however_it_is_typed(code):
    full_width = "".join(chr(ord(character) + 0xFEE0) for character in code)

    assert {typed_code(form) for form in (code, spoken(code), code.lower(), f" {spoken(code)} ", full_width)} == {code}


@pytest.mark.parametrize("typed", ["", "ABC", "ABCDEFGHJ", "ABCDEFU1", "가나다라마바사아", "HM1.1.1.1.x"])
def test_what_is_no_code_is_none(typed):
    assert typed_code(typed) == ""


def test_letters_that_look_like_digits_are_forgiven_and_codes_differ():
    assert typed_code("oil0-OIL0") == "01100110"
    assert len({new_code() for _ in range(1_000)}) == 1_000


@pytest.mark.django_db
def test_the_ticket_page_is_for_confirmed_people_and_dies_with_the_seat():
    forum = make_forum(capacity=1, title_ko="<b>밤</b>")
    seated, waiting = [services.register(forum=forum, citizen=make_citizen()) for _ in range(2)]
    paths = [reverse("registrations:ticket", args=[ticket_token(each)]) for each in (seated, waiting)]

    shown = Client().get(paths[0])
    before = Client().get(paths[1]).status_code
    services.cancel(registration=seated)

    assert spoken(seated.ticket_code) in shown.content.decode()
    assert "<b>밤</b>" not in shown.content.decode()
    assert seated.citizen.nickname not in shown.content.decode()
    assert shown["Referrer-Policy"] == "same-origin"
    assert "no-store" in shown["Cache-Control"]
    assert (before, [Client().get(path).status_code for path in paths]) == (410, [410, 200])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("end", "words"),
    [
        (lambda seat: services.cancel(registration=seat), "This registration is cancelled."),
        (lambda seat: services.replace_ticket(registration=seat), "There is a newer ticket."),
        (
            lambda seat: forum_desk_services.call_off(forum=seat.forum, reason_ko="태풍"),
            "This forum was cancelled and does not take place.",
        ),
    ],
)
def test_a_ticket_that_opens_no_door_any_more_says_why(end, words):
    seat = services.register(forum=make_forum(capacity=1), citizen=make_citizen())
    path = f"/en{reverse('registrations:ticket', args=[ticket_token(seat)])}"
    end(seat)

    answer = Client().get(path)

    page = answer.content.decode()
    assert (answer.status_code, answer["X-Robots-Tag"]) == (410, "noindex")
    assert (words in page, spoken(seat.ticket_code) in page) == (True, False)
