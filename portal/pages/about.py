"""The about page: the sources that the plan names and the rules that comments are held to."""

from typing import Any

from portal.discussion.rules import Rule
from portal.policy.models import Source


def about_context() -> dict[str, Any]:
    """All sources, newest first, and the rules of the discussion."""
    return {"sources": Source.objects.order_by("-published_year", "-published_on", "key"), "rules": Rule.choices}
