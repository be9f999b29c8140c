"""The audit log in the admin, and what every admin of the portal shares."""

from portal.core.admin import audit_log

__all__ = ["audit_log"]
