"""How well "already said" finds what was said before, and what it never offers."""

from collections import defaultdict
from itertools import islice

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.discussion import services
from portal.discussion.models import SearchTerms, State
from portal.discussion.search import similar
from portal.discussion.search.similar import similar_to
from portal.discussion.search.terms import terms
from portal.discussion.services import LONGEST_COMMENT
from tests.discussion.said_before import Said, read
from tests.discussion.written import fill, turn
from tests.factories import make_citizen, make_comment, make_moderator, make_task
from tests.hostile import NO_TEXT, NOTHING_OFFERED

pytestmark = pytest.mark.django_db
TREES = "갑천 산책로에 나무 그늘이 더 있으면 좋겠어요."
SHADE = "갑천변 산책로가 너무 더워요. 가로수를 더 심어서 그늘을 만들어 주세요."
# Of the comments that somebody has said before, how many are offered the earlier one; measured, less three in a hundred.
FLOORS = {("tuning", "close"): 0.95, ("tuning", "far"): 0.76, ("held out", "close"): 0.95, ("held out", "far"): 0.12}


@pytest.fixture
def task():
    return make_task()


def offered(said: dict[int, Said], key: int, task) -> list[Said]:
    """What a second person is offered who types the very words of comment `key`, the comment itself left out."""
    found = (one.comment.pk for one in similar_to(task, said[key].text, limit=6))
    return [said[pk] for pk in islice((pk for pk in found if pk != key), 5)]


def test_most_of_what_was_said_before_is_offered(task, capsys):
    said = dict(zip(fill(task, [one.text for one in read()]), read(), strict=True))
    hits, same, shown = defaultdict(list), defaultdict(int), defaultdict(int)
    for key, one in said.items():
        if one.group is None:
            continue
        offers = offered(said, key, task)
        right = sum(other.group == one.group for other in offers)
        hits[one.half, one.kind].append(right > 0)
        same[one.half, one.kind] += right
        shown[one.half, one.kind] += len(offers)

    share = {kind: sum(found) / len(found) for kind, found in hits.items()}
    lines = [
        f"{' '.join(kind):16} {len(hits[kind]):3} texts: the same is among the five {share[kind]:.3f}, "
        f"of those offered the same {same[kind] / shown[kind]:.3f}, offered {shown[kind] / len(hits[kind]):.1f}"
        for kind in sorted(share)
    ]
    with capsys.disabled():
        print("", *lines, sep="\n")  # noqa: T201 (the figures are what the test is for)

    assert {kind: share[kind] >= floor for kind, floor in FLOORS.items()} == dict.fromkeys(FLOORS, True)


def test_the_likest_comes_first_and_others_stay_away(task):
    near, exact, _ = fill(task, [SHADE, TREES, "포럼 자료를 미리 올려 주시면 읽고 갈 수 있습니다."])
    fill(task, ["버스 배차 간격을 줄여 주세요.", "도서관을 늦게까지 열어 주세요.", "주차장이 부족합니다."])

    assert [found.comment.pk for found in similar_to(task, TREES)] == [exact, near]
    assert similar_to(task, TREES)[0].likeness == pytest.approx(1)


def test_no_more_than_asked_for_are_offered(task):
    fill(task, [f"{TREES} {number}번째" for number in range(9)])

    assert len(similar_to(task, TREES)) == 5
    assert len(similar_to(task, TREES, limit=2)) == 2


@pytest.mark.parametrize("state", [state for state in State.values if state != State.PUBLISHED])
def test_what_is_not_shown_is_offered_to_nobody(task, state):
    shown, hidden = fill(task, [TREES, TREES])
    turn(hidden, state)

    assert [found.comment.pk for found in similar_to(task, TREES, writer=make_moderator())] == [shown]


def test_neither_ones_own_words_nor_another_tasks_are_offered(task):
    writer = make_citizen()
    make_comment(task=task, author=writer, body=TREES)
    make_comment(task=make_task(), body=TREES)

    assert similar_to(task, TREES, writer=writer) == []


@pytest.mark.parametrize(
    "text", ["", "네", "ㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋ", "해 주세요 합니다", "?!" * 20, "가" * 2001, *NOTHING_OFFERED.values()]
)
def test_a_text_that_says_too_little_or_too_much_is_offered_nothing(task, text):
    fill(task, [TREES, SHADE])

    assert similar_to(task, text) == []


