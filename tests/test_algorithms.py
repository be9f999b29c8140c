"""The register of rules: everything that orders, suggests, holds back, groups or limits has a record, made from the code."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from portal.core.algorithms import Algorithm, Kind, all_algorithms, find
from portal.discussion.gate import DiscussionGate
from portal.discussion.models import PendingReason, State
from portal.discussion.threads.placeholders import RULES
from tests import rules_in_code

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LINK = re.compile(r"components/_why\.html\"\s+with\s+[^%]*?\brule=\"([^\"]+)\"")

# Orders that are no rules of what citizens see, each with the reason.
NO_RULES = dict(line.split(" ", 1) for line in (ROOT / "tests" / "no_rules.txt").read_text().splitlines())
# What a person decided, who says why: the author, or a moderator under a rule of the house.
BY_SOMEBODY = {State.PUBLISHED, State.HIDDEN, State.WITHDRAWN}

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


def test_every_order_has_a_record():
    recorded = rules_in_code.recorded()
    bare = {function for function in rules_in_code.orders() if not rules_in_code.is_recorded(function, recorded)}

    assert bare - set(NO_RULES) == set(), (
        "These functions order, rank or draw. Add them to the `code` of a record in an algorithms.py of their package, so that "
        "/algorithms/ tells of it; if no citizen ever sees it, add a line with the reason to tests/no_rules.txt."
    )
    assert set(NO_RULES) - bare == set(), "no longer in the code, or recorded by now: take the line out of tests/no_rules.txt"


def test_every_order_on_offer_has_a_record():
    offered = {f"{module}:{choice}" for module, choices in rules_in_code.sort_choices().items() for choice in choices}

    assert len(offered) > 10
    assert offered - _covered() == set()


def test_every_limit_has_a_record():
    told = {key for rule in all_algorithms() for key in rule.limits}

    assert rules_in_code.counters() == told


def test_every_reason_to_wait_and_every_block_has_a_record():
    reasons = {f"pending:{each}" for each in PendingReason.values} | {f"gate:{each.value}" for each in DiscussionGate}
    states = {f"state:{each.value}" for each in State if each not in BY_SOMEBODY}

    assert (reasons | states) - _covered() == set()


def test_a_new_order_would_be_found(tmp_path, monkeypatch):
    (tmp_path / "portal").mkdir()
    source = tmp_path / "portal" / "new.py"
    source.write_text(
        "class Things:\n    def by_fame(self): return self.order_by('-fame', 'pk')\n"
        "    def plain(self): return self.order_by('pk')\n"
        "def best(found): return sorted(found, key=len)\ndef drawn(found): return random.choice(found)\n"
        "def spent(user): spend(key=f'fame:{user.pk}', limit=1, per=DAY)\n"
    )
    monkeypatch.setattr(rules_in_code, "ROOT", tmp_path)
    monkeypatch.setattr(rules_in_code, "SOURCES", [source])

    assert rules_in_code.orders() == {"portal.new.Things.by_fame", "portal.new.best", "portal.new.drawn"}
    assert rules_in_code.counters() == {"fame"}


def doubled():
    def rule(votes: int) -> int:
        """Words."""
        return votes * 2

    return rule


def doubled_in_other_words():
    def rule(votes: int) -> int:
        """Other words."""
        # and a comment
        return votes * 2

    return rule


def tripled():
    def rule(votes: int) -> int:
        return votes * 3

    return rule


def test_a_change_of_the_formula_would_be_found():
    rule = doubled()

    assert _digest(rule) == _digest(doubled_in_other_words())
    assert _digest(rule) != _digest(tripled())
    assert _digest(rule, 5) != _digest(rule, 6)
    assert _digest(rule, {"b", "a", "c"}) == _digest(rule, {"c", "b", "a"})


def _digest(function, *constants: object) -> str:
    return replace(all_algorithms()[0], code=(function, *constants)).digest


def _covered() -> set[str]:
    return {choice for rule in all_algorithms() for choice in rule.covers}


# Where no page has a place for the link: the mail itself is what the rule makes, or only its owner sees what it orders.
WITHOUT_A_LINK = {"mail-order", "forum-reminders", "own-lists", "progress-order", "nickname-suggestion"}
# Told in one place with the rule beside it.
BESIDE_ANOTHER = {"comments-agreement", "comments-divisive", "thread-order", "answer-deadline", "freshness", "search-corrections"}


def test_what_orders_suggests_holds_back_or_counts_is_linked_where_it_is_seen():
    texts = [path.read_text() for folder in ("templates", "portal") for path in (ROOT / folder).rglob("*.*") if _is_source(path)]
    linked = {key for text in texts for key in LINK.findall(text)} | set(RULES.values())
    linked |= {key for text in texts for key in re.findall(r"address_of\(\"([a-z-]+)\"\)", text)}

    seen = {rule.key for rule in all_algorithms() if rule.kind != Kind.LIMIT}
    assert seen - linked == WITHOUT_A_LINK | BESIDE_ANOTHER


def _is_source(path: Path) -> bool:
    return path.suffix in {".html", ".py"}


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
