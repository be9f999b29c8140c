"""Sets the stage before Django reads its settings: demo mode, a data directory and a database of the tests' own."""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# What somebody set for their own portal must not reach the tests; DATABASE_URL is the one thing they may choose.
KEPT = {"DATABASE_URL", "PORTAL_DATA_DIR"}
for line in (ROOT / ".env.example").read_text().splitlines() if (ROOT / ".env.example").exists() else []:
    name = line.lstrip("# ").partition("=")[0]
    if name.isupper() and name not in KEPT:
        os.environ.pop(name, None)
os.environ.update(
    DEMO_MODE="true", DJANGO_SETTINGS_MODULE="portal.settings", DJANGO_ALLOW_ASYNC_UNSAFE="true", READ_ENV_FILE="false"
)

from portal.core.configuration import data_directory  # noqa: E402 (after the environment)
from portal.core.embedded_database import EmbeddedDatabase  # noqa: E402

given = os.environ.get("PORTAL_DATA_DIR")
data_dir = data_directory(Path(given) if given else None, checkout=ROOT)
# Workers of a parallel run inherit the directory that the first process chose.
if data_dir.name != "tests":
    data_dir = data_dir / "tests"
    data_dir.mkdir(parents=True, exist_ok=True)
    if not given and os.geteuid() == 0:
        data_dir.parent.chmod(0o711)
os.environ["PORTAL_DATA_DIR"] = str(data_dir)

running = ExitStack()
if not os.environ.get("DATABASE_URL"):
    running.enter_context(EmbeddedDatabase(data_dir, is_durable=False).running())


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop the database, unless another run still uses it."""
    running.close()
