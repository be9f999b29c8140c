"""One reason for many comments: each decided by itself, each named afterwards."""

from uuid import uuid4

import pytest
from django.urls import reverse

from portal.core.errors import InvalidInput
from portal.discussion import services as discussion
from portal.discussion.models import Comment, State
from portal.moderation import services
from portal.moderation.models import ModerationDecision, Report
from portal.moderation.prepared_texts import WHY_HIDDEN
from portal.moderation.services import Row
from tests.at_once import at_once
from tests.factories import make_citizen, make_comment, make_moderator, make_report, put

pytestmark = pytest.mark.django_db
BULK = reverse("moderation:bulk")
SENT = {"action": "hide", "prepared": "spam"}


def chosen(*comments, seen: int = 0) -> list[str]:
    return [f"{comment.pk}-{seen}" for comment in comments]


def results(response) -> list[str]:
    return [outcome.result.value for outcome in response.context["outcomes"]]


@pytest.fixture
def moderator(client):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


def test_many_comments_are_hidden_for_one_reason_without_javascript(client, moderator):
    comments = [make_report().comment for _ in range(3)]

    desk = client.get(reverse("moderation:queue")).content.decode()
    form = client.get(BULK, {"action": "hide", "row": chosen(*comments)})
    result = client.post(BULK, {**SENT, "row": chosen(*comments), "note": "같은 사람"})

    assert [f'value="{row}" form="bulk"' in desk for row in chosen(*comments)] == [True] * 3
    assert [f'name="row" value="{row}"' in form.content.decode() for row in chosen(*comments)] == [True] * 3
    assert results(result) == ["done"] * 3
    made = ModerationDecision.objects.values_list("action", "rule", "note", "moderator")
    assert set(made) == {("hide", "spam", "같은 사람", moderator.pk)}
    assert ModerationDecision.objects.values("batch").distinct().count() == 1
    assert not Report.objects.open().exists()


def test_each_author_reads_the_prepared_sentence_in_their_language(client, moderator):
    korean, english = (make_comment(author=make_citizen(language=language)) for language in ("ko", "en"))

    client.post(BULK, {**SENT, "row": chosen(korean, english)})

    reasons = {decision.comment.author.language: decision.reason for decision in ModerationDecision.objects.all()}
    assert reasons["en"] == "The comment is an advertisement, or the same text was posted in several places."
    assert reasons["ko"] == str(WHY_HIDDEN["spam"])
    assert reasons["ko"] != reasons["en"]


def test_what_changed_meanwhile_stays_and_is_named(client, moderator):
    plain, decided, withdrawn, claimed, own = (
        make_comment(), make_comment(), make_comment(), make_comment(), make_comment(author=moderator)
    )  # fmt: skip
    services.keep(comment=decided, moderator=make_moderator(), reason="의견입니다.")
    discussion.withdraw(comment=withdrawn, author=withdrawn.author)
    services.claim(comment=claimed, moderator=make_moderator())

    result = client.post(BULK, {**SENT, "row": chosen(plain, decided, withdrawn, claimed, own)})

    assert results(result) == ["done", "changed", "changed", "changed", "refused"]
    states = dict(Comment.objects.values_list("pk", "state"))
    assert [states[each.pk] for each in (plain, decided, withdrawn, claimed, own)] == [
        State.HIDDEN, State.PUBLISHED, State.WITHDRAWN, State.PUBLISHED, State.PUBLISHED
    ]  # fmt: skip


def test_sent_twice_the_second_time_changes_nothing(client, moderator):
    comments = [make_comment() for _ in range(2)]
    data = {**SENT, "row": chosen(*comments)}

    first, second = client.post(BULK, data), client.post(BULK, data)

    assert (results(first), results(second)) == (["done", "done"], ["changed", "changed"])
    assert ModerationDecision.objects.count() == 2


def test_a_comment_chosen_twice_is_decided_once(client, moderator):
    comment = make_comment()

    assert results(client.post(BULK, {**SENT, "row": chosen(comment, comment)})) == ["done"]


