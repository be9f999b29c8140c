"""What somebody typed into a report that could not be sent, kept in the session through sign-in and verification."""

from collections.abc import Mapping, MutableMapping
from typing import Any

SESSION_KEY = "report_drafts"
MOST_DRAFTS = 5
LONGEST_DRAFT = 20_000


def keep(session: MutableMapping[str, Any], comment: int, typed: Mapping[str, str]) -> None:
    """Remember a report about a comment; the oldest draft gives way to a sixth. Nothing typed or an endless text is not kept."""
    draft = {name: typed.get(name, "") for name in ("reason", "text")}
    if not 0 < sum(map(len, draft.values())) <= LONGEST_DRAFT:
        return
    others = [(key, old) for key, old in session.get(SESSION_KEY, {}).items() if key != str(comment)]
    session[SESSION_KEY] = dict([*others[-(MOST_DRAFTS - 1) :], (str(comment), draft)])


def find(session: Mapping[str, Any], comment: int) -> dict[str, str]:
    """What was typed about a comment and not sent, as initial values of the form."""
    return session.get(SESSION_KEY, {}).get(str(comment), {})


def forget(session: MutableMapping[str, Any], comment: int) -> None:
    """It was sent."""
    drafts = session.get(SESSION_KEY, {})
    if str(comment) in drafts:
        session[SESSION_KEY] = {key: draft for key, draft in drafts.items() if key != str(comment)}
