"""The countdown beside the form: by the portal's clock, whatever the phone's says, and true to the end."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories import make_forum
from tests.forum_desk.managing import ask


@pytest.fixture
def has_javascript() -> bool:
    """Without a script there is the time until which the seats are kept, and no countdown."""
    return True


def test_a_phone_that_is_ahead_counts_fifteen_minutes_and_then_says_what_is_so(somebody):
    forum = make_forum(capacity=5)
    ask(forum)
    person = somebody("sunja@example.org", nickname="둔산순자", width=360)
    person.sign_in(f"/forums/{forum.slug}/")
    page = person.page
    page.clock.install(time=timezone.now() + timedelta(minutes=10))

    page.get_by_role("button", name="질문에 답하기").click()
    news, title, more = page.locator(".hold__news"), page.locator(".hold .notice__title"), page.locator("[data-hold-more]")
    expect(page.locator(".hold__left strong")).to_have_text(re.compile(r"1[45]:\d\d"))
    expect(title).to_be_visible()
    expect(more).to_be_visible()
    page.clock.run_for(int(timedelta(minutes=15, seconds=2).total_seconds()) * 1000)

    expect(news).to_contain_text(page.locator(".hold").get_attribute("data-over"))
    expect(title).to_be_hidden()
    expect(more).to_have_count(0)
