"""How fast the pages are: starts a demo portal of its own and asks it for them, a bounded number of times.

Prints requests a second, median and 95th percentile in milliseconds, and the size as sent. Run it with `make bench`.
"""

import shutil
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.running_portal import Run, free_port

PAGES = ("/healthz", "/", "/tasks/", "/tasks/smart-transport/", "/en/tasks/smart-transport/", "/forums/", "/accounts/login/")
REQUESTS, AT_ONCE = 200, 4


def ask(address: str) -> tuple[float, int]:
    """Seconds and bytes of one request."""
    started = time.perf_counter()
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as response:
        size = len(response.read())
    return time.perf_counter() - started, size


def measure(address: str) -> str:
    """One line for one page, after a short warming up."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(ask, [address] * 20))
        started = time.perf_counter()
        answers = list(threads.map(ask, [address] * REQUESTS))
        seconds = time.perf_counter() - started
    times = [answer[0] * 1000 for answer in answers]
    return f"{REQUESTS / seconds:8.0f}/s  {median(times):7.1f} ms  {quantiles(times, n=20)[-1]:7.1f} ms  {answers[0][1]:7d} B"


def main() -> None:
    """Start, measure, stop; the time of both starts as well."""
    data_dir = Path(tempfile.mkdtemp(prefix="hanbat-bench-"))
    data_dir.chmod(0o711)
    try:
        for which in ("first", "second"):
            started = time.perf_counter()
            run = Run(data_dir / "data", free_port())
            run.wait_until_ready()
            print(f"{which} start: {time.perf_counter() - started:.1f} s (packages installed)")
            if which == "first":
                run.stop()
        print(f"{'page':32}      rate    median      95 %     size   ({AT_ONCE} at once)")
        for page in PAGES:
            print(f"{page:32}{measure(run.site + page)}")
        run.stop()
    finally:
        shutil.rmtree(data_dir, ignore_errors=True)


if __name__ == "__main__":
    main()
