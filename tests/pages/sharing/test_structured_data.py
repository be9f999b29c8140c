"""What search engines read (schema.org), by rdflib: the properties that each kind needs, and nothing that is not public.

Needed for Event, QAPage, DiscussionForumPosting, BreadcrumbList: https://developers.google.com/search/docs/appearance/structured-data.
"""

from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import timezone
from rdflib import Graph

from portal.core.web.context import names
from portal.forum_desk.services import organising
from portal.forums.models import Forum
from portal.pages.templatetags.sharing import as_script
from portal.plan.models import Task
from portal.registrations import services as registrations
from tests.factories import make_answer, make_citizen, make_comment, make_forum, make_strategy, make_task, put
from tests.pages.sharing.heads import Head, is_address, kinds, of_kind

pytestmark = pytest.mark.django_db
END = '</script><script>alert(7)</script><!-- ]]> & "'


def opened(address: str) -> HttpResponse:
    with override_settings(SITE_URL="https://madang.example", DEMO_MODE=False):
        return Client().get(address)


def graph(address: str) -> Graph:
    return Head(opened(address)).graph


def event_of(forum: Forum) -> dict:
    [event] = of_kind(graph(f"/forums/{forum.slug}/"), "Event")
    return event


@pytest.mark.parametrize(("prefix", "language"), [("", "ko"), ("/en", "en")])
def test_the_portal_says_who_it_is_and_how_it_is_searched(prefix, language):
    found = graph(f"{prefix}/")

    [site], [organization] = of_kind(found, "WebSite"), of_kind(found, "Organization")
    assert (site["url"], site["inLanguage"]) == (f"https://madang.example{prefix}/", language)
    assert site["potentialAction"]["target"].endswith("/search/?q={search_term_string}")
    assert (organization["name"], is_address(organization["logo"])) == (site["name"], True)


@pytest.mark.parametrize(("prefix", "language"), [("", "ko"), ("/en", "en")])
def test_a_task_is_a_service_of_the_city(prefix, language):
    task = make_task(number=14, summary_ko="버스", summary_en="Buses", strategy=make_strategy(title_ko="생활", title_en="Life"))

    found = graph(f"{prefix}/tasks/{task.slug}/")

    [service] = of_kind(found, "GovernmentService")
    assert service["identifier"] == "14"
    assert service["name"] == (task.title_ko if language == "ko" else task.title_en)
    assert (service["description"], service["serviceType"]) == (("버스", "생활") if language == "ko" else ("Buses", "Life"))
    assert service["provider"]["name"] == ("대전광역시" if language == "ko" else "Daejeon Metropolitan City")
    # What nobody has stated is not said.
    assert "serviceOperator" not in service


def test_a_page_says_where_it_stands():
    answer, forum = make_answer(), make_forum()

    for page, lengths in (
        (f"/tasks/{answer.task.slug}/", 3),
        (f"/forums/{forum.slug}/", 3),
        (f"/answers/{answer.pk}/", 3),
    ):
        [trail] = of_kind(graph(page), "BreadcrumbList")
        steps = sorted(trail["itemListElement"], key=lambda step: int(step["position"]))
        assert [int(step["position"]) for step in steps] == list(range(1, lengths + 1))
        assert steps[0]["item"] == "https://madang.example/"
        assert steps[-1]["item"] == f"https://madang.example{page}"
        assert all(step["name"] and is_address(step["item"]) for step in steps)


def test_a_forum_says_when_and_where_it_is_and_that_a_seat_is_free_of_charge():
    forum = make_forum(capacity=5, summary_ko="짧게", address_ko="둔산로 100")

    event = event_of(forum)

    start = timezone.localtime(forum.starts_at).isoformat(timespec="seconds")
    assert (event["name"], event["startDate"], event["location"]["name"]) == (forum.title_ko, start, forum.venue_ko)
    assert (event["location"]["address"], event["description"]) == ("둔산로 100", "짧게")
    assert event["eventStatus"].endswith("/EventScheduled")
    assert event["eventAttendanceMode"].endswith("/OfflineEventAttendanceMode")
    assert (event["offers"]["price"], event["offers"]["priceCurrency"]) == ("0", "KRW")
    assert event["offers"]["availability"].endswith("/InStock")
    assert is_address(event["offers"]["url"])
    assert is_address(event["image"])
    assert event["organizer"]["name"]


def test_the_room_online_is_told_to_nobody_but_that_there_is_one():
    forum = make_forum(online_url="https://zoom.us/j/secret")

    page = opened(f"/forums/{forum.slug}/").content.decode()
    event = event_of(forum)

    assert "zoom.us" not in page
    assert event["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")
    assert {"url", "name"} <= {key for place in event["location"] for key in place}


