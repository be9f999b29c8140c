"""The core package as Django sees it."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Names the package."""

    name = "portal.core"
    label = "core"
