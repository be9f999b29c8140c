"""The register of rules: everything that orders, suggests, holds back, groups or limits has a record, made from the code."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from portal.core.algorithms import Algorithm, all_algorithms, find

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LINK = re.compile(r"components/_why\.html\"\s+with\s+[^%]*?\brule=\"([^\"]+)\"")

every_rule = pytest.mark.parametrize("rule", all_algorithms(), ids=lambda rule: rule.key)


@every_rule
def test_a_change_of_the_formula_needs_a_new_version(rule: Algorithm):
    assert rule.version.digest == rule.digest, (
        f"The code of the rule “{rule.key}” was changed: {', '.join(rule.functions)}. If it now gives another result, put "
        f'Version({rule.version.number + 1}, date(…today…), "{rule.digest}") behind its versions and mend its words in both '
        f'languages. If it gives the same result as before, put the digest "{rule.digest}" in place of the last one.'
    )


@every_rule
def test_versions_count_up_and_say_since_when(rule):
    numbers, days = [each.number for each in rule.versions], [each.since for each in rule.versions]

    assert numbers == list(range(1, len(numbers) + 1))
    assert days == sorted(days)


@every_rule
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_rule_says_everything_in_both_languages(rule, language):
    with translation.override(language):
        words = [str(each) for each in (rule.name, rule.purpose, rule.inputs, rule.off, rule.question, *rule.formula())]
        words += [str(place.words) for place in rule.places]

    assert len(words) >= 7
    assert all(bool(re.search("[가-힣]", each)) == (language == "ko") for each in words), words
    assert not [each for each in words if "%" in re.sub(r"\d+ ?%", "", each)]


def test_every_link_beside_something_leads_to_a_rule():
    linked = {(path.name, key) for path in TEMPLATES for key in LINK.findall(path.read_text())}

    assert [(name, key) for name, key in sorted(linked) if find(key) is None] == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_lists_every_rule(client, language):
    with translation.override(language):
        html = client.get(reverse("pages:algorithms")).content.decode()

    anchors = re.findall(r'<section class="algorithm" id="([^"]+)"', html)
    assert sorted(anchors) == sorted(rule.key for rule in all_algorithms())


@pytest.mark.django_db
def test_the_page_tells_the_numbers_in_use(client, settings):
    settings.ANSWER_THRESHOLD = 7

    html = client.get("/en/algorithms/").content.decode()

    assert "Agreements needed: 7." in html
