"""Reads every address of the portal as one reader, and says where which planted word was found."""

import re
from functools import lru_cache
from html import unescape
from http import HTTPStatus
from itertools import product
from urllib.parse import unquote, urlencode
from uuid import uuid4

from django.contrib import admin
from django.core import signing
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.answers.desk.queue import TABS
from portal.answers.models import AnswerRequest, Commitment
from portal.discussion.models import State
from portal.discussion.threads.filters import ORDERS, STANCES
from portal.moderation.models import Action
from portal.moderation.queue.queue import Sort, Whose
from portal.progress.following import unfollow_token
from portal.registrations.links import registration_token
from portal.registrations.services import feeds
from portal.registrations.tickets.signed import ticket_token
from portal.takedowns.links import CONFIRM, FOLLOW
from tests.access_policies import POLICIES
from tests.order_of_writing import around_services
from tests.own_assets import foreign_in
from tests.planted import Word, World
from tests.policy import ADMINISTRATOR, GET, MODERATOR, POST

TAGS = re.compile(r"<[^>]*>")
WORDS = re.compile("|".join(map(re.escape, sorted(Word, key=len, reverse=True))))
READERS = (
    "anonymous", "citizen", "author", "suspended", "reporter", "moderator", "moderator elsewhere", "officer and organiser",
    "administrator",
)  # fmt: skip
PART = {"HTTP_HX_REQUEST": "true"}
IN_EVERY_COMMENT = "이야기"
Finds = set[tuple[str, Word]]  # (place, word)


def words_in(text: str) -> set[Word]:
    """The planted words in a text, also where it is escaped for a page or an address, or cut up by marks."""
    return set().union(*map(_words_in_line, text.split("\n")))


@lru_cache(maxsize=50_000)  # most lines stand on every page
def _words_in_line(line: str) -> frozenset[Word]:
    plain = unescape(line)
    return frozenset(Word(found) for form in (plain, unquote(plain), TAGS.sub("", plain)) for found in WORDS.findall(form))


def words_of(answer: HttpResponse) -> set[Word]:
    """The planted words in what came back: page, headers and cookies."""
    body = (b"".join(answer) if answer.streaming else answer.content).decode(errors="replace")
    assert foreign_in(answer, body) == []  # what a browser would load from elsewhere, on any page, in any role
    return words_in(f"{body} {answer.headers} {answer.cookies.output()}")


def examples_of(world: World) -> dict[str, list]:
    """What may stand in the parts of an address; the names are those of tests/access_policies.py."""
    decisions = [decision.pk for decision in world.decisions]
    return {
        "comment": [comment.pk for comment in world.comments.values()],
        "task": [world.here.slug, world.elsewhere.slug],
        "forum": [world.here.forums.get().slug],
        "registration_link": [registration_token(row) for row in world.here.forums.get().registrations.all()] or ["nobody"],
        "ticket": [ticket_token(row) for row in world.here.forums.get().registrations.all()] or ["nobody"],
        "scan": [1],
        "kind": ["programme", "speakers", "questions"],
        "part": [1],
        "registration": list(world.here.forums.get().registrations.values_list("pk", flat=True)) or [1],
        "given_answer": [1],
        "export": [uuid4()],
        "mailing": [1],
        "passkey": [1],
        "helper": [1],
        "helping": ["nobody"],
        "answer": list(AnswerRequest.objects.values_list("pk", flat=True)) or [1],
        "commitment": list(Commitment.objects.values_list("pk", flat=True)) or [1],
        "text": [1],
        "feed": [feeds.open_feed(citizen=world.people["author"])],
        "reported_task": [world.update.task.slug],
        "update": [world.update.pk, world.draft.pk],
        "update_file": [world.draft.files.get().pk],
        "milestone": [world.milestone.pk],
        "unfollowing": [unfollow_token(world.people["author"], world.here)],
        "pages_kind": ["pages", "tasks", "updates", "forums", "answers"],
        "number": [1],
        "version": ["0"],
        "mail": ["none.log"],  # mails are read where they are written
        "hiding": decisions,
        "batch": [world.suspension.batch],
        "suspension": [world.suspension.pk],
        "appeal": [appeal.pk for appeal in world.appeals],
        "person": [world.people[name].pk for name in ("author", "suspended", "reporter")],
        "moderator": [world.people["decider"].pk],
        "takedown": [world.takedown.pk, world.unconfirmed.pk],
        "file": [world.takedown.evidence.get().pk],
        "decision": ["block", "refuse", "lift", "remove"],
        "confirming": [signing.dumps(world.unconfirmed.pk, salt=CONFIRM)],
        "following": [signing.dumps(takedown.pk, salt=FOLLOW) for takedown in (world.takedown, world.unconfirmed)],
    }


