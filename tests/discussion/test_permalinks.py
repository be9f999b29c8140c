"""Addresses of single comments in threads of any size."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.discussion.models import Comment
from tests.factories import make_citizen, make_comment, make_many_comments, make_moderator, make_task, put

pytestmark = pytest.mark.django_db


def keys(response) -> list[int]:
    return [entry.pk for entry, _more in response.context["rows"]]


def answer(client, parent: Comment, author, body: str, *, by: int) -> Comment:
    """A reply through the service; one of fifty through the page, one as htmx sends it."""
    if by > 1:
        return make_comment(parent=parent, author=author, body=body)
    client.force_login(author)
    typed = {"body": body, "form_key": str(uuid4())}
    client.post(reverse("discussion:reply", args=[parent.pk]), typed, headers={"HX-Request": "true"} if by else {})
    return Comment.objects.get(body=body)


def test_a_conversation_of_300_replies_is_shown_with_its_chain_and_whom_each_answers(client):
    people = [make_citizen() for _ in range(40)]
    root = make_comment(author=people[0], body="뿌리")
    chain = [root]
    for number in range(1, 301):
        # Ten comments in ten minutes is what one person may write: forty take turns.
        chain.append(answer(client, chain[-1], people[number % 40], f"{number}번째 답글", by=number % 50))

    last, middle = client.get(chain[300].get_absolute_url()), client.get(chain[150].get_absolute_url())

    assert keys(last) == [root.pk, chain[1].pk, chain[2].pk, chain[299].pk, chain[300].pk]
    assert keys(middle) == [root.pk, chain[1].pk, chain[2].pk, chain[149].pk, chain[150].pk]
    target = last.context["rows"][-1][0]
    assert (target.depth, target.has_focus, target.answered) == (3, True, chain[299].author.nickname)
    assert target.answered_address == reverse("discussion:permalink", args=[chain[299].pk])
    assert Comment.objects.get(pk=root.pk).reply_count == 300


def test_2000_replies_are_paged_fifty_by_fifty_without_a_gap(client):
    root, *replies = make_many_comments(task=make_task(), number=2_001, each=2_001)
    pending = put(replies[77], "pending")

    address, seen, pages = reverse("discussion:replies", args=[root.pk]), [], 0
    while address:
        response = client.get(address, headers={"HX-Request": "true"})
        seen += keys(response)
        pages += 1
        more = response.context["rows"][-1][1]
        address = more and more.address

    assert seen == [reply.pk for reply in replies if reply != pending]
    assert pages == 40


def test_every_permalink_leads_to_the_page_that_holds_its_thread(client):
    task = make_task()
    moment = timezone.now()
    roots = [comment for comment in make_many_comments(task=task, number=126, each=3) if comment.depth == 0]
    Comment.objects.filter(pk__in=[root.pk for root in roots[5:9]]).update(created_at=moment)  # in the same moment
    put(roots[20], "pending")

    for root in (roots[0], roots[6], roots[19], roots[21], roots[-1]):
        address = client.get(root.get_absolute_url()).context["whole_discussion"]
        page, _hash, anchor = address.partition("#")
        assert anchor == f"comment-{root.pk}"
        assert root.pk in keys(client.get(page))


def test_what_waits_and_was_never_shown_has_no_page_for_others(client):
    comment = put(make_comment(parent=make_comment()), "pending")
    addresses = [reverse(f"discussion:{name}", args=[comment.pk]) for name in ("permalink", "replies", "reply")]

    def statuses(person=None) -> list[int]:
        client.logout()
        if person:
            client.force_login(person)
        return [client.get(address).status_code for address in addresses]

    assert [statuses(), statuses(make_citizen())] == [[404] * 3] * 2
    assert [statuses(comment.author), statuses(make_moderator())] == [[200] * 3] * 2
