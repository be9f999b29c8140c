#!/usr/bin/env python
"""Run a command of the portal, with the embedded database where no server is configured."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from portal.core.embedded_database import database_for_this_process


def main() -> None:
    """Start what the command needs and run it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        with database_for_this_process():
            execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
