"""Who may use each address of the portal, and an example of each."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.core import signing
from django.urls import get_resolver, reverse

from portal.forums import services as forums
from portal.forums.helping_links import helping_token
from portal.forums.place_links import place_token
from portal.forums.services import feeds
from portal.forums.tickets import ticket_token
from portal.moderation.takedown_links import CONFIRM, FOLLOW
from portal.policy.follow_links import unfollow_token
from tests.answers.examples import DESK_OF_ANSWERS, examples_of_answers
from tests.factories import (
    PICTURE,
    make_appeal,
    make_citizen,
    make_comment,
    make_forum,
    make_helper,
    make_milestone,
    make_moderator,
    make_suspension,
    make_takedown,
    make_task,
    make_update,
)
from tests.forums.managing import ORGANISERS_PAGES

PUBLIC, SIGNED_IN, MODERATOR, ADMINISTRATOR = "public", "signed in", "moderator", "administrator"
GET, POST, BOTH = "GET", "POST", "GET and POST"


@dataclass(frozen=True)
class Policy:
    """Who may use an address, how, and with which example of its parts."""

    who: str
    how: str = GET
    arguments: tuple[str, ...] = ()
    is_for_citizens: bool = True
    # False only where what is sent carries its own authority, and comes from no browser.
    needs_csrf_token: bool = True


COMMENT, TASK, FORUM = ("comment",), ("task",), ("forum",)
UPDATE, MILESTONE = ("reported_task", "update"), ("reported_task", "milestone")
POLICIES = {
    "healthz": Policy(PUBLIC),
    "readyz": Policy(PUBLIC),
    "notifications:mail_list": Policy(PUBLIC),
    "notifications:mail_detail": Policy(PUBLIC, arguments=("mail",)),
    "pages:home": Policy(PUBLIC),
    "pages:about": Policy(PUBLIC),
    "pages:components": Policy(PUBLIC),
    "pages:manifest": Policy(PUBLIC),
    "pages:task": Policy(PUBLIC, arguments=TASK),
    "pages:my_page": Policy(SIGNED_IN),
    "pages:my_record": Policy(SIGNED_IN),
    "policy:task_list": Policy(PUBLIC),
    "policy:budget": Policy(PUBLIC),
    "policy:budget_by_task": Policy(PUBLIC),
    "policy:budget_file": Policy(PUBLIC),
    "policy:import_budget": Policy(SIGNED_IN, BOTH, is_for_citizens=False),
    "policy:milestone_file": Policy(SIGNED_IN, is_for_citizens=False),
    "policy:import_milestones": Policy(SIGNED_IN, BOTH, is_for_citizens=False),
    "policy:update_list": Policy(PUBLIC, arguments=TASK),
    "policy:update_detail": Policy(PUBLIC, arguments=UPDATE),
    "policy:update_file": Policy(PUBLIC, arguments=(*UPDATE, "update_file")),
    "policy:history": Policy(PUBLIC, arguments=TASK),
    "policy:follow": Policy(SIGNED_IN, POST, TASK),
    "policy:unfollow": Policy(SIGNED_IN, POST, TASK),
    # Whoever holds the link of a message stops it, without an account.
    "policy:unfollow_by_mail": Policy(PUBLIC, BOTH, ("unfollowing",)),
    # A mail program posts it (RFC 8058) and has neither cookie nor form: the signed address alone permits it.
    "policy:unfollow_in_one_click": Policy(PUBLIC, BOTH, ("unfollowing",), needs_csrf_token=False),
    # For officers.
    "policy:edit": Policy(SIGNED_IN, arguments=TASK, is_for_citizens=False),
    "policy:edit_status": Policy(SIGNED_IN, BOTH, TASK, is_for_citizens=False),
    "policy:add_milestone": Policy(SIGNED_IN, BOTH, TASK, is_for_citizens=False),
    "policy:edit_milestone": Policy(SIGNED_IN, BOTH, MILESTONE, is_for_citizens=False),
    "policy:remove_milestone": Policy(SIGNED_IN, BOTH, MILESTONE, is_for_citizens=False),
    "policy:add_update": Policy(SIGNED_IN, BOTH, TASK, is_for_citizens=False),
    "policy:edit_update": Policy(SIGNED_IN, BOTH, UPDATE, is_for_citizens=False),
    "policy:preview_update": Policy(SIGNED_IN, arguments=UPDATE, is_for_citizens=False),
    "policy:publish_update": Policy(SIGNED_IN, POST, UPDATE, is_for_citizens=False),
    "policy:discard_update": Policy(SIGNED_IN, POST, UPDATE, is_for_citizens=False),
    "policy:withdraw_update": Policy(SIGNED_IN, BOTH, UPDATE, is_for_citizens=False),
    # Posting while signed out is answered with a page that keeps the text, so the address itself is public.
    "discussion:post": Policy(PUBLIC, POST, TASK),
    "discussion:search": Policy(PUBLIC, arguments=TASK),
    # Whoever may not take part is told what to do first, as when posting.
    "discussion:similar": Policy(PUBLIC, POST, TASK),
    "discussion:permalink": Policy(PUBLIC, arguments=COMMENT),
    "discussion:replies": Policy(PUBLIC, arguments=COMMENT),
    "discussion:reply": Policy(PUBLIC, BOTH, COMMENT),
    "discussion:edit": Policy(PUBLIC, BOTH, COMMENT),
    "discussion:withdraw": Policy(PUBLIC, BOTH, COMMENT),
    "discussion:vote": Policy(PUBLIC, POST, COMMENT),
    "discussion:newer": Policy(PUBLIC, arguments=TASK),
    # To whoever may not read the comment, or if it was never changed, there is no such page.
    "discussion:history": Policy(PUBLIC, arguments=COMMENT),
    "discussion:topic": Policy(SIGNED_IN, BOTH, COMMENT),
    "discussion:reply_officially": Policy(SIGNED_IN, BOTH, COMMENT, is_for_citizens=False),
    "forums:forum_list": Policy(PUBLIC),
    "forums:forum_detail": Policy(PUBLIC, arguments=FORUM),
    "forums:calendar": Policy(PUBLIC, arguments=FORUM),
    "forums:my_forums": Policy(SIGNED_IN),
    "forums:month": Policy(PUBLIC),
    "forums:feed": Policy(PUBLIC),
    # Whoever holds the address reads it: calendar programs do not sign in.
    "forums:personal_feed": Policy(PUBLIC, arguments=("feed",)),
    "forums:my_feed": Policy(SIGNED_IN, BOTH),
    "forums:close_my_feed": Policy(SIGNED_IN, POST),
    "forums:register": Policy(SIGNED_IN, BOTH, FORUM),
    "forums:answers": Policy(SIGNED_IN, BOTH, FORUM),
    "forums:hold": Policy(SIGNED_IN, BOTH, FORUM),
    "forums:extend": Policy(SIGNED_IN, BOTH, FORUM),
    "forums:let_go": Policy(SIGNED_IN, POST, FORUM),
    # Whoever holds the link of a mail acts for its registration, without an account.
    "forums:ticket": Policy(PUBLIC, arguments=("ticket",)),
    "forums:door": Policy(SIGNED_IN, BOTH, FORUM, is_for_citizens=False),
    "forums:walk_in": Policy(SIGNED_IN, BOTH, FORUM, is_for_citizens=False),
    "forums:take_back": Policy(SIGNED_IN, POST, ("forum", "scan"), is_for_citizens=False),
    "forums:door_snapshot": Policy(SIGNED_IN, arguments=FORUM, is_for_citizens=False),
    "forums:door_scans": Policy(SIGNED_IN, POST, FORUM, is_for_citizens=False),
    "forums:worker": Policy(PUBLIC),
    "forums:helper_list": Policy(SIGNED_IN, BOTH, FORUM, is_for_citizens=False),
    "forums:revoke_helper": Policy(SIGNED_IN, BOTH, ("forum", "helper"), is_for_citizens=False),
    "forums:helping": Policy(PUBLIC, BOTH, ("helping",)),
    "forums:desk": Policy(SIGNED_IN, is_for_citizens=False),
    "forums:desk_new": Policy(SIGNED_IN, BOTH, is_for_citizens=False),
    "forums:desk_forum": Policy(SIGNED_IN, arguments=FORUM, is_for_citizens=False),
    "forums:desk_edit": Policy(SIGNED_IN, BOTH, FORUM, is_for_citizens=False),
    "forums:desk_preview": Policy(SIGNED_IN, arguments=FORUM, is_for_citizens=False),
    "forums:desk_publish": Policy(SIGNED_IN, BOTH, FORUM, is_for_citizens=False),
    "forums:desk_call_off": Policy(SIGNED_IN, BOTH, FORUM, is_for_citizens=False),
    "forums:desk_duplicate": Policy(SIGNED_IN, BOTH, FORUM, is_for_citizens=False),
    "forums:desk_discard": Policy(SIGNED_IN, BOTH, FORUM, is_for_citizens=False),
    "forums:desk_parts": Policy(SIGNED_IN, BOTH, ("forum", "kind"), is_for_citizens=False),
    "forums:desk_part": Policy(SIGNED_IN, BOTH, ("forum", "kind", "part"), is_for_citizens=False),
    "forums:desk_remove_part": Policy(SIGNED_IN, BOTH, ("forum", "kind", "part"), is_for_citizens=False),
    "forums:desk_move_part": Policy(SIGNED_IN, POST, ("forum", "kind", "part"), is_for_citizens=False),
    **{name: Policy(SIGNED_IN, *of, is_for_citizens=False) for name, of in ORGANISERS_PAGES.items()},
    "forums:place": Policy(PUBLIC, arguments=("place",)),
    "forums:place_change": Policy(PUBLIC, BOTH, ("place",)),
    "forums:place_new_ticket": Policy(PUBLIC, POST, ("place",)),
    "forums:place_accept": Policy(PUBLIC, POST, ("place",)),
    "forums:place_decline": Policy(PUBLIC, POST, ("place",)),
    "forums:place_cancel": Policy(PUBLIC, POST, ("place",)),
    "forums:cancel": Policy(SIGNED_IN, BOTH, FORUM),
    "answers:request_list": Policy(PUBLIC),
    "answers:rows_file": Policy(PUBLIC),
    "answers:request_detail": Policy(PUBLIC, arguments=("answer",)),
    # For officers.
    **{f"answers:{name}": Policy(SIGNED_IN, how, parts, is_for_citizens=False) for name, how, parts in DESK_OF_ANSWERS},
    "moderation:report": Policy(SIGNED_IN, BOTH, COMMENT),
    "moderation:explanation": Policy(PUBLIC, arguments=COMMENT),
    "moderation:transparency": Policy(PUBLIC),
    "moderation:transparency_file": Policy(PUBLIC),
    "moderation:queue": Policy(MODERATOR),
    "moderation:decision_list": Policy(MODERATOR),
    "moderation:hide": Policy(MODERATOR, BOTH, COMMENT),
    "moderation:keep": Policy(MODERATOR, BOTH, COMMENT),
    "moderation:restore": Policy(MODERATOR, BOTH, COMMENT),
    "moderation:publish": Policy(MODERATOR, BOTH, COMMENT),
    "moderation:claim": Policy(MODERATOR, POST, COMMENT),
    "moderation:release": Policy(MODERATOR, POST, COMMENT),
    "moderation:assign": Policy(MODERATOR, BOTH, COMMENT),
    "moderation:undo": Policy(MODERATOR, BOTH, ("hiding",)),
    "moderation:bulk": Policy(MODERATOR, BOTH),
    "moderation:undo_bulk": Policy(MODERATOR, POST, ("batch",)),
    "moderation:discussion_list": Policy(MODERATOR),
    "moderation:discussion_form": Policy(MODERATOR, BOTH, TASK),
    "moderation:team": Policy(ADMINISTRATOR),
    "moderation:scope": Policy(ADMINISTRATOR, BOTH, ("moderator",)),
    "moderation:my_reports": Policy(SIGNED_IN),
    # Who asks for a temporary block has no account: what they hold is a signed link.
    "moderation:takedown_request": Policy(PUBLIC, BOTH, COMMENT),
    "moderation:takedown_about": Policy(PUBLIC, arguments=COMMENT),
    "moderation:takedown_object": Policy(SIGNED_IN, BOTH, COMMENT),
    "moderation:takedown_confirm": Policy(PUBLIC, BOTH, ("confirming",)),
    "moderation:takedown_follow": Policy(PUBLIC, arguments=("following",)),
    "moderation:takedown_retract": Policy(PUBLIC, POST, ("following",)),
    "moderation:takedown_list": Policy(MODERATOR),
    "moderation:takedown_detail": Policy(MODERATOR, arguments=("takedown",)),
    "moderation:takedown_decide": Policy(MODERATOR, POST, ("takedown", "decision")),
    "moderation:takedown_evidence": Policy(MODERATOR, arguments=("takedown", "file")),
    # About one's own decision or suspension only; to everybody else there is no such page.
    "moderation:appeal": Policy(SIGNED_IN, BOTH, ("hiding",)),
    "moderation:appeal_suspension": Policy(SIGNED_IN, BOTH, ("suspension",)),
    "moderation:my_appeals": Policy(SIGNED_IN),
    "moderation:take_back": Policy(SIGNED_IN, BOTH, ("appeal",)),
    "moderation:my_suspension": Policy(SIGNED_IN),
    "moderation:appeal_list": Policy(MODERATOR),
    "moderation:appeal_detail": Policy(MODERATOR, BOTH, ("appeal",)),
    "moderation:person": Policy(ADMINISTRATOR, arguments=("person",)),
    "moderation:suspend": Policy(ADMINISTRATOR, BOTH, ("person",)),
    "moderation:lift": Policy(ADMINISTRATOR, BOTH, ("suspension",)),
    "accounts:settings": Policy(SIGNED_IN, BOTH),
    "accounts:verify": Policy(SIGNED_IN, BOTH),
    "account_login": Policy(PUBLIC, BOTH),
    "account_request_login_code": Policy(PUBLIC, BOTH),
    "account_confirm_login_code": Policy(PUBLIC, BOTH),
    "account_signup": Policy(PUBLIC, BOTH),
    "account_logout": Policy(PUBLIC, BOTH),
    "account_inactive": Policy(PUBLIC),
    "mfa_index": Policy(SIGNED_IN),
    "mfa_authenticate": Policy(PUBLIC, BOTH),
    # Whoever set up no second factor has nothing to sign in again with.
    "mfa_reauthenticate": Policy(SIGNED_IN, BOTH, is_for_citizens=False),
    "mfa_activate_totp": Policy(SIGNED_IN, BOTH),
    "mfa_deactivate_totp": Policy(SIGNED_IN, BOTH),
    "mfa_view_recovery_codes": Policy(SIGNED_IN),
    "mfa_generate_recovery_codes": Policy(SIGNED_IN, BOTH),
    "mfa_download_recovery_codes": Policy(SIGNED_IN),
    "usersessions_list": Policy(SIGNED_IN, BOTH),
}


def every_address(resolver=None, namespace: str = "") -> dict[str, Callable]:
    """The view behind the name of every address, Django's admin aside, which asks for staff as a whole."""
    views = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            views |= every_address(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            views[f"{namespace}{pattern.name}"] = pattern.callback
    return {name: view for name, view in views.items() if not name.startswith("admin:")}


def addresses_of_examples() -> dict[str, str]:
    """A real address for each name."""
    helper = make_helper(forum=make_forum(capacity=1))
    examples = {
        "comment": make_comment().pk,
        "task": make_task().slug,
        "forum": helper.forum.slug,
        "helper": helper.pk,
        "helping": helping_token(helper),
        "mail": "none.log",
        "moderator": make_moderator().pk,
        "batch": uuid4(),
        "ticket": ticket_token(forums.register(forum=make_forum(), citizen=make_citizen())),
        "scan": 1,
        "kind": "speakers",
        "part": 1,
        "registration": 1,
        "given_answer": 1,
        "export": uuid4(),
        "letter": 1,
        "feed": feeds.open_feed(citizen=make_citizen()),
        "place": place_token(forums.register(forum=make_forum(), citizen=make_citizen())),
        **examples_of_reports(),
        **examples_of_takedowns(),
        **examples_of_appeals(),
        **examples_of_answers(),
    }
    return {name: reverse(name, args=[examples[part] for part in policy.arguments]) for name, policy in POLICIES.items()}


def examples_of_reports() -> dict[str, object]:
    """A published update with a file, a milestone of the same task, and the link in a follower's message."""
    update = make_update(files=[PICTURE])
    return {
        "reported_task": update.task.slug,
        "update": update.pk,
        "update_file": update.files.get().pk,
        "milestone": make_milestone(task=update.task).pk,
        "unfollowing": unfollow_token(make_citizen(), update.task),
    }


def examples_of_takedowns() -> dict[str, object]:
    """A request that waits, one of its files, and the links that its requester holds."""
    takedown = make_takedown()
    return {
        "takedown": takedown.pk,
        "file": takedown.evidence.get().pk,
        "decision": "refuse",
        "confirming": signing.dumps(make_takedown(is_confirmed=False).pk, salt=CONFIRM),
        "following": signing.dumps(takedown.pk, salt=FOLLOW),
    }


def examples_of_appeals() -> dict[str, object]:
    """A decision and the appeal against it, and somebody who is suspended."""
    appeal, suspension = make_appeal(), make_suspension()
    return {
        "hiding": appeal.decision_id,
        "appeal": appeal.pk,
        "suspension": suspension.pk,
        "person": suspension.person_id,
    }
