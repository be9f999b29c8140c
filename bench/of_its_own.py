"""A database of its own for one measurement, gone afterwards."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def measured(measure: Callable[[], None]) -> None:
    """Call `measure` with the portal set up on an empty database, which nothing else uses."""
    data_dir = Path(tempfile.mkdtemp(prefix="hanbat-bench-"))
    data_dir.chmod(0o711)
    os.environ.update(DEMO_MODE="true", DJANGO_SETTINGS_MODULE="portal.settings", READ_ENV_FILE="false")
    os.environ["PORTAL_DATA_DIR"] = str(data_dir)
    os.environ.pop("DATABASE_URL", None)
    from portal.core.embedded_database import EmbeddedDatabase

    try:
        with EmbeddedDatabase(data_dir).running():
            _set_up()
            measure()
    finally:
        shutil.rmtree(data_dir, ignore_errors=True)


def _set_up() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