def questions_of(world: World) -> dict[str, list[dict[str, str]]]:
    """What may be asked of an address behind its question mark: each order, each filter, a search that fits every comment."""
    orders = [{"sort": sort} for sort in ORDERS]
    stances = [{"stance": stance, "sort": "oldest"} for stance in STANCES]
    desk = {"state": [state for state in State if state != State.HIDDEN], "claim": Whose.values, "sort": Sort.values}
    desk |= {"reason": ["abuse"], "task": [world.here.slug, world.elsewhere.slug]}
    return {
        "plan:task": orders + stances,
        "answers:request_list": [{"state": state} for state in ("late", "received", "answered")],
        "answers:desk": [{"show": tab} for tab in TABS],
        "discussion:newer": [{"after": "0"}],
        "discussion:search": [{"q": IN_EVERY_COMMENT}],
        "moderation:queue": [{name: value} for name, values in desk.items() for value in values],
        "moderation:decision_list": [{"action": action} for action in Action],
    }


def addresses(world: World) -> list[tuple[str, list[str]]]:
    """Each name with its addresses in Korean. An address of an unknown kind stops the sweep."""
    examples, questions = examples_of(world), questions_of(world)
    found = []
    with translation.override("ko"):
        for name, policy in POLICIES.items():
            if policy.how != POST:
                plain = [reverse(name, args=arguments) for arguments in product(*(examples[part] for part in policy.arguments))]
                asked = [f"{plain[0]}?{urlencode(question)}" for question in questions.get(name, ())]
                found.append((name, plain + asked))
    return found


def read_everything(client: Client, world: World) -> Finds:
    """Every address, by turns as a page in Korean and as the part that htmx asks for in English: they share their templates."""
    found: Finds = set()
    for name, each in addresses(world):
        for turn, address in enumerate(each):
            is_page = turn % 2 == 0 or ":" not in name
            answer = client.get(address) if is_page else client.get(f"/en{address}", **PART)
            assert answer.status_code < 500, address
            found |= {(name, word) for word in words_of(answer)}
            if answer.status_code == HTTPStatus.FORBIDDEN and POLICIES[name].who in {MODERATOR, ADMINISTRATOR}:
                break  # the role is missing, whatever the example
    return found


def send_nothing(client: Client, world: World, *, to_the_desk: bool) -> Finds:
    """What the desk's forms, or the citizens', answer that are sent without a word; whatever they change is taken back."""
    found: Finds = set()
    examples = examples_of(world)
    for name, policy in POLICIES.items():
        is_ours = name.startswith(
            (
                "discussion:",
                "moderation:",
                "appeals:",
                "takedowns:",
                "answers:",
                "forums:",
                "registrations:",
                "door:",
                "forum_desk:",
                "accounts:",
                "plan:",
                "progress:",
            )
        )
        if policy.how == GET or not is_ours or (policy.who == MODERATOR) != to_the_desk:
            continue
        for arguments in product(*(examples[part] for part in policy.arguments)):
            with around_services():
                answer = client.post(reverse(name, args=arguments))
                transaction.set_rollback(True)
            assert answer.status_code < 500, (name, arguments)
            found |= {(name, word) for word in words_of(answer)}
    return found


def offered_while_writing(client: Client, world: World) -> Finds:
    """What "already said" shows to somebody who is writing each of the comments."""
    found: Finds = set()
    address = reverse("discussion:similar", args=[world.here.slug])
    for comment in world.comments.values():
        with around_services():  # so that nobody is told to slow down
            answer = client.post(address, {"body": comment.body}, **PART)
            transaction.set_rollback(True)
        found |= {("discussion:similar", found_word) for found_word in words_of(answer)}
    return found


def read_the_admin(client: Client) -> Finds:
    """Every list of the admin, and every row's page."""
    found: Finds = set()
    for model in admin.site._registry:
        prefix = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages = [reverse(f"{prefix}_changelist")]
        opened = client.get(pages[0]).status_code == 200
        keys = list(model._base_manager.values_list("pk", flat=True)) if opened else []
        pages += [reverse(f"{prefix}_change", args=[key]) for key in keys]
        pages += [reverse(f"{prefix}_history", args=[key]) for key in keys[:1]]
        for page in pages:
            found |= {(prefix, word) for word in words_of(client.get(page)) - words_in(page)}  # what the reader typed is no find
    return found


def leave_draft(client: Client, world: World) -> None:
    """Something typed and not sent, kept in this browser's session."""
    client.post(reverse("discussion:similar", args=[world.here.slug]), {"body": f"{Word.DRAFT} 이야기를 합니다."})
