"""The notifications package as Django sees it."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Names the package."""

    name = "portal.notifications"
    label = "notifications"
