"""The page on which a citizen reports a comment."""

import pytest
from django.urls import reverse

from portal.discussion import services as discussion
from portal.discussion.rules import Rule
from portal.moderation import services
from portal.moderation.models import Report
from tests.factories import make_citizen, make_comment, make_moderator, make_report, put

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def address(comment) -> str:
    return reverse("moderation:report", args=[comment.pk])


def test_the_form_names_each_rule_with_what_it_means(client):
    comment = make_comment(body="횡단보도가 너무 멀어요 <b>정말</b>")
    client.force_login(make_citizen(language="en"))

    response = client.get("/en" + address(comment))

    page = response.content.decode()
    assert page.partition("<main")[2].count('type="radio"') == len(Rule)
    assert "It has nothing to do with this task." in page
    assert "횡단보도가 너무 멀어요 &lt;b&gt;정말&lt;/b&gt;" in page


def test_a_report_without_javascript_thanks_and_leads_back_to_the_comment(client):
    comment, reporter = make_comment(), make_citizen()
    client.force_login(reporter)

    response = client.post(address(comment), {"reason": "spam", "text": "광고예요"})

    assert (response.status_code, response["Location"]) == (302, comment.get_absolute_url())
    assert list(Report.objects.values_list("reporter", "reason", "text")) == [(reporter.pk, "spam", "광고예요")]


def test_a_report_with_htmx_gets_the_part_back(client):
    comment = make_comment()
    client.force_login(make_citizen())

    opened = client.get(address(comment), **HTMX)
    form = opened.content.decode()
    thanks = client.post(address(comment), {"reason": "spam"}, **HTMX)

    assert (opened["HX-Retarget"], opened["HX-Reswap"]) == (f"#reply-{comment.pk}", "innerHTML")
    assert form.lstrip().startswith(f'<section class="decision report" id="report-{comment.pk}"')
    assert f'hx-post="{address(comment)}"' in form
    assert (thanks.status_code, "HX-Retarget" in thanks) == (200, False)
    assert thanks.content.decode().lstrip().startswith(f'<section class="decision report" id="report-{comment.pk}"')
    assert "<form" not in thanks.content.decode()
    assert Report.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    "data", [{}, {"reason": "boring"}, {"reason": "spam", "text": "가" * 1001}, {"reason": "spam", "text": "a\x00"}]
)
def test_unusable_input_keeps_what_was_typed(client, data, headers):
    comment = make_comment()
    client.force_login(make_citizen())

    response = client.post(address(comment), data, **headers)

    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert data.get("text", "") in response.content.decode()
    assert Report.objects.count() == 0


def test_a_report_over_the_limit_keeps_the_form(client):
    comment, reporter = make_comment(), make_citizen()
    client.force_login(reporter)
    for _ in range(services.REPORTS_PER_HOUR):
        services.report(comment=make_comment(), reporter=reporter, reason="spam")

    page = client.post(address(comment), {"reason": "spam", "text": "남겨 둘 말"})
    part = client.post(address(comment), {"reason": "spam", "text": "남겨 둘 말"}, **HTMX)

    assert (page.status_code, part.status_code) == (429, 422)
    assert ["남겨 둘 말" in response.content.decode() for response in (page, part)] == [True, True]


def test_a_second_report_is_answered_kindly(client):
    report = make_report()
    client.force_login(report.reporter)

    response = client.post(address(report.comment), {"reason": "spam"})

    assert response.status_code == 200
    assert "notice--info" in response.content.decode()
    assert list(Report.objects.all()) == [report]


def test_the_reporter_reads_what_became_of_it_but_not_the_hidden_text(client):
    report = make_report(comment=make_comment(body="들통날낱말"))
    moderator = make_moderator()
    services.hide(comment=report.comment, moderator=moderator, rule="abuse", reason="모욕이 들어 있습니다.", note="내부메모낱말")
    client.force_login(report.reporter)

    page = client.get(address(report.comment)).content.decode()

    assert "모욕이 들어 있습니다." in page
    assert [word in page for word in ("들통날낱말", "내부메모낱말", moderator.nickname)] == [False] * 3


@pytest.mark.parametrize("state", ["hidden", "under_review", "withdrawn"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_nobody_sees_cannot_be_reported(client, state, method):
    comment = make_comment()
    if state == "withdrawn":
        discussion.withdraw(comment=comment, author=comment.author)
    else:
        put(comment, state)

    answers = []
    for person in (make_citizen(), comment.author, make_moderator()):
        client.force_login(person)
        answers.append(getattr(client, method)(address(comment), {"reason": "spam"}).status_code)

    assert answers == [404, 404, 404]
    assert Report.objects.count() == 0


def test_a_comment_that_does_not_exist_is_404(client):
    client.force_login(make_citizen())

    assert client.get(reverse("moderation:report", args=[999_999_999])).status_code == 404


def test_whoever_is_not_signed_in_signs_in_first(client):
    comment = make_comment()

    response = client.post(address(comment), {"reason": "spam"})

    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={address(comment)}")
    assert Report.objects.count() == 0


def test_whoever_is_not_verified_is_led_to_verification(client):
    comment = make_comment()
    client.force_login(make_citizen(verified=False))

    page = client.get(address(comment)).content.decode()
    refused = client.post(address(comment), {"reason": "spam"})

    assert f"{reverse('accounts:verify')}?next={address(comment)}" in page
    assert '<form class="form"' not in page
    assert refused.status_code == 403
    assert Report.objects.count() == 0


def test_ones_own_comment_has_no_form(client):
    comment = make_comment()
    client.force_login(comment.author)

    page = client.get(address(comment)).content.decode()
    refused = client.post(address(comment), {"reason": "spam"})

    assert '<form class="form"' not in page
    assert refused.status_code == 403
    assert Report.objects.count() == 0


def test_a_report_needs_its_token(client):
    comment = make_comment()
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(make_citizen())

    assert strict.post(address(comment), {"reason": "spam"}).status_code == 403
    assert Report.objects.count() == 0


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    client.force_login(make_citizen())

    assert getattr(client, method)(address(make_comment())).status_code == 405
