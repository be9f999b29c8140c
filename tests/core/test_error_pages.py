"""The pages that say no: what happened, what it means, what to do; in both languages."""

import pytest
from django.db import DataError, OperationalError
from django.test import Client
from django.urls import reverse

from portal.core.errors import RuleViolation, TooManyRequests
from portal.core.web.middleware import RuleViolations
from tests.factories import make_citizen, make_task


@pytest.mark.parametrize(
    ("path", "status", "korean", "english"),
    [
        ("/no-such-page/", 404, "없는 페이지입니다", "does not exist"),
        ("/tasks/?sort=unknown", 400, "없는 조건", "does not offer"),
        ("/forums/?page=1000000000", 404, "없는 페이지입니다", "does not exist"),
    ],
)
def test_a_wrong_address_is_answered_in_the_readers_language(db, client, path, status, korean, english):
    in_korean, in_english = client.get(path), client.get("/en" + path)

    assert (in_korean.status_code, in_english.status_code) == (status, status)
    assert korean in in_korean.content.decode()
    assert english in in_english.content.decode()


def test_too_much_is_refused_before_it_is_read(db, client):
    task = make_task()
    client.force_login(make_citizen())

    response = client.post(reverse("discussion:post", args=[task.slug]), {"body": "가" * 4_000_000})

    assert response.status_code == 413
    assert task.comments.count() == 0


def test_a_forged_host_gets_a_page_that_repeats_nothing_of_it(db, client):
    response = client.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


def test_a_form_without_its_token_says_what_to_do(db):
    careful = Client(enforce_csrf_checks=True)

    response = careful.post("/accounts/login/", {"email": "minji@example.org"})

    assert response.status_code == 403
    assert "새로 고친 뒤 다시 보내 주세요" in response.content.decode()


@pytest.mark.parametrize(
    "error", [DataError("NUL"), OverflowError("10000"), UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogate")]
)
def test_what_was_sent_and_cannot_be_stored_is_refused_and_logged(db, client, caplog, error):
    middleware = RuleViolations(str)
    asked, plain = client.get("/", {"q": "x"}).wsgi_request, client.get("/").wsgi_request

    answer = middleware.process_exception(asked, error)

    assert (answer.status_code, "쓸 수 없습니다" in answer.content.decode()) == (400, True)
    assert [(record.levelname, record.exc_info[1]) for record in caplog.records if "cannot be used" in record.message] == [
        ("ERROR", error)
    ]
    # Where nothing was sent, it is the portal's own fault.
    assert middleware.process_exception(plain, error) is None


def test_a_violation_that_no_view_caught_becomes_a_page(db, rf, client):
    request = client.get("/").wsgi_request
    middleware = RuleViolations(str)

    conflict = middleware.process_exception(request, RuleViolation("<b>자리가 없습니다.</b>"))
    limit = middleware.process_exception(request, TooManyRequests("잠시 뒤에", retry_after=90))

    assert conflict.status_code == 409
    assert "&lt;b&gt;자리가 없습니다.&lt;/b&gt;" in conflict.content.decode()
    assert limit.status_code == 429
    assert middleware.process_exception(request, ValueError()) is None


def test_an_error_of_ours_is_a_page_in_both_languages(db, client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("portal.core.web.health._database_answers", lambda: 1 / 0)

    response = client.get("/readyz")

    assert response.status_code == 500
    assert "문제가" in response.content.decode()
    assert 'lang="en"' in response.content.decode()


def test_a_database_that_is_away_asks_to_come_back(db, client, monkeypatch):
    def unreachable(*arguments):
        raise OperationalError("connection refused")

    client.raise_request_exception = False
    monkeypatch.setattr("portal.core.web.health._queue_moves", lambda: 1 / 0)
    broken = client.get("/readyz")
    monkeypatch.setattr("portal.progress.views.task_list.render", unreachable)
    away = client.get("/tasks/")

    assert (broken.status_code, away.status_code, away["Retry-After"]) == (500, 503, "10")
    assert "connection refused" not in away.content.decode()
