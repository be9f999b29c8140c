"""The sentences that citizens meet at the most delicate moment, written once for everybody.

The rules, each with what it means to somebody who reports and what the author reads when it was broken; and the usual
reasons for leaving a comment where it is, bringing it back or letting it appear. Moderators choose one or write their own.

Laws are named where they stand behind a rule: 정보통신망법 제44조제1항 (nobody spreads what violates privacy, defames or
otherwise infringes the rights of others) and 공직선거법. Which article of the latter may be touched is for others to judge.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.discussion.rules import Rule

WHAT_IT_MEANS: dict[str, Promise] = {
    Rule.PERSONAL_DATA: _("It shows somebody's phone number, address, account or other private data."),
    Rule.DEFAMATION: _("It claims something about a person or an organisation that is untrue or cannot be confirmed."),
    Rule.ABUSE: _("It insults, threatens or belittles people instead of discussing the matter."),
    Rule.SPAM: _("It advertises something, or the same text is posted repeatedly."),
    Rule.ELECTION_LAW: _("It campaigns for or against a candidate or a party on a page of the city."),
    Rule.OFF_TOPIC: _("It has nothing to do with this task."),
}

WHY_HIDDEN: dict[str, Promise] = {
    Rule.PERSONAL_DATA: _(
        "The comment contains personal data such as a phone number, an address or an account. So that nobody is harmed, we "
        "hid it (Information and Communications Network Act, article 44, paragraph 1)."
    ),
    Rule.DEFAMATION: _(
        "The comment states something as a fact that has not been confirmed and may harm the reputation of a person or "
        "an organisation (Information and Communications Network Act, article 44, paragraph 1). Criticism of the policy "
        "itself is always welcome."
    ),
    Rule.ABUSE: _("The comment contains words that insult or threaten somebody."),
    Rule.SPAM: _("The comment is an advertisement, or the same text was posted in several places."),
    Rule.ELECTION_LAW: _(
        "The comment supports or opposes a candidate or a party in a way that may break the Public Official Election "
        "Act. Opinions about the policy itself are welcome at any time."
    ),
    Rule.OFF_TOPIC: _("The comment is not about this task."),
}

WHY_KEPT: dict[str, Promise] = {
    "opinion": _("The comment is sharp, but it is an opinion about the policy and breaks no rule of the discussion."),
    "no_rule": _("We checked the comment against each of the rules and found none that it breaks."),
    "public_fact": _("What the comment says about people is already public and concerns their public duties."),
}

WHY_RESTORED: dict[str, Promise] = {
    "mistake": _("We reviewed the comment again and found that it breaks no rule. We are sorry that it was hidden."),
    "too_strict": _("The rule was applied too strictly here. The comment is within the limits of a frank discussion."),
    "new_facts": _("New information shows that the reason for hiding the comment does not hold."),
}

WHY_UPHELD: dict[str, Promise] = {
    "rule": _(
        "A different moderator read the comment, its thread and your appeal. The rule was broken, so the comment stays "
        "hidden. You may make the same point again in words that follow the rule."
    ),
    "measure": _(
        "We understand what you meant to say. All the same, the decision was needed to protect others and went no further "
        "than the rule demands."
    ),
    "nothing_new": _("Your appeal gives no reason to doubt the decision, so it stays as it is."),
}

# What is said of a comment does not fit a person.
WHY_SUSPENSION_UPHELD: dict[str, Promise] = {
    **WHY_UPHELD,
    "rule": _("We looked again at what led to the suspension and at your appeal. A rule was broken, so the suspension stays."),
}

WHY_REVERSED: dict[str, Promise] = {
    "mistake": _(
        "We looked at everything again and found that no rule was broken. The decision was a mistake, and we are sorry."
    ),
    "too_strict": _("The rule was applied too strictly. What you wrote is within the limits of a frank discussion."),
    "context": _("Read together with the comments around it, what you wrote breaks no rule. Thank you for explaining it."),
}

# Read by everybody below each comment of the person.
WHY_ALL_HIDDEN = _(
    "All comments of this account were hidden together with its suspension. The author may appeal against it for each comment."
)

WHY_SUSPENDED: dict[str, Promise] = {
    Rule.PERSONAL_DATA: _("You posted other people's personal data."),
    Rule.DEFAMATION: _("You made claims that have not been confirmed and harm somebody's reputation."),
    Rule.ABUSE: _("You insulted or threatened other people."),
    Rule.SPAM: _("You posted advertisements or the same text again and again."),
    Rule.ELECTION_LAW: _("You campaigned for or against a candidate or a party."),
    Rule.OFF_TOPIC: _("You filled discussions with texts that have nothing to do with them."),
}

# Added only where a comment of the person was hidden under the same rule before.
SUSPENDED_AGAIN = _("This happened although a comment of yours had been hidden for the same reason before.")

WHY_LIFTED: dict[str, Promise] = {
    "mistake": _("We looked at it again: the suspension was a mistake. We are sorry."),
    "too_long": _("We looked at it again: a suspension of this length was not needed."),
    "promised": _("You have promised to keep to the rules from now on. We look forward to what you have to say."),
}

# Temporary takedowns: both sides read the reason, so it takes no side before it must.
WHY_BLOCKED: dict[str, Promise] = {
    "unclear": _(
        "Whether the comment infringes somebody's rights cannot be decided at once. Until it is clear it is blocked for a "
        "limited time, as the law provides. This is no judgement about its author."
    ),
    "privacy": _(
        "The request makes it plausible that the comment touches somebody's private life or personal data. It is blocked for a "
        "limited time, so that nobody is harmed before this is clear."
    ),
    "reputation": _(
        "The request makes it plausible that the comment states something disputed that harms somebody's reputation. It is "
        "blocked for a limited time until this is clear. Criticism of the policy itself stays welcome."
    ),
}

WHY_NOT_BLOCKED: dict[str, Promise] = {
    "not_shown_how": _(
        "The request does not show whose right is infringed, or how. You may ask again and explain it more precisely; evidence "
        "helps."
    ),
    "public_matter": _(
        "The comment is about how a public office is carried out. Such criticism has to be possible, and the request does not "
        "show that the comment goes beyond it."
    ),
    "opinion": _("The comment gives an opinion and states no fact about you that could be untrue. Opinions may be sharp."),
    "not_shown": _("The comment is not shown at the moment anyway. Should it be shown again, you may ask again."),
}

WHY_UNBLOCKED: dict[str, Promise] = {
    "no_infringement": _(
        "We reviewed what was said on both sides and see no right that the comment infringes. It is visible again."
    ),
    "objection": _("The author's objection explains why the comment was permissible. It is visible again."),
    "cause_gone": _("The cause of the block has been settled in the meantime. The comment is visible again."),
}

WHY_PUBLISHED: dict[str, Promise] = {
    "no_rule": _("We reviewed the comment and found nothing against it. Thank you for your patience."),
    "no_personal_data": _("What looked like personal data is not, so the comment can be shown as it is."),
    "public_number": _("The number or address in the comment is a public one, so the comment can be shown as it is."),
    "useful_link": _("The link in the comment is relevant, so the comment can be shown as it is."),
}
