"""Numbers, dates and won as Koreans and as English readers write them. Free of HTTP and of the clock."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

KOREAN_UNITS = ((10**12, "조"), (10**8, "억"), (10**4, "만"))
ENGLISH_UNITS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
KOREAN_WEEKDAYS = "월화수목금토일"
MINUTE, HOUR, DAY = 60, 3_600, 86_400
LONGEST_AGO_DAYS = 7


def won(amount: int, *, language: str) -> str:
    """An exact amount of KRW, never rounded: 2조 8,000억 원; KRW 2.8 trillion."""
    return _korean_won(amount) if language == "ko" else _english_won(amount)


def _korean_won(amount: int) -> str:
    sign, rest = ("-" if amount < 0 else ""), abs(amount)
    parts = []
    for size, unit in KOREAN_UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count:,}{unit}")
    if rest or not parts:
        parts.append(f"{rest:,}")
    return f"{sign}{' '.join(parts)} 원"


def _english_won(amount: int) -> str:
    for size, unit in ENGLISH_UNITS:
        if abs(amount) >= size:
            count = f"{amount // size if amount % size == 0 else amount / size:,}"
            # A fraction of more than four places reads worse than the whole number.
            if len(count.partition(".")[2]) <= 4:  # noqa: PLR2004
                return f"KRW {count} {unit}"
    return f"KRW {amount:,}"


def day(on: date, *, language: str) -> str:
    """2026년 11월 23일(월); Mon 23 November 2026."""
    if language == "ko":
        return f"{on.year}년 {on.month}월 {on.day}일({KOREAN_WEEKDAYS[on.weekday()]})"
    return f"{on:%a} {on.day} {on:%B %Y}"


def moment(at: datetime, *, language: str) -> str:
    """2026년 11월 23일(월) 14:00; Mon 23 November 2026, 14:00. `at` is in the zone to show."""
    parting = " " if language == "ko" else ", "
    return f"{day(at.date(), language=language)}{parting}{at:%H:%M}"


def zoned(at: datetime, *, language: str) -> str:
    """The same with the zone in words, for what somebody may attend from elsewhere: 2026년 11월 23일(월) 14:00(한국 시간)."""
    return f"{moment(at, language=language)}{'' if language == 'ko' else ' '}({zone(at)})"


def zone(at: datetime) -> str:
    """The name of the zone that `at` is in: 한국 시간, KST."""
    names = {"KST": _("KST")}
    name = at.tzname() or ""
    return names.get(name, name)


def ago(at: datetime, *, now: datetime, language: str) -> str:
    """How long ago in the largest whole unit; the date itself beyond a week. `at` is in the zone to show."""
    seconds = int((now - at).total_seconds())
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        count = seconds // MINUTE
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", count) % {"count": count}
    if seconds < DAY:
        count = seconds // HOUR
        return ngettext("%(count)d hour ago", "%(count)d hours ago", count) % {"count": count}
    if seconds < LONGEST_AGO_DAYS * DAY:
        count = seconds // DAY
        return ngettext("%(count)d day ago", "%(count)d days ago", count) % {"count": count}
    return day(at.date(), language=language)
