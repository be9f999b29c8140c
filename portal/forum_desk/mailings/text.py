"""The words of a mailing: which placeholders there are, and how each is replaced by what it stands for. Pure but for
the language.

Plain replacement in one go, never a template language: what is put in is not looked at again, and `{0.__class__}` stays
as it is.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.errors import InvalidInput
from portal.core.text.formats import moment
from portal.forums.calendar import one_line
from portal.forums.models import Forum

PLACEHOLDERS = ("nickname", "forum", "when", "place", "link")
MARKED = re.compile(r"\{\s*(\w+)\s*\}")


class UnknownPlaceholder(InvalidInput):
    """A word in braces that stands for nothing."""


@dataclass(frozen=True)
class Words:
    """Subject and text, with placeholders or without."""

    subject: str
    body: str


def check(words: Words) -> None:
    """Raises UnknownPlaceholder, naming each word in braces that stands for nothing."""
    marked = [match[0] for match in MARKED.finditer(f"{words.subject}\n{words.body}") if match[1] not in PLACEHOLDERS]
    if marked:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise UnknownPlaceholder(
            _("Nothing is known by this name: %(unknown)s. You can use: %(known)s.")
            % {"unknown": ", ".join(dict.fromkeys(marked)), "known": known}
        )


def filled(words: Words, *, forum: Forum, nickname: str, path: str) -> Words:
    """The words for one reader, in the active language; `path` is a page of the portal that is theirs. The subject
    stays one line.
    """
    values = {
        "nickname": one_line(nickname),
        "forum": one_line(forum.title),
        "when": moment(timezone.localtime(forum.starts_at), language=get_language()),
        "place": one_line(", ".join(part for part in (forum.venue, forum.address) if part)),
        "link": settings.SITE_URL.rstrip("/") + path,
    }
    return Words(one_line(_replaced(words.subject, values)), _replaced(words.body, values))


def _replaced(text: str, values: dict[str, str]) -> str:
    return MARKED.sub(lambda match: values.get(match[1], match[0]), text)
