"""Business days of public offices in Korea: what is neither Saturday nor Sunday nor a public holiday.

Public holidays, substitute holidays (대체공휴일) and those that the government proclaims once are those of
관공서의 공휴일에 관한 규정, articles 2 and 3, and since 2026 Labour Day (1 May) and Constitution Day (17 July) after
공휴일에 관한 법률; the library `holidays` keeps their table, so it is updated when one is proclaimed. The day on which a time
begins does not count (민법 제157조, 초일불산입). Free of HTTP, of the clock and of the database.
"""

from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays

COUNTRY = "KR"
SATURDAY = 5
ONE_DAY = timedelta(days=1)


def is_business_day(on: date) -> bool:
    """Whether public offices work on that day."""
    return on.weekday() < SATURDAY and on not in _holidays_of(on.year)


def add_business_days(start_on: date, count: int) -> date:
    """The `count`-th business day after `start_on`, which does not count itself. Raises ValueError for a negative count."""
    if count < 0:
        raise ValueError("Business days are counted forwards.")
    day = start_on
    while count:
        day += ONE_DAY
        count -= is_business_day(day)
    return day


def business_days_between(first: date, last: date) -> int:
    """How many business days come after `first`, up to `last` and with it; negative where `last` comes before `first`."""
    if last < first:
        return -business_days_between(last, first)
    days = (first + ONE_DAY * number for number in range(1, (last - first).days + 1))
    return sum(map(is_business_day, days))


@lru_cache(maxsize=64)
def _holidays_of(year: int) -> frozenset[date]:
    """A whole year at once: the library's own table grows while it is read, which threads must not see."""
    return frozenset(country_holidays(COUNTRY, years=year, expand=False))
