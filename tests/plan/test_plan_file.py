"""Each kind of broken plan file is refused with its line and reason, and nothing changes."""

import unicodedata

import pytest
from django.core.management.base import CommandError

from portal.plan.models import LoadedRecord, Source, Task
from portal.plan.plan_file.reader import BrokenPlanFile, Problem, read_plan
from tests.plan.plan_files import SMALL_PLAN, line_of, load

# what is replaced, by what, the text that stands on the line to be named, the reason
BROKEN = {
    "missing key": ("    title_en: Grow start-ups\n", "", "- number: 1", "the key 'title_en' is missing"),
    "missing section": ("parties:\n", "partys:\n", "sources:", "the key 'parties' is missing"),
    "unknown key": ("title_en: Grow", "titel_en: Grow", "titel_en", "unknown key 'titel_en' (did you mean 'title_en'?)"),
    "key twice": ("is_confirmed: true", "number: 5", "number: 5", "the key 'number' appears twice (first on line 11)"),
    "facts twice": (
        "    budget_krw",
        "    facts: []\n    budget_krw",
        "facts: []",
        "the key 'facts' appears twice (first on line 18)",
    ),
    "unknown strategy": (
        "strategy: jobs",
        "strategy: job",
        "strategy: job",
        "strategy: there is no strategy 'job' (did you mean 'jobs'?)",
    ),
    "unknown source": (
        "budget_source: daily",
        "budget_source: weekly",
        "budget_source",
        "budget_source: there is no source 'weekly'",
    ),
    "number twice": ("number: 2", "number: 1 ", "number: 1 ", "task number '1' appears twice (first on line 11)"),
    "slug twice": (
        "slug: workforce",
        "slug: startups ",
        "slug: startups ",
        "task slug 'startups' appears twice (first on line 12)",
    ),
    "number too large": ("number: 2", "number: 17", "number: 17", "number: must be 16 at most"),
    "number of nothing": ("number: 2", "number: 0", "number: 0", "number: must be 1 or more"),
    "number as text": ("number: 2", "number: two", "number: two", "number: expected a whole number"),
    "number in octal": (
        "value: 36000",
        "value: 0777",
        "value: 0777",
        "value: expected a whole number written in digits, without a leading zero",
    ),
    "text as number": (
        "text_ko: 타운 5곳",
        "text_ko: 5",
        "text_ko: 5",
        "text_ko: expected text (in quotes if it looks like a number)",
    ),
    "empty text": ("text_ko: 타운 5곳", 'text_ko: " "', "text_ko: ", "text_ko: expected text, found none"),
    "text too long": (
        "title_en: Plan",
        f"title_en: {'P' * 201}",
        "title_en: PP",
        "title_en: is 201 characters long, at most 200 are allowed",
    ),
    "line break in a text": (
        "title_en: Plan",
        'title_en: "Pl\\nan"',
        'title_en: "Pl',
        "title_en: control characters and line breaks are not allowed",
    ),
    "negative amount": ("budget_krw: 250_000_000_000", "budget_krw: -5", "budget_krw", "budget_krw: must not be negative"),
    "amount too large": ("value: 36000", "value: 9223372036854775808", "value: 9", "value: must be 9223372036854775807 at most"),
    "amount beyond all": ("value: 36000", f"value: 1{'0' * 5000}", "value: 1", "value: must be 9223372036854775807 at most"),
    "flag as text": ("is_confirmed: true", "is_confirmed: maybe", "maybe", "is_confirmed: expected true or false"),
    "no such day": (
        "announced_on: 2018-09-20",
        "announced_on: 2018-02-30",
        "2018-02-30",
        "announced_on: expected a day that exists, such as 2018-09-20",
    ),
    "unknown unit": ("unit: count", "unit: euro", "unit: euro", "unit: expected one of won, count, year"),
    "bad slug": (
        "slug: workforce",
        "slug: Work Force",
        "Work Force",
        "slug: expected small letters, digits and single hyphens, 60 at most",
    ),
    "dangerous address": (
        '"https://example.org/article"',
        '"javascript:alert(1)"',
        "javascript",
        "url: expected an address that begins with http:// or https://",
    ),
    "budget without source": ("    budget_source: daily\n", "", "budget_krw", "a budget needs budget_source"),
    "source without budget": ("    budget_krw: 250_000_000_000\n", "", "budget_source", "budget_source without budget_krw"),
    "end before start": (
        "budget_source: daily",
        "budget_source: daily\n    starts_on: 2020-01-01\n    ends_on: 2019-01-01",
        "ends_on",
        "ends_on lies before starts_on",
    ),
    "inferred day": (
        "published: 2018-09-20",
        "published: 2018-09-20\n    is_date_inferred: true",
        "is_date_inferred",
        "a date that is inferred cannot name a day",
    ),
}


