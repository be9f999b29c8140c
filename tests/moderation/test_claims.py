"""Moderators say what they are looking at, so that two do not do the same work."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.moderation import services
from portal.moderation.models import Claim, ModerationDecision
from tests.at_once import at_once
from tests.factories import make_administrator, make_citizen, make_comment, make_moderator, make_report, make_task

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def claimed_by() -> list:
    return list(Claim.objects.values_list("comment", "moderator"))


def test_a_claim_is_seen_by_colleagues_and_given_back(client):
    comment, moderator = make_report().comment, make_moderator()
    client.force_login(moderator)

    client.post(reverse("moderation:claim", args=[comment.pk]))
    taken = claimed_by()
    client.force_login(make_moderator())
    row = client.get(reverse("moderation:queue")).context["page"].object_list[0]
    client.force_login(moderator)
    client.post(reverse("moderation:release", args=[comment.pk]))

    assert taken == [(comment.pk, moderator.pk)]
    assert row.claim.moderator == moderator
    assert claimed_by() == []


def test_a_claim_passes_after_an_hour():
    comment, first, second = make_comment(), make_moderator(), make_moderator()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        services.claim(comment=comment, moderator=first)
        clock.shift(timedelta(minutes=60) - timedelta(seconds=1))
        with pytest.raises(services.ClaimedMeanwhile):
            services.claim(comment=comment, moderator=second)
        clock.shift(timedelta(seconds=1))
        services.claim(comment=comment, moderator=second)

    assert claimed_by() == [(comment.pk, second.pk)]


def test_only_whoever_claimed_it_or_an_administrator_gives_it_back():
    comment, first = make_comment(), make_moderator()
    services.claim(comment=comment, moderator=first)

    with pytest.raises(services.NotYourClaim):
        services.release(comment=comment, moderator=make_moderator())
    assert claimed_by() == [(comment.pk, first.pk)]
    services.release(comment=comment, moderator=make_administrator())
    assert claimed_by() == []


def test_a_comment_is_given_to_a_colleague_to_whom_its_task_was_given(client):
    task = make_task()
    comment, by, to, elsewhere = (
        make_comment(task=task), make_moderator(tasks=[task]), make_moderator(tasks=[task]), make_moderator(tasks=[make_task()])
    )  # fmt: skip
    client.force_login(by)
    address = reverse("moderation:assign", args=[comment.pk])

    offered = client.get(address).context["form"].fields["to"].queryset
    refused = [client.post(address, {"to": key}).status_code for key in (elsewhere.pk, make_citizen().pk, "x", "")]
    nobody = claimed_by()
    given = client.post(address, {"to": to.pk, "next": "/moderation/?reason=spam"})

    assert list(offered) == [to]
    assert (refused, nobody) == ([422] * 4, [])
    assert (given.status_code, given["Location"]) == (302, "/moderation/?reason=spam")
    assert list(Claim.objects.values_list("comment", "moderator", "given_by")) == [(comment.pk, to.pk, by.pk)]


def test_nobody_looks_at_their_own_comment():
    moderator = make_moderator()
    comment = make_comment(author=moderator)

    with pytest.raises(services.OwnComment):
        services.claim(comment=comment, moderator=moderator)
    with pytest.raises(services.OwnComment):
        services.assign(comment=comment, to=moderator, by=make_moderator())


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_deciding_about_what_a_colleague_looks_at_needs_a_second_yes(client, headers):
    comment, colleague = make_report().comment, make_moderator(nickname="먼저본사람")
    services.claim(comment=comment, moderator=colleague)
    client.force_login(make_moderator())
    address = reverse("moderation:hide", args=[comment.pk])
    data = {"prepared": "spam", "reason": "남겨 둘 말", "seen": "0"}

    form = client.get(address, **headers).content.decode()
    asked = client.post(address, data, **headers)
    untouched = (ModerationDecision.objects.count(), claimed_by())
    done = client.post(address, {**data, "despite": "on"}, **headers)

    assert "먼저본사람" in form
    assert 'name="despite"' in form
    assert asked.status_code == (422 if headers else 409)
    assert "남겨 둘 말" in asked.content.decode()
    assert untouched == (0, [(comment.pk, colleague.pk)])
    assert done.status_code == (200 if headers else 302)
    assert (ModerationDecision.objects.count(), claimed_by()) == (1, [])


def test_ones_own_claim_asks_nothing_and_ends_with_the_decision(client):
    comment, moderator = make_report().comment, make_moderator()
    services.claim(comment=comment, moderator=moderator)
    client.force_login(moderator)

    client.post(reverse("moderation:keep", args=[comment.pk]), {"prepared": "opinion", "seen": "0"})

    assert (ModerationDecision.objects.count(), claimed_by()) == (1, [])


def test_the_desk_shows_what_is_mine_and_what_is_nobodys(client):
    mine, theirs, free, passed = (make_report().comment for _ in range(4))
    me = make_moderator()
    services.claim(comment=mine, moderator=me)
    services.claim(comment=theirs, moderator=make_moderator())
    with time_machine.travel(timezone.now() - timedelta(hours=2)):
        services.claim(comment=passed, moderator=me)
    client.force_login(me)

    shown = {
        choice: {row.comment.pk for row in client.get(reverse("moderation:queue"), {"claim": choice}).context["page"].object_list}
        for choice in ("mine", "unclaimed", "")
    }

    everything = {mine.pk, theirs.pk, free.pk, passed.pk}
    assert shown == {"mine": {mine.pk}, "unclaimed": {free.pk, passed.pk}, "": everything}


@pytest.mark.django_db(transaction=True)
def test_of_many_who_claim_at_the_same_moment_one_does():
    comment = make_comment()
    moderators = [make_moderator() for _ in range(8)]

    outcomes = at_once([lambda moderator=each: services.claim(comment=comment, moderator=moderator) for each in moderators])

    won = [moderator for moderator, outcome in zip(moderators, outcomes, strict=True) if isinstance(outcome, Claim)]
    assert [type(outcome) for outcome in outcomes].count(services.ClaimedMeanwhile) == 7
    assert claimed_by() == [(comment.pk, won[0].pk)]


@pytest.mark.django_db(transaction=True)
def test_a_claim_and_a_decision_at_the_same_moment_leave_no_claim_on_what_is_decided():
    for _round in range(5):
        comment, first, second = make_report().comment, make_moderator(), make_moderator()

        claimed, decided = at_once([
            lambda comment=comment, first=first: services.claim(comment=comment, moderator=first),
            lambda comment=comment, second=second: services.keep(
                comment=comment, moderator=second, reason="의견입니다.", asks_first=True
            ),
        ])  # fmt: skip

        # Either the claim came first and stopped the decision, or the decision came first and the claim came after it.
        assert isinstance(claimed, Claim)
        assert isinstance(decided, ModerationDecision | services.ClaimedMeanwhile)
        assert Claim.objects.get(comment=comment).moderator == first
