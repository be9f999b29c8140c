"""Sets the stage before Django reads its settings: demo mode, a data directory of this run's own, and a database server.

Every process of a run has a directory of its own (`tests/run-<process>`), so that runs and their workers never meet. The embedded
server is shared: the first process of a run keeps it up, the workers of a parallel run inherit its address.
"""

import gc
import os
import shutil
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
from tests.running_portal import address_of  # noqa: E402


def is_alive(process: str) -> bool:
    """Whether a process with this number runs."""
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def directory_of_all_runs() -> Path:
    """Made where it is missing; the embedded server's user may pass through."""
    given = os.environ.get("PORTAL_DATA_DIR")
    chosen = data_directory(Path(given) if given else None, checkout=ROOT) / "tests"
    chosen.mkdir(parents=True, exist_ok=True)
    if not given and os.geteuid() == 0:
        chosen.parent.chmod(0o711)
    return chosen


def directory_of_this_run(runs: Path) -> Path:
    """A fresh one; those of runs that were killed go."""
    for left in runs.glob("run-*"):
        if not is_alive(left.name.removeprefix("run-")):
            shutil.rmtree(left, ignore_errors=True)
    own = runs / f"run-{os.getpid()}"
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir()
    return own


running = ExitStack()
if "PYTEST_XDIST_WORKER" in os.environ:
    data_dir = Path(os.environ["PORTAL_DATA_DIR"]) / os.environ["PYTEST_XDIST_WORKER"]
    data_dir.mkdir(exist_ok=True)
else:
    runs = directory_of_all_runs()
    data_dir = directory_of_this_run(runs)
    running.callback(shutil.rmtree, data_dir, ignore_errors=True)
    if not os.environ.get("DATABASE_URL"):
        server = EmbeddedDatabase(runs, is_durable=False)
        running.enter_context(server.running())
        os.environ["DATABASE_URL"] = address_of(server.settings())
os.environ["PORTAL_DATA_DIR"] = str(data_dir)


def pytest_collection_finish() -> None:
    """What stands by now stays: looking through all modules and tests for garbage, again and again, took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop the database, unless another run still uses it."""
    running.close()
