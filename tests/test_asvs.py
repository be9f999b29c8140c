"""docs/asvs.md says of each requirement of OWASP ASVS 5.0, level 2, where it is met and by which test; no word points nowhere."""

import ast
import re

from django.conf import settings

ROOT = settings.BASE_DIR
PAGE = (ROOT / "docs" / "asvs.md").read_text()
ROWS = [[cell.strip() for cell in line.strip("|\n ").split(" | ")] for line in PAGE.splitlines() if re.match(r"\| V\d", line)]
# The requirements of levels 1 and 2 that apply; the head of the page says why the others do not.
APPLY = (ROOT / "tests" / "asvs_level_2.txt").read_text().split()
UNTESTED = {"by reading", "by operator"}


def test_every_requirement_that_applies_stands_there_once():
    assert [row[0] for row in ROWS] == APPLY
    assert len(set(APPLY)) == 195


def test_no_cell_is_empty():
    assert [row[0] for row in ROWS if len(row) != 4 or not all(row)] == []


def test_every_test_that_is_named_is_there():
    named = {test for row in ROWS for test in re.findall(r"`(tests/[^`]+)`", row[3])}
    files = {name.partition("::")[0] for name in named}
    there = {f"{file}::{name}" for file in files for name in functions(file)}

    assert sorted(named - there) == []
    assert [row[0] for row in ROWS if "`tests/" not in row[3] and row[3] not in UNTESTED] == []


def functions(file: str) -> list[str]:
    path = ROOT / file
    tree = ast.parse(path.read_text()) if path.exists() else ast.Module([], [])
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]


def test_every_section_that_is_named_is_there():
    """`docs/security.md 4` and `docs/operations.md 13` are headings that begin with those numbers."""
    named = {
        (file, number)
        for file, numbers in re.findall(r"docs/(\w+\.md) (\d+(?: and \d+)*)", PAGE)
        for number in numbers.split(" and ")
    }
    headings = {
        (file, number)
        for file in {file for file, _number in named}
        for number in re.findall(r"^## (\d+)\.", (ROOT / "docs" / file).read_text(), flags=re.MULTILINE)
    }

    assert sorted(named - headings) == []
    assert {file for file, _number in named} >= {"security.md", "operations.md"}


def test_every_file_that_is_named_is_there():
    files = {name for row in ROWS for name in re.findall(r"`((?:core|accounts|discussion)/[\w/]+\.py)`", row[2])}

    assert [name for name in sorted(files) if not (ROOT / "portal" / name).exists()] == []


def test_what_is_not_met_says_so_in_the_same_words():
    """Whoever looks for gaps searches for "Not met"."""
    assert [row[0] for row in ROWS if re.search(r"(?i)not (yet )?met", row[2]) and "Not met" not in row[2]] == []
