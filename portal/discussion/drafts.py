"""What somebody typed and could not send, kept in the session until it is sent.

It outlives signing in and identity verification, since Django keeps an anonymous session's content at sign-in.
"""

from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import SESSION_KEY as SIGNED_IN

SESSION_KEY = "comment_drafts"
CHOICES = ("stance", "topic")
LONGEST_CHOICE = 40


@dataclass(frozen=True)
class Room:
    """How many drafts a session holds, each of how many characters."""

    drafts: int
    characters: int


# Far above what a comment may have, so that a text that only needs shortening is kept whole.
SIGNED_IN_ROOM = Room(drafts=5, characters=20_000)
# Anybody can open sessions by the thousand; what was written before the session ended fits in twice over.
ANONYMOUS_ROOM = Room(drafts=2, characters=8_000)


def keep(session: MutableMapping[str, Any], key: str, typed: Mapping[str, str], *, also: Collection[str] = ()) -> None:
    """Remember what was typed into a form; the oldest draft gives way to one too many. Empty or endless texts are not kept.

    `also` names further texts of the form; all of them together are what may be neither empty nor endless.
    """
    room = SIGNED_IN_ROOM if SIGNED_IN in session else ANONYMOUS_ROOM
    texts = {name: typed.get(name, "") for name in ("body", *also)}
    if not 0 < sum(map(len, texts.values())) <= room.characters:
        return
    draft = {**texts, **{name: typed.get(name, "") for name in CHOICES if len(typed.get(name, "")) <= LONGEST_CHOICE}}
    others = {name: draft for name, draft in session.get(SESSION_KEY, {}).items() if name != key}
    newest = list(others.items())[-(room.drafts - 1) :]
    session[SESSION_KEY] = {**dict(newest), key: draft}


def find(session: Mapping[str, Any], key: str) -> dict[str, str]:
    """What was typed into a form and not sent, as initial values of the form."""
    return session.get(SESSION_KEY, {}).get(key, {})


def forget(session: MutableMapping[str, Any], key: str) -> None:
    """It was sent."""
    drafts = session.get(SESSION_KEY, {})
    if key in drafts:
        session[SESSION_KEY] = {name: draft for name, draft in drafts.items() if name != key}
