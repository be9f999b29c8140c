"""Rows that the admin shows and never changes."""

from django.http import HttpRequest

from portal.core.admin.base import PortalAdmin


class ReadOnlyAdmin(PortalAdmin):
    """To look at; what changes these rows is a service, called from a page or from an action."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody changes one by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody deletes one by hand."""
        return False
