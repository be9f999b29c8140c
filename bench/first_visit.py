"""What a first visit costs on a slow phone: bytes of fonts and in all, layout shift and largest paint of home and task page.

Real Chromium, 360 px wide, CPU slowed four times, slow 4G as Lighthouse understands it (1.6 Mbit/s, 150 ms), an empty
cache for each page, the median of five visits. Ends with 1 when a goal is missed. `make firstvisit` starts a demo portal
of its own; `make firstvisit ARGS=http://127.0.0.1:8000` measures one that runs.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, sync_playwright

from portal.launch.browser import installed
from tests.running_portal import Run, free_port

PAGES = ("/", "/tasks/smart-transport/")
VISITS = 5
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
# Fonts and all in kB, cumulative layout shift, largest contentful paint in seconds.
GOALS = (150.0, None, 0.02, 1.5)
WATCH = """
  window.seen = { shift: 0, paint: 0 };
  new PerformanceObserver(list => list.getEntries().forEach(entry => { if (!entry.hadRecentInput) seen.shift += entry.value; }))
    .observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver(list => list.getEntries().forEach(entry => { seen.paint = entry.startTime; }))
    .observe({ type: 'largest-contentful-paint', buffered: true });
"""


def visit(browser: Browser, address: str) -> tuple[float, float, float, float]:
    """Font bytes and all bytes in kB, layout shift, and seconds until the largest paint."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.add_init_script(WATCH)
    wire = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    wire.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW_4G)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(500)
    seen = page.evaluate("seen")
    context.close()
    fonts = sum(size for key, size in sizes.items() if kinds.get(key) == "Font")
    return fonts / 1000, sum(sizes.values()) / 1000, seen["shift"], seen["paint"] / 1000


@contextmanager
def portal() -> Iterator[str]:
    """The portal named on the command line, or a demo portal that is gone afterwards."""
    if sys.argv[1:]:
        yield sys.argv[1]
        return
    data_dir = Path(tempfile.mkdtemp(prefix="hanbat-bench-"))
    data_dir.chmod(0o711)
    try:
        run = Run(data_dir / "data", free_port())
        run.wait_until_ready()
        yield run.site
        run.stop()
    finally:
        shutil.rmtree(data_dir, ignore_errors=True)


def main() -> int:
    """A line for each page, and whether every goal is met."""
    is_met = True
    with portal() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox"])
        print(
            f"{'page':28}  fonts kB   all kB    shift   paint s   (goals: {GOALS[0]:.0f} kB of fonts, {GOALS[2]}, {GOALS[3]} s)"
        )
        for path in PAGES:
            visits = [visit(browser, site + path) for _ in range(VISITS)]
            fonts, total, shift, paint = (median(column) for column in zip(*visits, strict=True))
            print(f"{path:28}  {fonts:8.1f} {total:8.1f} {shift:8.3f} {paint:9.2f}")
            is_met &= fonts <= GOALS[0] and shift < GOALS[2] and paint < GOALS[3]
        browser.close()
    return 0 if is_met else 1


if __name__ == "__main__":
    raise SystemExit(main())
