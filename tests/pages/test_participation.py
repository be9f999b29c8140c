"""Who took part, and where they live: counted once an hour, and never so that fewer than five people can be told apart."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.discussion import services as discussion
from portal.discussion.models import Comment
from portal.forums.models import Forum
from portal.pages.home import participation
from portal.pages.home.district_map import district_map, public_counts, shapes
from portal.pages.jobs import count_participation
from tests.factories import make_citizen, make_comment, make_decision, make_forum, make_identity, make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def drawn_anew():
    """A drawing is kept for as long as the process lives; the settings of a test are not."""
    yield
    shapes.cache_clear()


def resident(district: str):
    return make_citizen(identity=make_identity(district=district))


@pytest.mark.parametrize(
    ("counts", "named"),
    [
        ({"a": 5, "b": 5}, {"a": 5, "b": 5}),
        ({"a": 4, "b": 0}, {}),
        # Four that are not named would be told apart as what is missing, so the next smallest goes with them.
        ({"a": 4, "b": 6, "c": 9}, {"c": 9}),
        ({"a": 3, "b": 2, "c": 9}, {"c": 9}),
        ({"a": 0, "b": 6, "c": 9}, {"b": 6, "c": 9}),
        ({}, {}),
    ],
)
def test_fewer_than_five_people_are_named_nowhere_and_cannot_be_worked_out(counts, named):
    assert public_counts(counts) == named


def test_people_count_once_whether_they_wrote_or_voted_and_hidden_comments_count_nobody():
    writer, voter, silent = resident("seo"), resident("jung"), resident("dong")
    comment = make_comment(author=writer)
    make_comment(author=writer, body="저상버스는 몇 대인가요?")
    discussion.vote(comment=comment, voter=voter, value="agree")
    make_decision(comment=make_comment(author=silent), moderator=make_moderator())

    counted = participation.keep_count(timezone.now())

    assert counted.people_by_district == {"seo": 1, "jung": 1}
    assert (counted.people, counted.people_this_week, counted.comments) == (2, 2, 2)
    Comment.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert participation.keep_count(timezone.now()).people_this_week == 1


def test_the_page_reads_what_was_counted_last_and_counts_by_itself_at_first(client):
    assert client.get("/").context["counted"].comments == 0
    make_comment()

    assert client.get("/").context["counted"].comments == 0
    count_participation(timestamp=0)
    assert client.get("/").context["counted"].comments == 1


def test_the_map_says_the_same_as_its_table_and_forums_stand_where_their_place_is(client, settings):
    make_forum(venue_ko="서구 만년동 주민센터")
    make_forum(venue_ko="강서구 어딘가", address_ko="")
    people = {"seo": 6, "yuseong": 12, "jung": 3, "dong": 2, "outside": 1}

    found = district_map(Forum.objects.taking_place().upcoming(timezone.now()), people)
    rows = {row.name: (row.people, row.forums, row.shade) for row in found.rows}

    assert rows == {
        "동구": (None, 0, 1),
        "중구": (None, 0, 1),
        "서구": (6, 1, 2),
        "유성구": (12, 0, 3),
        "대덕구": (None, 0, 1),
    }
    assert (found.people_not_stated, found.people, found.forums_elsewhere, found.forums) == (6, 24, 1, 2)
    assert found.words == "참여한 시민: 유성구 12명, 서구 6명. 예정된 포럼: 서구 1."
    page = client.get("/").content.decode()
    assert 'role="img" aria-labelledby="map-title map-words"' in page
    assert page.count('class="map__district ') == 5


def test_a_city_whose_districts_nobody_has_drawn_has_the_table_alone(client, settings):
    settings.DISTRICTS = {"north": "북구/Buk-gu", "outside": "그 밖의 지역/Elsewhere"}
    shapes.cache_clear()

    page = client.get("/en/").content.decode()

    assert "Buk-gu" in page
    assert "map__district" not in page
