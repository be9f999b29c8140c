"""Who may use each address of the portal, and an example of each."""

from collections.abc import Callable
from uuid import uuid4

from django.core import signing
from django.urls import get_resolver, reverse

from portal.door.helper_links import helping_token
from portal.progress.following import unfollow_token
from portal.registrations import services as registrations
from portal.registrations.links import registration_token
from portal.registrations.services import feeds
from portal.registrations.tickets.signed import ticket_token
from portal.takedowns.links import CONFIRM, FOLLOW
from tests.accounts.addresses import ACCOUNT_PAGES
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
from tests.forum_desk.managing import ORGANISERS_PAGES
from tests.policy import ADMINISTRATOR, BOTH, MODERATOR, POST, PUBLIC, SIGNED_IN, Policy

COMMENT, TASK, FORUM = ("comment",), ("task",), ("forum",)
UPDATE, MILESTONE = ("reported_task", "update"), ("reported_task", "milestone")
NUMBERS = ("transparency", "transparency_file", "audit_heads", "audit_heads_file")
POLICIES = {
    "healthz": Policy(PUBLIC),
    "readyz": Policy(PUBLIC),
    "notifications:mail_list": Policy(PUBLIC),
    "notifications:mail_detail": Policy(PUBLIC, arguments=("mail",)),
    "pages:home": Policy(PUBLIC),
    "pages:about": Policy(PUBLIC),
    "pages:algorithms": Policy(PUBLIC),
    "pages:search": Policy(PUBLIC),
    "pages:components": Policy(PUBLIC),
    "pages:manifest": Policy(PUBLIC),
    "robots": Policy(PUBLIC),
    "favicon": Policy(PUBLIC),
    "sitemap": Policy(PUBLIC),
    "sitemap_file": Policy(PUBLIC, arguments=("pages_kind", "number")),
    "pages:card_portal": Policy(PUBLIC, arguments=("version",)),
    "pages:card_task": Policy(PUBLIC, arguments=("task", "version")),
    "pages:card_forum": Policy(PUBLIC, arguments=("forum", "version")),
    "pages:card_answer": Policy(PUBLIC, arguments=("answer", "version")),
    "plan:task": Policy(PUBLIC, arguments=TASK),
    "pages:my_page": Policy(SIGNED_IN),
    "pages:my_record": Policy(SIGNED_IN),
    "plan:task_list": Policy(PUBLIC),
    "plan:budget": Policy(PUBLIC),
    "plan:budget_by_task": Policy(PUBLIC),
    "plan:budget_file": Policy(PUBLIC),
    "plan:import_budget": Policy(SIGNED_IN, BOTH, is_for_citizens=False),
    "progress:milestone_file": Policy(SIGNED_IN, is_for_citizens=False),
    "progress:import_milestones": Policy(SIGNED_IN, BOTH, is_for_citizens=False),
    "progress:update_list": Policy(PUBLIC, arguments=TASK),
    "progress:update_detail": Policy(PUBLIC, arguments=UPDATE),
    "progress:update_file": Policy(PUBLIC, arguments=(*UPDATE, "update_file")),
    "progress:history": Policy(PUBLIC, arguments=TASK),
    "progress:follow": Policy(SIGNED_IN, POST, TASK),
    "progress:unfollow": Policy(SIGNED_IN, POST, TASK),
    # Whoever holds the link of a message stops it, without an account.
    "progress:unfollow_by_mail": Policy(PUBLIC, BOTH, ("unfollowing",)),
    # A mail program posts it (RFC 8058) and has neither cookie nor form: the signed address alone permits it.
    "progress:unfollow_in_one_click": Policy(PUBLIC, BOTH, ("unfollowing",), needs_csrf_token=False),
    # For officers.
    "progress:edit": Policy(SIGNED_IN, arguments=TASK, is_for_citizens=False),
    "progress:edit_status": Policy(SIGNED_IN, BOTH, TASK, is_for_citizens=False),
    "progress:add_milestone": Policy(SIGNED_IN, BOTH, TASK, is_for_citizens=False),
    "progress:edit_milestone": Policy(SIGNED_IN, BOTH, MILESTONE, is_for_citizens=False),
    "progress:remove_milestone": Policy(SIGNED_IN, BOTH, MILESTONE, is_for_citizens=False),
    "progress:edit_window": Policy(SIGNED_IN, BOTH, TASK, is_for_citizens=False),
    "progress:decide_window": Policy(SIGNED_IN, BOTH, TASK, is_for_citizens=False),
    "progress:add_update": Policy(SIGNED_IN, BOTH, TASK, is_for_citizens=False),
    "progress:edit_update": Policy(SIGNED_IN, BOTH, UPDATE, is_for_citizens=False),
    "progress:preview_update": Policy(SIGNED_IN, arguments=UPDATE, is_for_citizens=False),
    "progress:publish_update": Policy(SIGNED_IN, POST, UPDATE, is_for_citizens=False),
    "progress:discard_update": Policy(SIGNED_IN, POST, UPDATE, is_for_citizens=False),
    "progress:withdraw_update": Policy(SIGNED_IN, BOTH, UPDATE, is_for_citizens=False),
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
    "discussion:language": Policy(SIGNED_IN, BOTH, COMMENT),
    "answers:reply_officially": Policy(SIGNED_IN, BOTH, COMMENT, is_for_citizens=False),
    "forums:forum_list": Policy(PUBLIC),
    "forums:forum_detail": Policy(PUBLIC, arguments=FORUM),
    "forums:calendar": Policy(PUBLIC, arguments=FORUM),
    "registrations:my_forums": Policy(SIGNED_IN),
    "forums:month": Policy(PUBLIC),
    "forums:feed": Policy(PUBLIC),
    # Whoever holds the address reads it: calendar programs do not sign in.
    "registrations:personal_feed": Policy(PUBLIC, arguments=("feed",)),
    "registrations:my_feed": Policy(SIGNED_IN, BOTH),
    "registrations:close_my_feed": Policy(SIGNED_IN, POST),
    "registrations:register": Policy(SIGNED_IN, BOTH, FORUM),
    "registrations:answers": Policy(SIGNED_IN, BOTH, FORUM),
    "registrations:reserve": Policy(SIGNED_IN, BOTH, FORUM),
    "registrations:extend_reservation": Policy(SIGNED_IN, BOTH, FORUM),
    "registrations:release": Policy(SIGNED_IN, POST, FORUM),
    # Whoever holds the link of a mail acts for its registration, without an account.
    "registrations:ticket": Policy(PUBLIC, arguments=("ticket",)),
    "door:door": Policy(SIGNED_IN, BOTH, FORUM, is_for_citizens=False),
    "door:walk_in": Policy(SIGNED_IN, BOTH, FORUM, is_for_citizens=False),
    "door:take_back": Policy(SIGNED_IN, POST, ("forum", "scan"), is_for_citizens=False),
    "door:snapshot": Policy(SIGNED_IN, arguments=FORUM, is_for_citizens=False),
    "door:scans": Policy(SIGNED_IN, POST, FORUM, is_for_citizens=False),
    "door:worker": Policy(PUBLIC),
    "door:helper_list": Policy(SIGNED_IN, BOTH, FORUM, is_for_citizens=False),
    "door:revoke_helper": Policy(SIGNED_IN, BOTH, ("forum", "helper"), is_for_citizens=False),
    "door:helping": Policy(PUBLIC, BOTH, ("helping",)),
    "forum_desk:desk": Policy(SIGNED_IN, is_for_citizens=False),
    "forum_desk:new": Policy(SIGNED_IN, BOTH, is_for_citizens=False),
    "forum_desk:forum": Policy(SIGNED_IN, arguments=FORUM, is_for_citizens=False),
    "forum_desk:edit": Policy(SIGNED_IN, BOTH, FORUM, is_for_citizens=False),
    "forum_desk:preview": Policy(SIGNED_IN, arguments=FORUM, is_for_citizens=False),
    "forum_desk:publish": Policy(SIGNED_IN, BOTH, FORUM, is_for_citizens=False),
    "forum_desk:call_off": Policy(SIGNED_IN, BOTH, FORUM, is_for_citizens=False),
    "forum_desk:duplicate": Policy(SIGNED_IN, BOTH, FORUM, is_for_citizens=False),
    "forum_desk:discard": Policy(SIGNED_IN, BOTH, FORUM, is_for_citizens=False),
    "forum_desk:parts": Policy(SIGNED_IN, BOTH, ("forum", "kind"), is_for_citizens=False),
    "forum_desk:part": Policy(SIGNED_IN, BOTH, ("forum", "kind", "part"), is_for_citizens=False),
    "forum_desk:remove_part": Policy(SIGNED_IN, BOTH, ("forum", "kind", "part"), is_for_citizens=False),
    "forum_desk:move_part": Policy(SIGNED_IN, POST, ("forum", "kind", "part"), is_for_citizens=False),
    **{name: Policy(SIGNED_IN, *of, is_for_citizens=False) for name, of in ORGANISERS_PAGES.items()},
    "registrations:link": Policy(PUBLIC, arguments=("registration_link",)),
    "registrations:link_change": Policy(PUBLIC, BOTH, ("registration_link",)),
    "registrations:link_new_ticket": Policy(PUBLIC, POST, ("registration_link",)),
    "registrations:link_accept": Policy(PUBLIC, POST, ("registration_link",)),
    "registrations:link_decline": Policy(PUBLIC, POST, ("registration_link",)),
    "registrations:link_cancel": Policy(PUBLIC, POST, ("registration_link",)),
    "registrations:cancel": Policy(SIGNED_IN, BOTH, FORUM),
    "answers:request_list": Policy(PUBLIC),
    "answers:rows_file": Policy(PUBLIC),
    "answers:request_detail": Policy(PUBLIC, arguments=("answer",)),
    # For officers.
    **{f"answers:{name}": Policy(SIGNED_IN, how, parts, is_for_citizens=False) for name, how, parts in DESK_OF_ANSWERS},
    "moderation:report": Policy(SIGNED_IN, BOTH, COMMENT),
    "moderation:explanation": Policy(PUBLIC, arguments=COMMENT),
    **dict.fromkeys((f"moderation:{name}" for name in NUMBERS), Policy(PUBLIC)),
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
    "takedowns:request": Policy(PUBLIC, BOTH, COMMENT),
    "takedowns:about": Policy(PUBLIC, arguments=COMMENT),
    "takedowns:object": Policy(SIGNED_IN, BOTH, COMMENT),
    "takedowns:confirm": Policy(PUBLIC, BOTH, ("confirming",)),
    "takedowns:follow": Policy(PUBLIC, arguments=("following",)),
    "takedowns:retract": Policy(PUBLIC, POST, ("following",)),
    "takedowns:list": Policy(MODERATOR),
    "takedowns:detail": Policy(MODERATOR, arguments=("takedown",)),
    "takedowns:decide": Policy(MODERATOR, POST, ("takedown", "decision")),
    "takedowns:evidence": Policy(MODERATOR, arguments=("takedown", "file")),
    # About one's own decision or suspension only; to everybody else there is no such page.
    "appeals:appeal": Policy(SIGNED_IN, BOTH, ("hiding",)),
    "appeals:appeal_suspension": Policy(SIGNED_IN, BOTH, ("suspension",)),
    "appeals:my_appeals": Policy(SIGNED_IN),
    "appeals:take_back": Policy(SIGNED_IN, BOTH, ("appeal",)),
    "appeals:my_suspension": Policy(SIGNED_IN),
    "appeals:appeal_list": Policy(MODERATOR),
    "appeals:appeal_detail": Policy(MODERATOR, BOTH, ("appeal",)),
    "appeals:person": Policy(ADMINISTRATOR, arguments=("person",)),
    "appeals:suspend": Policy(ADMINISTRATOR, BOTH, ("person",)),
    "appeals:lift": Policy(ADMINISTRATOR, BOTH, ("suspension",)),
    "accounts:settings": Policy(SIGNED_IN, BOTH),
    "accounts:verify": Policy(SIGNED_IN, BOTH),
    **ACCOUNT_PAGES,
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
        "pages_kind": "pages",
        "number": 1,
        "version": "0",
        "moderator": make_moderator().pk,
        "batch": uuid4(),
        "ticket": ticket_token(registrations.register(forum=make_forum(), citizen=make_citizen())),
        "scan": 1,
        "kind": "speakers",
        "part": 1,
        "registration": 1,
        "given_answer": 1,
        "export": uuid4(),
        "mailing": 1,
        "passkey": 1,
        "feed": feeds.open_feed(citizen=make_citizen()),
        "registration_link": registration_token(registrations.register(forum=make_forum(), citizen=make_citizen())),
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
