"""Following: with one click, at a level of one's own, and out again without signing in."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.progress import services
from portal.progress.following import unfollow_path, unfollow_token
from portal.progress.models import Digest, Follow
from tests.at_once import at_once
from tests.factories import make_citizen, make_comment, make_task

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def test_one_click_follows_another_one_changes_the_level_a_third_one_stops(client):
    task, citizen = make_task(), make_citizen()
    client.force_login(citizen)

    followed = client.post(f"/en/tasks/{task.slug}/follow/", {"level": "official"})
    first = Follow.objects.get()
    client.post(f"/en/tasks/{task.slug}/follow/", {"level": "all"})
    second = Follow.objects.get()
    client.post(f"/en/tasks/{task.slug}/unfollow/")

    assert followed.url == f"/en/tasks/{task.slug}/#follow"
    assert [(each.user, each.task, each.level) for each in (first, second)] == [
        (citizen, task, "official"),
        (citizen, task, "all"),
    ]
    assert second.since == first.since
    assert Follow.objects.count() == 0


def test_the_page_says_how_one_follows_and_offers_the_rest(client):
    task, citizen = make_task(), make_citizen()
    client.force_login(citizen)
    pages = [client.get(f"/en/tasks/{task.slug}/").content.decode()]
    for level in ("official", "all"):
        services.follow(task=task, person=citizen, level=level)
        pages.append(client.get(f"/en/tasks/{task.slug}/").content.decode())

    assert ['aria-pressed="true"' in page for page in pages] == [False, True, True]
    assert ["At most one message a day." in page for page in pages] == [False, True, True]
    assert [re.findall('name="level" value="(.+?)"', page) for page in pages] == [["all"], ["all"], ["official"]]


def test_htmx_gets_the_part_in_which_the_news_is_said(client):
    task = make_task()
    client.force_login(make_citizen())

    part = client.post(f"/en/tasks/{task.slug}/follow/", {"level": "all"}, headers=HTMX).content.decode()
    gone = client.post(f"/en/tasks/{task.slug}/unfollow/", headers=HTMX).content.decode()

    assert part.lstrip().startswith('<div class="follow"')
    assert 'role="status">You follow this task.' in part
    assert 'role="status">You no longer follow this task.' in gone


def test_whoever_is_not_signed_in_is_sent_to_do_so(client):
    task = make_task()

    answer = client.post(f"/tasks/{task.slug}/follow/", {"level": "all"})

    assert (answer.status_code, Follow.objects.count()) == (302, 0)
    assert f"/en/accounts/login/?next=/en/tasks/{task.slug}/" in client.get(f"/en/tasks/{task.slug}/").content.decode()


@pytest.mark.parametrize("level", ["", "everything", "<script>"])
def test_a_level_that_is_not_offered_is_refused(client, level):
    task = make_task()
    client.force_login(make_citizen())

    assert client.post(f"/tasks/{task.slug}/follow/", {"level": level}).status_code == 400
    assert Follow.objects.count() == 0


def test_nothing_else_follows_on_its_own():
    make_comment(author=make_citizen())

    assert (Follow.objects.count(), Digest.objects.count()) == (0, 0)


def test_the_database_knows_one_follow_per_task():
    follow = services.follow(task=make_task(), person=make_citizen(), level="all")

    with pytest.raises(IntegrityError, match="follow_once"), transaction.atomic():
        Follow.objects.create(user=follow.user, task=follow.task, level="all", since=timezone.now())


def test_the_link_of_a_mail_shows_first_and_stops_on_the_button_only():
    task, other, citizen = make_task(), make_task(), make_citizen()
    for each in (task, other):
        services.follow(task=each, person=citizen, level="all")
    stranger = Client()

    page = stranger.get(unfollow_path(citizen, task))
    before = Follow.objects.count()
    stranger.post(unfollow_path(citizen, task), {"which": "one"})

    assert (page.status_code, before) == (200, 2)
    assert task.title_ko in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    assert list(Follow.objects.values_list("task", flat=True)) == [other.pk]
    assert stranger.get(unfollow_path(citizen, task)).status_code == 200


@pytest.mark.parametrize("names_task", [True, False])
def test_the_same_link_stops_all_of_them_but_nobody_elses(names_task):
    task, other, citizen, neighbour = make_task(), make_task(), make_citizen(), make_citizen()
    for each in (task, other):
        services.follow(task=each, person=citizen, level="all")
    services.follow(task=task, person=neighbour, level="all")

    Client().post(unfollow_path(citizen, task if names_task else None), {"which": "all"})

    assert list(Follow.objects.values_list("user", flat=True)) == [neighbour.pk]


def test_a_link_that_somebody_made_up_is_nobodys():
    citizen, task = make_citizen(), make_task()
    services.follow(task=task, person=citizen, level="all")
    token = unfollow_token(citizen, task)
    forged = [f"{citizen.pk}-0:x", token.replace(f"{citizen.pk}-", f"{citizen.pk + 1}-", 1), token[:-1], "x"]

    assert {Client().post(f"/follows/{each}/").status_code for each in forged} == {404}
    assert Follow.objects.count() == 1


def test_the_form_behind_the_link_needs_its_token_like_any_other():
    citizen, task = make_citizen(), make_task()
    services.follow(task=task, person=citizen, level="all")

    assert Client(enforce_csrf_checks=True).post(unfollow_path(citizen, task)).status_code == 403
    assert Follow.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_follow_once():
    task, citizen = make_task(), make_citizen()

    outcomes = at_once([lambda: services.follow(task=task, person=User.objects.get(pk=citizen.pk), level="all")] * 4)

    assert [each for each in outcomes if isinstance(each, Exception)] == []
    assert (Follow.objects.count(), Digest.objects.count()) == (1, 1)
