"""What a machine can hold of the project's conventions."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.notifications.kinds import all_kinds
from tests.conftest import empties_tables

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(path for path in (ROOT / "portal").rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LONGEST_FUNCTION, LONGEST_VIEW, LONGEST_FILE = 40, 25, 300


def relative(paths) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: ast.FunctionDef) -> int:
    """Lines of a function without its docstring."""
    docstring = ast.get_docstring(function, clean=False)
    return function.end_lineno - function.lineno + 1 - (len(docstring.splitlines()) if docstring else 0)


def test_no_function_is_longer_than_one_look():
    long = [
        f"{path.relative_to(ROOT)}:{f.name} {length(f)}"
        for path in SOURCES
        for f in functions(path)
        if length(f) > LONGEST_FUNCTION
    ]

    assert long == []


def test_no_view_is_longer_than_25_lines():
    views = [path for path in SOURCES if path.name == "views.py" or "views" in path.parts]
    long = [
        f"{path.relative_to(ROOT)}:{f.name} {length(f)}" for path in views for f in functions(path) if length(f) > LONGEST_VIEW
    ]

    assert long == []


def test_no_file_holds_two_subjects():
    assert relative(path for path in SOURCES + TESTS if len(path.read_text().splitlines()) > LONGEST_FILE) == []


def test_public_functions_of_services_say_what_they_are_for():
    services = [path for path in SOURCES if path.name == "services.py" or "services" in path.parts or path.name == "jobs.py"]
    silent = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in services
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]

    assert silent == []


def test_no_model_orders_itself_or_saves_with_logic():
    offenders = [
        f"{path.relative_to(ROOT)}"
        for path in SOURCES
        if "models" in path.as_posix()
        and re.search(r"^\s+(ordering = |def save\()|GenericForeignKey", path.read_text(), re.MULTILINE)
    ]

    assert offenders == []


def test_templates_hold_no_inline_style_or_script():
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=\"|\son[a-z]+=\"|hx-on|javascript:", re.IGNORECASE)
    offenders = [path for path in TEMPLATES if inline.search(path.read_text())]

    assert relative(offenders) == []


def test_templates_load_nothing_from_outside():
    outside = re.compile(r"<(?:script|img|link|iframe|source|video)\b[^>]*(?:src|href)=\"(?:https?:)?//", re.IGNORECASE)

    assert relative(path for path in TEMPLATES if outside.search(path.read_text())) == []


def test_every_blocktranslate_is_trimmed():
    loose = re.compile(r"{%\s*blocktranslate(?![^%]*\btrimmed\b)")

    assert relative(path for path in TEMPLATES if loose.search(path.read_text())) == []


def test_every_post_form_carries_its_token():
    offenders = []
    for path in TEMPLATES:
        forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text(), re.DOTALL | re.IGNORECASE)
        offenders += [path for form in forms if "csrf_token" not in form]

    assert relative(offenders) == []


def test_both_catalogues_are_complete_and_current():
    try:
        call_command("sync_messages", check=True, verbosity=0)
    except CommandError as error:
        pytest.fail(str(error))


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.name)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_mail_exists_in_both_languages(kind, language):
    path = ROOT / "templates" / "emails" / f"{kind.name}.{language}.txt"

    assert path.read_text().startswith("Subject: ")


def test_every_mail_template_belongs_to_a_kind():
    names = {path.name.partition(".")[0] for path in (ROOT / "templates" / "emails").glob("*.txt")}

    assert names == {kind.name for kind in all_kinds()}


def test_migrations_say_what_they_do():
    nameless = re.compile(r"\d{4}_(?:auto_|alter_|remove_|add_.*_and_more|.*_and_more)")
    migrations = (ROOT / "portal").glob("*/migrations/0*.py")

    assert relative(path for path in migrations if nameless.match(path.name)) == []


@pytest.mark.django_db
def test_the_models_and_the_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_setting_is_documented():
    source = (ROOT / "portal" / "settings.py").read_text()
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", source)) - {"READ_ENV_FILE"}
    example = set(re.findall(r"^# ?([A-Z_]+)=|^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    documented = {first or second for first, second in example}
    readme = (ROOT / "README.md").read_text()

    assert read == documented
    assert {name for name in read if f"`{name}`" not in readme} == set()


def test_the_code_is_clean():
    for arguments in (["check", "."], ["format", "--check", "--quiet", "."]):
        result = subprocess.run([sys.executable, "-m", "ruff", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout[-3000:]


def test_no_code_names_the_city():
    """The city is data and settings, so that any city can use the portal."""
    offenders = [
        p
        for p in SOURCES
        if p.name not in {"settings.py", "demo_world.py"} and re.search(r"daejeon|대전", p.read_text(), re.IGNORECASE)
    ]

    assert relative(offenders) == []


def test_the_site_speaks_korean_first():
    assert (settings.LANGUAGE_CODE, [code for code, _ in settings.LANGUAGES]) == ("ko", ["ko", "en"])


def test_every_component_has_its_place_among_the_style_sheets():
    folder = ROOT / "static" / "css" / "components"
    joined = (folder / "order.txt").read_text().split()
    linked = [
        path.name for path in folder.glob("*.css") if any(f"components/{path.name}" in page.read_text() for page in TEMPLATES)
    ]

    assert sorted(joined + linked) == sorted(path.name for path in folder.glob("*.css"))


def test_no_test_needs_rows_that_another_one_emptied(request):
    """Roles are written once for the whole run: whoever relies on them runs before the first test that empties the tables."""
    tests = request.session.items
    first = next((place for place, test in enumerate(tests) if empties_tables(test)), len(tests))
    with_rows = [test for test in tests[first:] if "db" in test.fixturenames or test.get_closest_marker("django_db")]

    assert [test.nodeid for test in with_rows if not empties_tables(test)] == []
