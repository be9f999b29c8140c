"""The sentences that citizens meet at the most delicate moment, written once for everybody.

Six rules, each with what it means to somebody who reports and what the author reads when it was broken; and the usual
reasons for leaving a comment where it is or bringing it back. Moderators choose one or write their own.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.discussion.rules import Rule

WHAT_IT_MEANS: dict[str, Promise] = {
    Rule.PERSONAL_DATA: _("It shows somebody's phone number, address, account or other private data."),
    Rule.DEFAMATION: _("It claims something about a person or an organisation that is untrue or cannot be confirmed."),
    Rule.ABUSE: _("It insults, threatens or looks down on people instead of discussing the matter."),
    Rule.SPAM: _("It advertises something, or the same text is posted again and again."),
    Rule.ELECTION_LAW: _("It campaigns for or against a candidate or a party on a page of the city."),
    Rule.OFF_TOPIC: _("It has nothing to do with this task."),
}

WHY_HIDDEN: dict[str, Promise] = {
    Rule.PERSONAL_DATA: _(
        "The comment contains personal data such as a phone number, an address or an account. We hid it so that nobody "
        "is harmed. Please post it again without that data."
    ),
    Rule.DEFAMATION: _(
        "The comment states something as a fact that has not been confirmed and may harm the reputation of a person or "
        "an organisation. Criticism of the policy itself is always welcome."
    ),
    Rule.ABUSE: _(
        "The comment contains words that insult or threaten somebody. You may post the same opinion again without them."
    ),
    Rule.SPAM: _("The comment is an advertisement, or the same text was posted in several places."),
    Rule.ELECTION_LAW: _(
        "The comment supports or opposes a candidate or a party in a way that may break the Public Official Election "
        "Act. Opinions about the policy itself are welcome at any time."
    ),
    Rule.OFF_TOPIC: _("The comment is not about this task. If another task fits better, please post it there."),
}

WHY_KEPT: dict[str, Promise] = {
    "opinion": _("The comment is sharp, but it is an opinion about the policy and breaks no rule of the discussion."),
    "no_rule": _("We looked at the comment with each of the rules in mind and found none that it breaks."),
    "public_fact": _("What the comment says about people is already public and concerns their public duties."),
}

WHY_RESTORED: dict[str, Promise] = {
    "mistake": _("We looked at the comment again and found that it breaks no rule. We are sorry that it was hidden."),
    "too_strict": _("The rule was applied too strictly here. The comment is within the limits of a frank discussion."),
    "new_facts": _("New information shows that the reason for hiding the comment does not hold."),
}