def test_the_seats_of_a_forum_are_told_as_they_are():
    now = timezone.now()
    full, later = make_forum(capacity=1), make_forum(registration_opens_at=now + timedelta(days=2))
    closed = make_forum(registration_closes_at=now - timedelta(days=1))
    registrations.register(forum=full, citizen=make_citizen())

    found = {forum.slug: event_of(forum).get("offers") for forum in (full, later, closed)}

    assert found[full.slug]["availability"].endswith("/SoldOut")
    assert found[later.slug]["availability"].endswith("/PreOrder")
    assert found[closed.slug] is None


def test_a_forum_that_was_called_off_says_so_and_offers_no_seat():
    event = event_of(make_forum(state=Forum.State.CANCELLED, cancellation_reason_ko="태풍"))

    assert event["eventStatus"].endswith("/EventCancelled")
    assert "offers" not in event


def test_a_forum_that_was_moved_says_so_with_the_start_that_was_announced_first():
    forum = make_forum(starts_at=timezone.now().replace(microsecond=0) + timedelta(days=20))
    first, week = forum.starts_at, timedelta(days=7)
    for _ in range(2):
        organising.edit(forum=forum, values={"starts_at": forum.starts_at + week, "ends_at": forum.ends_at + week})
        forum.refresh_from_db()

    moved = event_of(forum)
    organising.edit(forum=forum, values={"starts_at": first, "ends_at": forum.ends_at - 2 * week})
    back = event_of(forum)

    assert moved["eventStatus"].endswith("/EventRescheduled")
    assert datetime.fromisoformat(moved["previousStartDate"]) == first
    assert datetime.fromisoformat(moved["startDate"]) == first + 2 * week
    assert back["eventStatus"].endswith("/EventScheduled")
    assert "previousStartDate" not in back


def test_an_answer_is_a_question_with_the_citys_answer():
    comment = make_comment(body="그늘이 더 있을까요? 여름이 덥습니다.")
    answer = make_answer(comment=comment, body="내년에 늘립니다.")

    found = graph(f"/answers/{answer.pk}/")

    [page] = of_kind(found, "QAPage")
    question = page["mainEntity"]
    assert (question["name"], question["text"], question["answerCount"]) == ("그늘이 더 있을까요?", comment.body, "1")
    assert question["author"]["name"] == comment.author.display_name
    assert question["acceptedAnswer"]["text"] == "내년에 늘립니다."
    assert question["acceptedAnswer"]["author"]["name"] == answer.reply.department.name
    assert is_address(question["acceptedAnswer"]["url"])
    assert question["dateCreated"]
    assert question["upvoteCount"] == "0"


def test_comments_are_told_of_on_their_own_page_and_on_that_of_their_task_as_long_as_everybody_may_read_them():
    task = make_task()
    shown, hidden = make_comment(task=task, body="보이는 글. 더."), make_comment(task=task, body="가려질 글.")
    pending, reply = make_comment(task=task, body="기다리는 글."), make_comment(task=task, parent=shown)
    put(hidden, "hidden", rule="spam")
    put(pending, "pending", pending_for="screening")

    on_task = of_kind(graph(f"/tasks/{task.slug}/"), "DiscussionForumPosting")
    on_pages = {each.pk: of_kind(graph(f"/comments/{each.pk}/"), "DiscussionForumPosting") for each in (shown, hidden, reply)}

    [posting] = on_task
    assert [posting] == on_pages[shown.pk]
    assert (posting["headline"], posting["text"]) == ("보이는 글.", "보이는 글. 더.")
    assert posting["author"]["name"] == shown.author.display_name
    assert is_address(posting["url"])
    assert posting["datePublished"]
    assert {counter["userInteractionCount"] for counter in posting["interactionStatistic"]} == {"0", "1"}
    assert (on_pages[hidden.pk], len(on_pages[reply.pk])) == ([], 1)


def test_nothing_that_anybody_writes_ends_the_script_that_holds_it():
    task = make_task(title_ko=END, summary_ko=END)
    make_comment(task=task, body=END)

    response = opened(f"/tasks/{task.slug}/")
    found = Head(response)

    assert "<script>alert(7)" not in response.content.decode()
    assert kinds(found.graph) >= {"GovernmentService", "BreadcrumbList", "DiscussionForumPosting"}
    [service], [posting] = of_kind(found.graph, "GovernmentService"), of_kind(found.graph, "DiscussionForumPosting")
    assert service["name"] == service["description"] == posting["text"] == END
    assert "<" not in as_script({"a": END})[len('<script type="application/ld+json">') : -len("</script>")]


def test_data_needs_no_exception_in_the_content_security_policy():
    policy = Client().get("/")["Content-Security-Policy"]

    assert "script-src 'self';" in policy.replace("script-src 'self' ;", "script-src 'self';") + ";"
    assert "unsafe" not in policy


def test_every_page_of_a_kind_names_the_city_of_the_settings():
    task = Task.objects.first() or make_task()
    with override_settings(CITY_NAME_KO="다른시"):
        [service] = of_kind(graph(f"/tasks/{task.slug}/"), "GovernmentService")
        assert service["areaServed"]["name"] == names()["city_name"] == "다른시"
