"""The forms with which moderators hide, keep and restore."""

import pytest
from django.urls import reverse

from portal.discussion.models import Comment, State
from portal.discussion.rules import Rule
from portal.moderation import services
from portal.moderation.models import ModerationDecision
from portal.moderation.prepared_texts import WHY_HIDDEN
from tests.factories import make_citizen, make_comment, make_decision, make_moderator, make_report

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
ACTIONS = {"hide": "abuse", "keep": "opinion", "restore": "mistake"}


def address(action: str, comment) -> str:
    return reverse(f"moderation:{action}", args=[comment.pk])


@pytest.fixture
def moderator(client):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


def test_a_comment_is_hidden_without_javascript_by_a_prepared_sentence(client, moderator):
    comment = make_comment()

    response = client.post(address("hide", comment), {"prepared": "abuse", "seen": "0"})

    decision = ModerationDecision.objects.get()
    assert (response.status_code, response["Location"]) == (302, comment.get_absolute_url())
    assert (decision.comment, decision.moderator, decision.action, decision.rule) == (comment, moderator, "hide", "abuse")
    assert decision.reason == str(WHY_HIDDEN["abuse"])


def test_own_words_take_the_place_of_the_prepared_sentence(client, moderator):
    comment = make_comment()

    client.post(address("hide", comment), {"prepared": "spam", "reason": "학원 광고입니다.", "note": "어제도 올림", "seen": "0"})

    assert ModerationDecision.objects.values_list("rule", "reason", "note").get() == ("spam", "학원 광고입니다.", "어제도 올림")


def test_sentences_are_offered_in_the_authors_language(client, moderator):
    comment = make_comment(author=make_citizen(language="en"))

    page = client.get(address("hide", comment)).content.decode()
    client.post(address("hide", comment), {"prepared": "off_topic", "seen": "0"})

    assert page.count('lang="en" data-sentence') == len(Rule)
    assert ModerationDecision.objects.get().reason.startswith("The comment is not about this task.")


def test_keeping_and_restoring_take_the_same_way(client, moderator):
    kept, hidden = make_report().comment, make_decision()

    client.post(address("keep", kept), {"prepared": "opinion", "seen": "0"})
    client.post(address("restore", hidden.comment), {"prepared": "mistake", "seen": str(hidden.pk)})

    assert set(ModerationDecision.objects.values_list("comment", "action")) == {
        (kept.pk, "keep"),
        (hidden.comment.pk, "hide"),
        (hidden.comment.pk, "restore"),
    }
    assert not kept.reports.open().exists()


def test_from_the_desk_the_way_leads_back_to_the_desk(client, moderator):
    desk = f"{reverse('moderation:queue')}?reason=spam"
    comment = make_report(reason="spam").comment

    form = client.get(address("keep", comment), {"next": desk}).content.decode()
    response = client.post(address("keep", comment), {"prepared": "opinion", "seen": "0", "next": desk})

    assert f'name="next" value="{desk}"' in form
    assert response["Location"] == desk


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_never_leads_out_of_the_portal(client, moderator, elsewhere):
    comment = make_report().comment

    form = client.get(address("keep", comment), {"next": elsewhere}).content.decode()
    response = client.post(address("keep", comment), {"prepared": "opinion", "seen": "0", "next": elsewhere})

    assert f'name="next" value="{comment.get_absolute_url()}"' in form
    assert response["Location"] == comment.get_absolute_url()


def test_htmx_gets_the_form_and_then_the_settled_row(client, moderator):
    comment = make_report().comment

    form = client.get(address("hide", comment), **HTMX).content.decode()
    row = client.post(address("hide", comment), {"prepared": "abuse", "seen": "0"}, **HTMX).content.decode()

    assert form.lstrip().startswith(f'<section class="decision" id="decision-{comment.pk}"')
    assert f'hx-post="{address("hide", comment)}"' in form
    assert row.lstrip().startswith(f'<li class="queue__row queue__row--settled" id="waiting-{comment.pk}"')
    assert reverse("moderation:undo", args=[ModerationDecision.objects.get().pk]) in row
    assert "#messages" in row


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    "data",
    [
        {"seen": "0", "reason": "남겨 둘 말"},
        {"seen": "0", "prepared": "boring", "reason": "남겨 둘 말"},
        {"seen": "x", "prepared": "spam", "reason": "남겨 둘 말"},
        {"prepared": "spam", "reason": "남겨 둘 말"},
        {"seen": "0", "prepared": "spam", "reason": "가" * 1001},
        {"seen": "0", "prepared": "spam", "reason": "남겨 둘 말", "note": "a\x00"},
    ],
)
def test_unusable_input_keeps_what_was_typed(client, moderator, data, headers):
    comment = make_comment()

    response = client.post(address("hide", comment), data, **headers)

    assert (response.status_code, response["HX-Retarget"]) == (422, f"#decision-{comment.pk}")
    assert data["reason"] in response.content.decode()
    assert "error-summary" in response.content.decode()
    assert (ModerationDecision.objects.count(), Comment.objects.get().state) == (0, State.PUBLISHED)


