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
    Rule.ABUSE: _("It insults, threatens or looks down on people instead of discussing the matter."),
    Rule.SPAM: _("It advertises something, or the same text is posted again and again."),
    Rule.ELECTION_LAW: _("It campaigns for or against a candidate or a party on a page of the city."),
    Rule.OFF_TOPIC: _("It has nothing to do with this task."),
}

WHY_HIDDEN: dict[str, Promise] = {
    Rule.PERSONAL_DATA: _(
        "The comment contains personal data such as a phone number, an address or an account. So that nobody is harmed, we "
        "hid it (Information and Communications Network Act, article 44, paragraph 1). Please post it again without that data."
    ),
    Rule.DEFAMATION: _(
        "The comment states something as a fact that has not been confirmed and may harm the reputation of a person or "
        "an organisation (Information and Communications Network Act, article 44, paragraph 1). Criticism of the policy "
        "itself is always welcome."
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

WHY_UPHELD: dict[str, Promise] = {
    "rule": _(
        "Somebody who had not decided before read the comment, its thread and your appeal. The rule was broken, so the "
        "comment stays hidden. You may post the same opinion again in words that keep to the rule."
    ),
    "measure": _(
        "We understand what you meant to say. All the same, what was decided was needed to protect others and went no further "
        "than the rule demands."
    ),
    "nothing_new": _("Your appeal names nothing that would put the decision in doubt. So it stays as it is."),
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
    "All comments of this account were hidden together, since the rule was broken several times. "
    "The author may appeal against it for each comment."
)

WHY_SUSPENDED: dict[str, Promise] = {
    Rule.PERSONAL_DATA: _("You posted other people's personal data several times, although comments had been hidden for it."),
    Rule.DEFAMATION: _(
        "You repeated claims that have not been confirmed and harm somebody's reputation, although comments had been hidden "
        "for it."
    ),
    Rule.ABUSE: _("You insulted or threatened other people several times, although comments had been hidden for it."),
    Rule.SPAM: _("You posted advertisements or the same text again and again, although comments had been hidden for it."),
    Rule.ELECTION_LAW: _(
        "You campaigned for or against a candidate or a party several times, although comments had been hidden for it."
    ),
    Rule.OFF_TOPIC: _(
        "You filled discussions with texts that have nothing to do with them, although comments had been hidden for it."
    ),
}

WHY_LIFTED: dict[str, Promise] = {
    "mistake": _("We looked at it again: the suspension was a mistake. We are sorry."),
    "too_long": _("We looked at it again: a suspension of this length was not needed."),
    "promised": _("You have said that you will keep to the rules from now on. We look forward to what you have to say."),
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
        "We looked at what was said on both sides and see no right that the comment infringes. It is visible again."
    ),
    "objection": _("The author's objection explains why the comment was permissible. It is visible again."),
    "cause_gone": _("What the block was about has been settled meanwhile. The comment is visible again."),
}

WHY_PUBLISHED: dict[str, Promise] = {
    "no_rule": _("We looked at the comment and found nothing that speaks against it. Thank you for your patience."),
    "no_personal_data": _("What looked like personal data is none, so the comment can be shown as it is."),
    "public_number": _("The number or address in the comment is a public one, so the comment can be shown as it is."),
    "useful_link": _("The link in the comment belongs to the matter, so the comment can be shown as it is."),
}
