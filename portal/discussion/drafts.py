"""What somebody typed and could not send, kept in the session until it is sent.

It outlives signing in and identity verification, since Django keeps an anonymous session's content at sign-in.
"""

from collections.abc import Mapping, MutableMapping
from typing import Any

SESSION_KEY = "comment_drafts"
MOST_DRAFTS = 5
# Far above what a comment may have, so that a text that only needs shortening is kept whole.
LONGEST_DRAFT = 20_000


def keep(session: MutableMapping[str, Any], place: str, typed: Mapping[str, str]) -> None:
    """Remember what was typed at a place; the oldest draft gives way to a sixth. Empty or endless texts are not kept."""
    body = typed.get("body", "")
    if not 0 < len(body) <= LONGEST_DRAFT:
        return
    drafts = {name: draft for name, draft in session.get(SESSION_KEY, {}).items() if name != place}
    newest = list(drafts.items())[-(MOST_DRAFTS - 1) :]
    session[SESSION_KEY] = {**dict(newest), place: {"body": body, "stance": typed.get("stance", "")}}


def find(session: Mapping[str, Any], place: str) -> dict[str, str]:
    """What was typed at a place and not sent, as initial values of the form."""
    return session.get(SESSION_KEY, {}).get(place, {})


def forget(session: MutableMapping[str, Any], place: str) -> None:
    """It was sent."""
    drafts = session.get(SESSION_KEY, {})
    if place in drafts:
        session[SESSION_KEY] = {name: draft for name, draft in drafts.items() if name != place}
