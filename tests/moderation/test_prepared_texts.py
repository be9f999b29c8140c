"""Each rule says in every sentence prepared for it what it means, so that no page lacks one when a rule is added."""

from portal.discussion.rules import Rule
from portal.moderation import prepared_texts


def test_every_rule_has_each_of_its_texts():
    texts = {
        name: set(value) for name, value in vars(prepared_texts).items() if isinstance(value, dict) and set(value) & set(Rule)
    }

    assert texts
    assert all(rules == set(Rule) for rules in texts.values()), texts
