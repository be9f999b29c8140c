"""Makes things with sensible defaults, so that a test states only what matters to it."""

from datetime import timedelta
from itertools import count

from django.contrib.auth import get_user_model
from django.utils import timezone

from portal.accounts import services as accounts
from portal.accounts.models import IdentityVerification
from portal.discussion import services as discussion
from portal.discussion.models import Comment
from portal.forums.models import Forum
from portal.moderation import services as moderation
from portal.moderation.models import ModerationDecision, Report
from portal.policy.models import Source, Strategy, Task

_numbers = count(1)
User = get_user_model()


def make_identity(**fields) -> IdentityVerification:
    """Proof of one more real person."""
    values = {"person_key": f"{next(_numbers):064x}", "birth_year": 1990, "district": "seo", "provider": "local-test"}
    return IdentityVerification.objects.create(**{**values, "verified_at": timezone.now(), **fields})


def make_citizen(*, verified: bool = True, **fields):
    """A person with an account, verified unless said otherwise."""
    number = next(_numbers)
    identity = make_identity() if verified else None
    values = {"email": f"citizen{number}@example.org", "nickname": f"갑천산책{number}", "language": "ko", "identity": identity}
    return User.objects.create_user(**{**values, **fields})


def make_staff(role: str, **fields):
    """A member of staff with one role."""
    person = make_citizen(**{"nickname": f"직원{next(_numbers)}", **fields})
    return accounts.grant_role(person=person, role=role)


def make_moderator(**fields):
    """A moderator."""
    return make_staff("moderator", **fields)


def make_source(**fields) -> Source:
    """A published source."""
    number = next(_numbers)
    return Source.objects.create(
        **{
            "key": f"source-{number}",
            "publisher": "중도일보",
            "title": "기사",
            "published_year": 2018,
            "url": f"https://example.org/{number}",
            **fields,
        }
    )


def make_strategy(**fields) -> Strategy:
    """A strategy of the plan."""
    number = next(_numbers)
    values = {"slug": f"strategy-{number}", "position": number, "title_ko": f"전략 {number}", "title_en": f"Strategy {number}"}
    return Strategy.objects.create(**{**values, **({} if "source" in fields else {"source": make_source()}), **fields})


def make_task(**fields) -> Task:
    """A task of the plan; its number is the lowest free one."""
    taken = set(Task.objects.values_list("number", flat=True))
    number = next(candidate for candidate in range(1, 17) if candidate not in taken)
    values = {"number": number, "slug": f"task-{number}", "title_ko": f"과제 {number}", "title_en": f"Task {number}"}
    for name, make in (("strategy", make_strategy), ("source", make_source)):
        if name not in fields:
            values[name] = make()
    return Task.objects.create(**{**values, "is_confirmed": True, **fields})


def make_forum(*, capacity: int = 1, **fields) -> Forum:
    """A published forum in ten days whose registration is open; `tasks` are linked to it."""
    number = next(_numbers)
    tasks = fields.pop("tasks", ())
    starts_at = fields.pop("starts_at", timezone.now().replace(microsecond=0) + timedelta(days=10))
    values = {
        "slug": f"forum-{number}",
        "title_ko": f"시민 포럼 {number}",
        "title_en": f"Citizens' forum {number}",
        "place_ko": "시청 대강당",
        "place_en": "City Hall auditorium",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "registration_opens_at": starts_at - timedelta(days=20),
        "registration_closes_at": starts_at - timedelta(days=1),
        "state": Forum.State.PUBLISHED,
    }
    forum = Forum.objects.create(**{**values, "capacity": capacity, **fields})
    forum.tasks.set(tasks)
    return forum


def make_comment(**fields) -> Comment:
    """A published comment, written through the service; about the first task there is unless told otherwise."""
    task = fields.pop("task", None) or Task.objects.order_by("number").first() or make_task()
    author = fields.pop("author", None) or make_citizen()
    return discussion.post(**{"task": task, "author": author, "body": "갑천 산책로에 나무 그늘이 더 있으면 좋겠어요.", **fields})


def make_report(**fields) -> Report:
    """An open report about a published comment."""
    reporter = fields.pop("reporter", None) or make_citizen()
    comment = fields.pop("comment", None) or make_comment()
    values = {"person_key": reporter.person_key, "reason": "abuse", "created_at": timezone.now()}
    return Report.objects.create(**{**values, "comment": comment, "reporter": reporter, **fields})


def make_decision(**fields) -> ModerationDecision:
    """A moderator's decision to hide a comment, made through the service."""
    comment, moderator = fields.pop("comment", None) or make_comment(), fields.pop("moderator", None) or make_moderator()
    values = {"rule": "abuse", "reason": "상대를 모욕하는 표현이 있습니다."}
    return moderation.hide(comment=comment, moderator=moderator, **{**values, **fields})
