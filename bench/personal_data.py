"""How fast and how well personal data is found: milliseconds for a comment of 1,000 characters, recall and precision.

Needs no database and no server. Run it with `.venv/bin/python bench/personal_data.py`.
"""

import sys
import time
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.conf import settings

from portal.core.personal_data import find_personal_data
from tests.core.personal_data_corpus import score, sentences

LENGTH, TIMES = 1_000, 50


def milliseconds(text: str) -> list[float]:
    """How long each of some runs took."""
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        find_personal_data(text)
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def main() -> None:
    """Three texts: no personal data at all, as much as can be, and one that is made to be slow."""
    settings.configure(USE_TZ=True, TIME_ZONE="Asia/Seoul", USE_I18N=False, PUBLIC_OFFICE_NUMBERS=["042-270", "044-20"])
    harmless = " ".join(sentence.text for sentence in sentences() if not sentence.expected)
    harmful = " ".join(sentence.text for sentence in sentences() if sentence.expected)
    print(f"{LENGTH} characters     median      95 %")
    for name, text in {"harmless": harmless, "harmful": harmful, "hostile": "공일공 " * LENGTH}.items():
        taken = milliseconds(text[:LENGTH])
        print(f"{name:15}{median(taken):7.2f} ms{quantiles(taken, n=20)[-1]:7.2f} ms")
    print(score(find_personal_data).table())


if __name__ == "__main__":
    main()