def test_an_edited_comment_is_offered_by_its_new_words_only(task):
    author = make_citizen()
    comment = make_comment(task=task, author=author, body="도서관을 늦게까지 열어 주세요.")

    services.edit(comment=comment, author=author, body=TREES)

    assert [found.comment.pk for found in similar_to(task, TREES)] == [comment.pk]
    assert similar_to(task, "도서관을 늦게까지 열어 주세요.") == []


def test_python_and_postgresql_make_the_same_terms():
    texts = [one.text for one in read()] + [
        *NO_TEXT.values(),
        *NOTHING_OFFERED.values(),
        "ＣＣＴＶ 4차산업 R&D Café ｶﾞﾗｽ 大田市 ㅋㅋ",
        "느립니다 느린 느려",
        "a" * 90,
        "",
    ]
    texts = [text for text in texts if "\x00" not in text]
    with connection.cursor() as cursor:
        cursor.execute("SELECT discussion_terms(body) FROM unnest(%s::text[]) WITH ORDINALITY AS t(body, n) ORDER BY n", [texts])
        made = [set(row[0]) for row in cursor.fetchall()]

    assert made == [terms(text) for text in texts]


def test_each_comment_has_its_terms_however_it_was_written(task):
    written, filled = make_comment(task=task, body="느린 버스"), *fill(task, ["느려요"])

    found = dict(SearchTerms.objects.filter(terms__matches="'느려'").values_list("comment", "terms"))

    assert list(found) == [filled]
    assert SearchTerms.objects.filter(terms__matches="'느리' & '스$'").get().comment == written


@pytest.mark.parametrize("number", [1, 3, 30])
def test_looking_takes_four_queries_whatever_the_number_of_comments(task, number):
    fill(task, [f"{TREES} {index}번째" for index in range(number)])
    task.refresh_from_db()

    with CaptureQueriesContext(connection) as queries:
        assert similar_to(task, TREES)

    assert len(queries) == 4


def test_each_group_of_synonyms_has_two_words_or_more_that_can_be_found():
    groups = similar.synonym_groups()

    assert [group for group in groups if len(group) < 2 or len(set(group)) != len(group)] == []
    assert [word for group in groups for word in group if not similar.groups_of(word)] == []


def address(task) -> str:
    return reverse("discussion:similar", args=[task.slug])


def test_htmx_gets_the_list_alone_and_its_number(task, client):
    make_comment(task=task, body="<script>alert(1)</script> " + TREES)
    client.force_login(make_citizen())

    page = client.post(address(task), {"body": TREES}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in page
    assert 'id="similar-count" hx-swap-oob="innerHTML"' in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 갑천 산책로에" in page
    assert "<script" not in page


def test_without_javascript_the_page_shows_the_list_and_the_form_with_the_text(task, client):
    comment = make_comment(task=task, body=TREES)
    client.force_login(make_citizen())

    page = client.post(address(task), {"body": SHADE, "stance": "for"}).content.decode()

    assert comment.get_absolute_url() in page
    assert SHADE in page
    assert client.get(task.get_absolute_url()).content.decode().count(SHADE) == 1  # the draft


@pytest.mark.parametrize(("make", "status"), [(None, 401), (lambda: make_citizen(verified=False), 403)])
def test_only_who_may_take_part_may_look(task, client, make, status):
    if make:
        client.force_login(make())

    assert client.post(address(task), {"body": TREES}).status_code == status


def test_the_text_never_comes_in_an_address(task, client):
    client.force_login(make_citizen())

    assert client.get(address(task), {"body": TREES}).status_code == 405


def test_whoever_asks_too_often_gets_no_more_hints_and_no_complaint(task, client):
    make_comment(task=task, body=TREES)
    client.force_login(make_citizen())
    for _ in range(60):
        client.post(address(task), {"body": "짧은 글"}, headers={"HX-Request": "true"})

    hint = client.post(address(task), {"body": TREES}, headers={"HX-Request": "true"})

    assert (hint.status_code, hint.content) == (204, b"")
    assert client.post(address(task), {"body": TREES}).status_code == 429


def test_the_longest_comment_can_be_compared(task):
    text = (TREES * 80)[:LONGEST_COMMENT]
    (key,) = fill(task, [text])

    assert [found.comment.pk for found in similar_to(task, text)] == [key]
