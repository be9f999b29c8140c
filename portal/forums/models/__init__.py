"""The tables of the package."""

from portal.forums.models.forum import AgendaItem, Forum
from portal.forums.models.registration import Registration

__all__ = ["AgendaItem", "Forum", "Registration"]