def test_a_decision_made_meanwhile_is_told_and_the_typed_words_stay(client, moderator):
    comment = make_report().comment
    kept = services.keep(comment=comment, moderator=make_moderator(), reason="의견입니다.")

    page = client.post(address("hide", comment), {"prepared": "spam", "reason": "남겨 둘 말", "seen": "0"})
    part = client.post(address("hide", comment), {"prepared": "spam", "reason": "남겨 둘 말", "seen": "0"}, **HTMX)

    assert (page.status_code, part.status_code) == (409, 422)
    assert ["남겨 둘 말" in answer.content.decode() for answer in (page, part)] == [True, True]
    assert f'name="seen" value="{kept.pk}"' in page.content.decode()
    assert list(ModerationDecision.objects.all()) == [kept]


def test_hiding_twice_is_told(client, moderator):
    decision = make_decision()

    response = client.post(address("hide", decision.comment), {"prepared": "spam", "seen": str(decision.pk)})

    assert response.status_code == 409
    assert list(ModerationDecision.objects.all()) == [decision]


def test_ones_own_comment_is_left_to_others(client, moderator):
    comment = make_comment(author=moderator)

    response = client.post(address("hide", comment), {"prepared": "spam", "seen": "0"})

    assert response.status_code == 403
    assert Comment.objects.get().state == State.PUBLISHED


def test_a_hostile_reason_is_shown_as_text(client, moderator):
    comment = make_comment()
    hostile = "<script>alert(1)</script>\r\nSet-Cookie: a=b"
    client.post(address("hide", comment), {"prepared": "spam", "reason": hostile, "note": hostile, "seen": "0"})

    pages = [
        client.get(reverse(name, args=args))
        for name, args in (("moderation:explanation", [comment.pk]), ("moderation:decision_list", []))
    ]

    assert ModerationDecision.objects.get().reason == hostile.replace("\r\n", "\n")
    for page in pages:
        assert "<script>alert" not in page.content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.content.decode()
        assert "a" not in page.cookies


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_moderators_reach_the_forms(client, action, method):
    comment = make_decision().comment if action == "restore" else make_comment()
    before = Comment.objects.get().state
    data = {"prepared": ACTIONS[action], "seen": "0"}

    anonymous = getattr(client, method)(address(action, comment), data)
    client.force_login(make_citizen())
    citizen = getattr(client, method)(address(action, comment), data)

    assert (anonymous.status_code, citizen.status_code) == (302, 403)
    assert anonymous["Location"].startswith(reverse("account_login"))
    assert Comment.objects.get().state == before


@pytest.mark.parametrize("action", ACTIONS)
def test_looking_changes_nothing(client, moderator, action):
    comment = make_decision().comment if action == "restore" else make_report().comment
    before = (ModerationDecision.objects.count(), Comment.objects.get().state)

    response = client.get(address(action, comment), {"prepared": ACTIONS[action], "seen": "0", "reason": "x"})

    assert response.status_code == 200
    assert (ModerationDecision.objects.count(), Comment.objects.get().state) == before


@pytest.mark.parametrize("action", ACTIONS)
def test_a_decision_needs_its_token_and_an_existing_comment(client, action):
    comment = make_comment()
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(make_moderator())

    assert strict.post(address(action, comment), {"prepared": ACTIONS[action], "seen": "0"}).status_code == 403
    assert strict.get(reverse(f"moderation:{action}", args=[999_999_999])).status_code == 404
    assert ModerationDecision.objects.count() == 0