def test_pending_comments_are_let_appear_together(client, moderator):
    pending = [put(make_comment(), State.PENDING) for _ in range(2)]

    result = client.post(BULK, {"action": "publish", "prepared": "no_rule", "row": chosen(*pending)})

    assert results(result) == ["done", "done"]
    assert set(Comment.objects.values_list("state", flat=True)) == {State.PUBLISHED}


def test_all_of_it_is_taken_back_at_once(client, moderator):
    pending, reported = put(make_comment(), State.PENDING), make_report().comment
    result = client.post(BULK, {**SENT, "row": chosen(pending, reported)})

    taken_back = client.post(reverse("moderation:undo_bulk", args=[result.context["batch"]]))

    assert results(taken_back) == ["done", "done"]
    assert dict(Comment.objects.values_list("pk", "state")) == {pending.pk: State.PENDING, reported.pk: State.PUBLISHED}
    assert list(Report.objects.open().values_list("comment", flat=True)) == [reported.pk]
    assert results(client.post(reverse("moderation:undo_bulk", args=[result.context["batch"]]))) == ["changed", "changed"]


@pytest.mark.parametrize("rows", [[], ["x"], ["1"], ["1-"], ["-1-0"], ["1-0\x00"], ["٣-0"], ["9" * 30 + "-0"], ["<script>-0"]])
def test_rows_out_of_nowhere_are_refused_and_the_words_are_kept(client, moderator, rows):
    response = client.post(BULK, {**SENT, "row": rows, "reason": "남겨 둘 말"})

    assert response.status_code == 422
    assert "<script>-0" not in response.content.decode()
    assert not ModerationDecision.objects.exists()
    assert client.get(BULK, {"action": "hide", "row": rows}).status_code == 200


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"prepared": ""}, 422),
        ({"prepared": "boring"}, 422),
        ({"action": "restore"}, 400),
        ({"action": "x"}, 400),
        ({"reason": "가" * 1001}, 422),
        ({"note": "a\x00"}, 422),
    ],
)
def test_an_unusable_form_decides_nothing(client, moderator, changed, status):
    comment = make_comment()

    response = client.post(BULK, {**SENT, "row": chosen(comment), "reason": "남겨 둘 말", **changed})

    assert response.status_code == status
    if status == 422:
        assert chosen(comment)[0] in response.content.decode()
        assert changed.get("reason", "남겨 둘 말") in response.content.decode()
    assert not ModerationDecision.objects.exists()


def test_a_hundred_and_one_are_too_many(moderator):
    words = {"action": "hide", "moderator": moderator, "rule": "spam", "reasons": {"ko": "광고"}, "batch": uuid4()}

    with pytest.raises(InvalidInput):
        services.decide_each(rows=[Row(key, 0) for key in range(101)], **words)
    assert len(services.decide_each(rows=[Row(10**9 + key, 0) for key in range(100)], **words)) == 100


@pytest.mark.parametrize("person", [None, "citizen"])
def test_bulk_is_for_moderators(client, person):
    comment = make_comment()
    if person:
        client.force_login(make_citizen())

    answers = [client.get(BULK).status_code, client.post(BULK, {**SENT, "row": chosen(comment)}).status_code,
               client.post(reverse("moderation:undo_bulk", args=[uuid4()])).status_code]  # fmt: skip

    assert answers == ([403] * 3 if person else [302] * 3)
    assert not ModerationDecision.objects.exists()


def two_moderators_choose(number: int) -> None:
    """The same comments, in opposite orders."""
    comments = [make_report().comment for _ in range(number)]
    people = [make_moderator() for _ in range(2)]
    orders = [comments, comments[::-1]]

    outcomes = at_once([
        lambda who=who, order=order: services.decide_each(
            rows=[Row(comment.pk, 0) for comment in order], action="hide", moderator=who, rule="spam",
            reasons={"ko": "광고입니다."}, batch=uuid4(),
        )
        for who, order in zip(people, orders, strict=True)
    ])  # fmt: skip

    found = [outcome.result.value for one in outcomes for outcome in one]
    assert (found.count("done"), found.count("changed")) == (number, number)
    assert ModerationDecision.objects.count() == number


@pytest.mark.django_db(transaction=True)
def test_two_moderators_who_choose_the_same_comments_decide_each_once():
    two_moderators_choose(6)
