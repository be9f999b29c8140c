"""Why a text waits for a moderator before it appears, asked of new words and of changed ones alike."""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from portal.core.personal_data import find_personal_data
from portal.discussion.models import Comment, CommentQuerySet, Discussion, PendingReason, State

# "Agreed" may be said under many comments; a sentence is not said twice by chance.
SHORTEST_OWN_REPEAT = 10
# Two people find the same short words, not the same twenty letters.
SHORTEST_SHARED_REPEAT = 20
OWN_REPEAT_WITHIN = timedelta(days=7)
SHARED_REPEAT_WITHIN = timedelta(days=1)
# A couple may agree on a text; the third voice in a day makes it a campaign.
OTHERS_BEFORE = 2
# Also without their scheme, or with one that is spelled to look harmless, and with Hangul right before and behind.
ADDRESS = re.compile(
    r"(?:h(?:tt|xx)ps?://|(?<![a-z0-9])www\.)[!-~]+"
    r"|(?<![a-z0-9@.-])(?:[a-z0-9-]+\.)+"
    r"(?:com|net|org|kr|io|ly|me|gg|to|cc|tv|biz|info|site|shop|store|online|link|xyz|top|app|club|vip)"
    r"(?![a-z0-9-]|[a-z0-9.]*@)(?:/[!-~]*)?",
    re.IGNORECASE,
)
INVISIBLE_IN_WORDS = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def why_pending(*, comment: Comment, discussion: Discussion, is_new: bool, now: datetime, before: str = "") -> str:
    """Why these words of a citizen wait, the most telling reason first; "" if they appear at once.

    `comment` is not saved yet, or holds its new words; `before` are its earlier words: what stood there already is no
    reason. Asks the database four times at most.
    """
    if _added(_sure_personal_data, comment.body, before):
        return PendingReason.PERSONAL_DATA
    if _is_repeated(comment, now):
        return PendingReason.REPEATED
    if is_new and _added(_links, comment.body, before):
        return PendingReason.LINK
    return _screened(comment, discussion, is_change=bool(before))


def has_personal_data(text: str) -> bool:
    """Whether the text surely holds somebody's personal data."""
    return bool(_sure_personal_data(text))


def words_key(text: str) -> str:
    """The same 32 hexadecimal digits for the same words, however spaced, punctuated or capitalised; "" for a few words."""
    letters = _letters(text)
    return hashlib.blake2b(letters.encode(), digest_size=16).hexdigest() if len(letters) >= SHORTEST_OWN_REPEAT else ""


def _letters(text: str) -> str:
    """Letters and digits alone (UAX 15, form KC), folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def _added(find: Callable[[str], set[str]], body: str, before: str) -> set[str]:
    return find(body) - find(before)


def _sure_personal_data(text: str) -> set[str]:
    return {text[found.start : found.end] for found in find_personal_data(text) if found.is_sure}


def _links(text: str) -> set[str]:
    plain = INVISIBLE_IN_WORDS.sub("", unicodedata.normalize("NFKC", text))
    return {found.rstrip(".,;:!?)\"'") for found in ADDRESS.findall(plain)}


def _is_repeated(comment: Comment, now: datetime) -> bool:
    """Whether the same person said it before, or enough others today. Whoever withdrew it may say it again."""
    if not comment.words_key:
        return False
    is_long = len(_letters(comment.body)) >= SHORTEST_SHARED_REPEAT
    if is_long:
        _wait_for_the_same_words(comment.words_key)
    same = Comment.objects.filter(words_key=comment.words_key).exclude(pk=comment.pk)
    elsewhere_or_lately = ~Q(task=comment.task) | Q(created_at__gt=now - OWN_REPEAT_WITHIN)
    own = same.filter(elsewhere_or_lately, person_key=comment.person_key).exclude(state=State.WITHDRAWN)
    return own.exists() or (is_long and _others(same, comment, now) >= OTHERS_BEFORE)


def _others(same: CommentQuerySet, comment: Comment, now: datetime) -> int:
    lately = same.filter(created_at__gt=now - SHARED_REPEAT_WITHIN).exclude(person_key=comment.person_key)
    return lately.values("person_key").distinct().count()


def _wait_for_the_same_words(key: str) -> None:
    """Let people who send the same words in the same moment pass one by one, each seeing those before."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [key])


def _screened(comment: Comment, discussion: Discussion, *, is_change: bool) -> str:
    """What the task's screening asks for: of changes only where everything is looked at first."""
    if discussion.screening == Discussion.Screening.ALL:
        return PendingReason.SCREENING
    if discussion.screening == Discussion.Screening.AT_ONCE or is_change:
        return ""
    is_known = Comment.objects.shown().filter(person_key=comment.person_key).exists()
    return "" if is_known else PendingReason.FIRST_COMMENT
