"""The addresses of forums' pages: each is one forum's, also when two organisers save at the same moment."""

from django.db import connection
from django.utils.translation import gettext as _

from portal.forum_desk.services import refusals
from portal.forums.models import RESERVED_SLUGS, Forum

LONGEST_SLUG = 80
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('forum-is-made', 0))"


def one_at_a_time() -> None:
    """Wait until nobody else makes a forum or moves one to another address; the lock goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)


def claim(slug: str, *, forum: Forum) -> None:
    """Keep others from taking this address until the transaction ends. Raises AddressTaken where another forum has it."""
    one_at_a_time()
    if Forum.objects.filter(slug=slug).exclude(pk=forum.pk).exists():
        raise refusals.AddressTaken(_("This address is used by another forum. Please choose another one."))


def free(wish: str) -> str:
    """The wished address, with the first number that makes it free."""
    wish = wish[: LONGEST_SLUG - 5].strip("-")
    taken = {*RESERVED_SLUGS, *Forum.objects.filter(slug__startswith=wish).values_list("slug", flat=True)}
    return next(slug for slug in (wish, *(f"{wish}-{number}" for number in range(2, 9_999))) if slug not in taken)