@pytest.mark.parametrize(("old", "new", "where", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_wrong_value_is_named_with_its_line(old, new, where, reason):
    plan = SMALL_PLAN.replace(old, new, 1)

    with pytest.raises(BrokenPlanFile) as refusal:
        read_plan(plan.encode())

    assert Problem(line_of(where, plan), reason) in refusal.value.problems


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", 1, "the file is empty"),
        (b"# nothing\n", 1, "the file is empty"),
        (b"sources:\n  - [", 2, "not valid YAML: expected the node content, but found '<stream end>'"),
        (b"sources: []\n\ttasks: []", 2, "not valid YAML: found character '\\t' that cannot start any token"),
        (b"sources: []\n---\ntasks: []", 2, "not valid YAML: but found another document"),
        (b"a: *b", 1, "not valid YAML: found undefined alias 'b'"),
        (b"sources: []\n# \xff", 2, "the text is not UTF-8"),
        (b"sources: []\n# \x00", 2, "a character that YAML does not allow"),
        (b"[" * 5000, 1, "not valid YAML: nested too deeply"),
        (b"# " + b"x" * 1_000_000, 1, "the file has more than 1,000,000 bytes"),
        (b"just text", 1, "expected keys and values (sources, strategies, tasks, plan, figures, parties, citizen_measures)"),
    ],
    ids=["empty", "comment", "open list", "tab", "two documents", "alias", "latin-1", "NUL", "deep", "large", "scalar"],
)
def test_what_is_no_plan_at_all_is_named_with_its_line(content, line, reason):
    with pytest.raises(BrokenPlanFile) as refusal:
        read_plan(content)

    assert refusal.value.problems == [Problem(line, reason)]


def test_every_problem_is_named_at_once_in_the_order_of_lines():
    plan = SMALL_PLAN.replace("number: 2", "number: 99").replace("position: 1", "position: first")

    with pytest.raises(BrokenPlanFile) as refusal:
        read_plan(plan.encode())

    assert [problem.line for problem in refusal.value.problems] == [line_of("position: first", plan), line_of("number: 99", plan)]


@pytest.mark.django_db
def test_a_broken_file_changes_nothing_and_the_command_names_file_line_and_reason(tmp_path):
    load(tmp_path)
    before = list(Task.objects.order_by("pk").values()), list(Source.objects.values()), list(LoadedRecord.objects.values())
    plan = SMALL_PLAN.replace("Grow start-ups", "Raise start-ups").replace("value: 36000", "value: -1")

    with pytest.raises(CommandError) as refusal:
        load(tmp_path, plan)

    assert str(refusal.value).splitlines() == [
        f"{tmp_path / 'plan.yaml'}:{line_of('value: -1', plan)}: value: must not be negative",
        "Nothing was changed.",
    ]
    assert (
        list(Task.objects.order_by("pk").values()),
        list(Source.objects.values()),
        list(LoadedRecord.objects.values()),
    ) == before


def test_text_is_kept_in_one_form_of_hangul():
    decomposed = unicodedata.normalize("NFD", SMALL_PLAN)

    titles = [entry.values["title_ko"] for entry in read_plan(decomposed.encode()) if entry.kind == "task"]

    assert titles == ["스타트업 육성", "인력양성"]
