"""docs/accessibility.md has the 33 requirements of KWCAG 2.2, each with how it is met and by what that is shown."""

import re

from django.conf import settings

from tests.test_asvs import functions

PAGE = (settings.BASE_DIR / "docs" / "accessibility.md").read_text()
ROWS = [[cell.strip() for cell in line.strip("|\n ").split(" | ")] for line in PAGE.splitlines() if re.match(r"\| \d\.\d", line)]
REQUIREMENTS = {"5": 9, "6": 15, "7": 7, "8": 2}


def test_every_requirement_of_the_guideline_has_its_row():
    numbers = [row[0] for row in ROWS]

    assert numbers == sorted(set(numbers))
    assert {principle: sum(number[0] == principle for number in numbers) for principle in REQUIREMENTS} == REQUIREMENTS
    assert [row[0] for row in ROWS if len(row) != 4 or not all(row)] == []


def test_every_test_that_is_named_is_there():
    named = set(re.findall(r"`(tests/[\w/.]+::\w+)`", PAGE))
    there = {f"{file}::{name}" for file in {name.partition("::")[0] for name in named} for name in functions(file)}

    assert named - there == set()


def test_the_about_page_leads_to_the_table(client, db, settings):
    settings.SOURCE_CODE_URL = "https://git.city.example/madang"

    assert "https://git.city.example/madang/blob/main/docs/accessibility.md" in client.get("/about/").content.decode()
