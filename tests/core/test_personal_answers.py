"""What somebody who is signed in was shown is in no cache: after signing out, the button Back shows none of it."""

import pytest

from tests.access_policies import POLICIES, POST, addresses_of_examples
from tests.factories import make_administrator, make_citizen, make_comment
from tests.hostile import mail_in_files

pytestmark = pytest.mark.django_db


def is_kept_nowhere(answer) -> bool:
    """Whether neither the browser nor anything on the way may keep the answer."""
    return {"no-store", "private"} <= set(answer.get("Cache-Control", "").replace(" ", "").split(","))


@pytest.mark.parametrize("make_person", [make_citizen, make_administrator])
def test_no_page_is_kept_unless_it_says_so_itself_and_is_the_same_for_everybody(client, make_person, tmp_path):
    with mail_in_files(tmp_path):
        addresses = addresses_of_examples()
    client.force_login(make_person())
    public = set()

    for name in (name for name, policy in POLICIES.items() if policy.how != POST):
        answer = client.get(addresses[name])
        if "Cookie" in answer.get("Vary", "") and not is_kept_nowhere(answer):
            public.add(name)

    assert public <= SAME_FOR_EVERYBODY


# Scripts, the public calendar, share cards and what programs ask for say for themselves how long they may be kept.
CARDS = {"pages:card_portal", "pages:card_task", "pages:card_forum", "pages:card_answer"}
SAME_FOR_EVERYBODY = {"door:worker", "forums:feed", "pages:manifest", "robots", "favicon", *CARDS}


def test_a_visitor_who_is_not_signed_in_is_not_told_to_forget_the_page(client):
    comment = make_comment()

    assert not is_kept_nowhere(client.get(comment.task.get_absolute_url()))
