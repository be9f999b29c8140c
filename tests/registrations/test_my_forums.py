"""My forums: what I registered for and what became of it."""

import pytest

from portal.registrations import services
from tests.factories import make_citizen, make_forum
from tests.forums.reading import MOST_QUERIES, page, queries, signed_in

pytestmark = pytest.mark.django_db


def test_my_forums_shows_only_mine_with_what_became_of_it(client):
    citizen, other = signed_in(client), make_citizen()
    seat, line, gone, foreign = [
        make_forum(capacity=capacity, title_ko=f"포럼 {name}") for capacity, name in ((1, "가"), (0, "나"), (1, "다"), (1, "라"))
    ]
    for _ in range(2):
        services.register(forum=line, citizen=make_citizen())
    for forum in (seat, line, gone):
        registration = services.register(forum=forum, citizen=citizen)
    services.cancel(registration=registration)
    services.register(forum=foreign, citizen=other)

    shown = page(client, "/forums/mine/")

    assert [f"포럼 {name}" in shown for name in "가나다라"] == [True, True, True, False]
    for words in ("자리 확정", "대기 3번", "취소함"):
        assert words in shown


def test_my_forums_takes_the_same_number_of_queries_for_one_and_for_many(client):
    citizen, counted = signed_in(client), []
    for wanted in (1, 4):
        while citizen.registrations.count() < wanted:
            services.register(forum=make_forum(capacity=0), citizen=citizen)
        counted.append(queries(client, "/forums/mine/"))

    assert counted[0] == counted[1] <= MOST_QUERIES


def test_my_forums_asks_who_i_am(client):
    response = client.get("/forums/mine/")

    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/forums/mine/"
