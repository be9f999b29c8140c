"""Ending a subscription from the mail program, without opening the mail: RFC 2369 and RFC 8058, read from a real mail server."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from portal.progress import services
from portal.progress.following import one_click_path, unfollow_path, unfollow_token
from portal.progress.models import Follow
from portal.progress.services.digests import write_digests
from portal.registrations import services as registrations
from tests.factories import make_citizen, make_forum, make_task, make_update

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def digest(mailbox, **person):
    """The daily message of somebody who follows two tasks."""
    follower = make_citizen(**person)
    with time_machine.travel(timezone.now() - timedelta(days=3), tick=False):
        tasks = [make_task(), make_task()]
        for task in tasks:
            services.follow(task=task, person=follower, level="all")
    with time_machine.travel(timezone.now() - timedelta(days=2), tick=False):
        make_update(task=tasks[0])
    write_digests(now=timezone.now())
    return mailbox.deliver()[-1]


def mail_program(path: str, **form):
    """What a mail program sends: no cookie, no form of ours, no page it comes from."""
    return Client(enforce_csrf_checks=True).post(path, form or ONE_CLICK)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_daily_message_is_ended_by_what_its_headers_say(mailbox, settings, language):
    settings.SITE_URL = "https://madang.example"
    mail = digest(mailbox, language=language)

    address = mail["List-Unsubscribe"].strip(" <>")
    answer = mail_program(urlsplit(address).path)

    assert address.startswith("https://madang.example/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (answer.status_code, answer["Cache-Control"]) == (200, "max-age=0, no-cache, no-store, must-revalidate, private")
    assert not Follow.objects.exists()


def test_one_click_is_promised_for_https_only(mailbox, settings):
    settings.SITE_URL = "http://127.0.0.1:8000"

    mail = digest(mailbox)

    assert mail["List-Unsubscribe"].strip().startswith("<http://127.0.0.1:8000/")
    assert mail["List-Unsubscribe-Post"] is None


def test_what_nobody_subscribed_to_has_no_such_header(mailbox, settings):
    settings.SITE_URL = "https://madang.example"
    registrations.register(forum=make_forum(capacity=1), citizen=make_citizen())

    (mail,) = mailbox.deliver()

    assert (mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) == (None, None)


def test_opening_the_address_changes_nothing_and_leads_to_the_page_that_asks(client):
    citizen = make_citizen()
    services.follow(task=make_task(), person=citizen, level="all")

    page, head = client.get(one_click_path(citizen), follow=True), client.head(one_click_path(citizen))

    assert (page.redirect_chain, page.status_code, head.status_code) == ([(unfollow_path(citizen), 302)], 200, 302)
    assert Follow.objects.count() == 1


def test_one_click_twice_is_like_once_and_nobody_elses():
    task, citizen, neighbour = make_task(), make_citizen(), make_citizen()
    for person in (citizen, neighbour):
        services.follow(task=task, person=person, level="all")

    answers = [mail_program(one_click_path(citizen)).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert list(Follow.objects.values_list("user", flat=True)) == [neighbour.pk]


def test_another_body_or_a_forged_address_ends_nothing():
    task, citizen = make_task(), make_citizen()
    services.follow(task=task, person=citizen, level="all")
    token = unfollow_token(citizen)
    forged = [token.replace(f"{citizen.pk}-", f"{citizen.pk + 1}-", 1), token[:-1], f"{citizen.pk}-0", "x"]

    others = [
        mail_program(one_click_path(citizen), **form).status_code for form in ({"which": "all"}, {"List-Unsubscribe": "no"})
    ]

    assert others == [400, 400]
    assert {mail_program(f"/follows/{each}/one-click/").status_code for each in forged} == {404}
    assert Follow.objects.count() == 1


def test_a_signed_in_reader_is_of_no_account(client):
    """What permits it is the address: whoever is signed in, it is the one whom the address names who is told no more."""
    task, citizen, reader = make_task(), make_citizen(), make_citizen()
    for person in (citizen, reader):
        services.follow(task=task, person=person, level="all")
    client.force_login(reader)

    client.post(one_click_path(citizen), ONE_CLICK)

    assert list(Follow.objects.values_list("user", flat=True)) == [reader.pk]
