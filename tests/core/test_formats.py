"""Amounts, dates and spans of time in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.core.text import formats


@pytest.mark.parametrize(
    ("amount", "korean", "english"),
    [
        (2_800_000_000_000, "2조 8,000억 원", "KRW 2.8 trillion"),
        (79_850_000_000, "798억 5,000만 원", "KRW 79.85 billion"),
        (2_328_800_000_000, "2조 3,288억 원", "KRW 2.3288 trillion"),
        (1_000_000_000_000, "1조 원", "KRW 1 trillion"),
        (12_345, "1만 2,345 원", "KRW 12,345"),
        (1_234_567_891, "12억 3,456만 7,891 원", "KRW 1,234,567,891"),
        (0, "0 원", "KRW 0"),
        (-50_000, "-5만 원", "KRW -50,000"),
    ],
)
def test_an_amount_reads_as_each_language_writes_it(amount, korean, english):
    assert (formats.won(amount, language="ko"), formats.won(amount, language="en")) == (korean, english)


@given(st.integers(min_value=0, max_value=10**16))
def test_no_won_is_lost_in_the_korean_form(amount):
    units = {"조": 10**12, "억": 10**8, "만": 10**4}
    parts = formats.won(amount, language="ko").removesuffix(" 원").replace(",", "").split()

    assert sum(int(part.rstrip("조억만")) * units.get(part[-1], 1) for part in parts) == amount


def test_a_moment_names_the_weekday():
    at = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)

    assert formats.moment(at, language="ko") == "2026년 11월 23일(월) 14:00"
    assert formats.moment(at, language="en") == "Mon 23 November 2026, 14:00"
    assert formats.day(date(2026, 11, 29), language="ko") == "2026년 11월 29일(일)"


@pytest.mark.parametrize(
    ("span", "korean", "english"),
    [
        (timedelta(seconds=59), "방금", "just now"),
        (timedelta(minutes=1), "1분 전", "1 minute ago"),
        (timedelta(hours=3, minutes=59), "3시간 전", "3 hours ago"),
        (timedelta(days=6), "6일 전", "6 days ago"),
        (timedelta(days=8), "2026년 11월 15일(일)", "Sun 15 November 2026"),
    ],
)
def test_how_long_ago(span, korean, english):
    now = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)

    for language, words in (("ko", korean), ("en", english)):
        with translation.override(language):
            assert formats.ago(now - span, now=now, language=language) == words
