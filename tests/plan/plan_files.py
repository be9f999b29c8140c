"""Small plan files for the tests of the loader: a right one, and what makes it wrong."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

SMALL_PLAN = """\
sources:
  - key: daily
    publisher_ko: 일보
    publisher_en: Daily
    title: 기사
    published: 2018-09-20
    url: "https://example.org/article"
strategies:
  - {slug: jobs, position: 1, title_ko: 일자리, title_en: Jobs, source: daily}
tasks:
  - number: 1
    slug: startups
    strategy: jobs
    title_ko: 스타트업 육성
    title_en: Grow start-ups
    is_confirmed: true
    source: daily
    facts:
      - {key: towns, text_ko: 타운 5곳, text_en: Five towns, source: daily}
    budget_krw: 250_000_000_000
    budget_source: daily
  - number: 2
    slug: workforce
    strategy: jobs
    title_ko: 인력양성
    title_en: Train people
    is_confirmed: false
    source: daily
plan:
  title_ko: 계획
  title_en: Plan
  announced_on: 2018-09-20
  announced_at_ko: 회의
  announced_at_en: Meeting
  source: daily
figures:
  - {report: announcement, key: jobs, value: 36000, unit: count, label_ko: 일자리, label_en: Jobs, source: daily}
parties:
  - {role: partner, key: sejong, name_ko: 세종, name_en: Sejong, source: daily}
citizen_measures:
  - {key: forums, text_ko: 포럼, text_en: Forums, source: daily}
"""


def line_of(text: str, plan: str = SMALL_PLAN) -> int:
    """The line, counted from 1, on which a text first stands."""
    return plan[: plan.index(text)].count("\n") + 1


def load(tmp_path: Path, plan: str | bytes = SMALL_PLAN, *options: str) -> str:
    """What `load_plan` prints for a plan; raises CommandError like the command."""
    path = tmp_path / "plan.yaml"
    path.write_bytes(plan if isinstance(plan, bytes) else plan.encode())
    out = StringIO()
    call_command("load_plan", "--file", str(path), *options, stdout=out)
    return out.getvalue()
