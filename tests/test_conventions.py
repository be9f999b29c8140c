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

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(path for path in (ROOT / "portal").rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LONGEST_FUNCTION, LONGEST_FILE = 40, 300
LONGEST_TEMPLATE_LINE = 140
TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}")
# A page's description goes into an attribute, so no white space may stand around it.
OPENING, CLOSING = re.compile(r"{% (?:if|for|with|block(?! description))\b"), re.compile(r"{% end(?:if|for|with|block)\b")
BETWEEN = re.compile(r"{% (?:elif|else|empty)\b")
BLOCK_ELEMENT = re.compile(
    r"<(?:article|aside|blockquote|d[dlt]|details|div|fieldset|fig\w+|footer|form|h[1-6]|header|legend|li|main|nav|[ou]l|p|section"
    r"|summary|table|t[dhr]|tbody|tfoot|thead)\b"
)


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


def test_no_file_holds_two_subjects():
    assert relative(path for path in SOURCES + TESTS if len(path.read_text().splitlines()) > LONGEST_FILE) == []


def test_public_functions_of_services_say_what_they_are_for():
    services = [path for path in SOURCES if path.name == "services.py" or "services" in path.parts or path.name == "jobs.py"]
    silent = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in services
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
        if "overload" not in {ast.unparse(each) for each in node.decorator_list}  # what follows speaks for all
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


def lines_outside_tags(template: str) -> list[str]:
    """The lines that do not begin between the attributes of an HTML tag."""
    found, inside, quote = [], False, ""
    for line in template.splitlines():
        if not inside:
            found.append(line.strip())
        for sign in TEMPLATE_TAG.sub("", line):
            if not inside:
                inside = sign == "<"
            elif quote or sign in "\"'":
                quote = "" if quote == sign else quote or sign
            elif sign == ">":
                inside = False
    return found


def stands_alone(line: str) -> bool:
    """Whether a template block tag that begins a line is alone on it, or the line ends what it opens."""
    begins = OPENING.match(line) or BETWEEN.match(line) or CLOSING.match(line)
    if not begins or TEMPLATE_TAG.match(line).end() == len(line):
        return True
    return bool(OPENING.match(line)) and len(OPENING.findall(line)) == len(CLOSING.findall(line))


def test_templates_have_one_tag_a_line_and_short_lines():
    lines = [(path.name, line) for path in TEMPLATES for line in path.read_text().splitlines()]
    parts = [(path.name, line) for path in TEMPLATES for line in lines_outside_tags(path.read_text())]

    assert [line for line in lines if len(line[1]) > LONGEST_TEMPLATE_LINE] == []
    assert [line for line in lines if len(BLOCK_ELEMENT.findall(line[1])) > 1] == []
    assert [part for part in parts if not stands_alone(part[1])] == []


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
        if p.name not in {"settings.py", "world.py"} and re.search(r"daejeon|대전", p.read_text(), re.IGNORECASE)
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
