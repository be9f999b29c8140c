"""Makes things with sensible defaults, so that a test states only what matters to it."""

from datetime import timedelta
from itertools import count
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.utils import timezone

from portal.accounts import services as accounts
from portal.accounts.models import IdentityVerification
from portal.answers import services as answers
from portal.answers.models import AnswerRequest
from portal.appeals.models import Appeal, Suspension
from portal.appeals.services import appeals, suspensions
from portal.core.files.attachments import ReceivedFile
from portal.discussion import services as discussion
from portal.discussion.models import Comment, State, Topic
from portal.door.models import Helper
from portal.door.services import helping
from portal.forums.models import Forum
from portal.moderation import services as moderation
from portal.moderation.models import ModerationDecision, Report
from portal.plan.models import Department, Source, Strategy, Task
from portal.progress import services as progress
from portal.progress.models import Milestone, TaskUpdate
from portal.takedowns.evidence_files import EvidenceFile
from portal.takedowns.models import Takedown
from portal.takedowns.services import blocks, requests

_numbers = count(1)
# A position is a small integer in the database, and thousands of comments in one test use up as many numbers.
MOST_POSITIONS = 30_000
User = get_user_model()
PICTURE = ReceivedFile("점검표.png", "image/png", b"\x89PNG\r\n\x1a\n")


def make_identity(**fields) -> IdentityVerification:
    """Proof of one more real person."""
    values = {"person_key": f"{next(_numbers):064x}", "birth_year": 1990, "district": "seo", "provider": "local-test"}
    return IdentityVerification.objects.create(**{**values, "verified_at": timezone.now(), **fields})


def make_citizen(*, verified: bool = True, **fields):
    """A person with an account, verified unless said otherwise."""
    number = next(_numbers)
    identity = make_identity() if verified else None
    values = {"email": f"citizen{number}@example.org", "nickname": f"갑천산책{number}", "language": "ko", "identity": identity}
    values["joined_at"] = timezone.now() - timedelta(days=30)  # whoever is here for a week writes more freely
    return User.objects.create_user(**{**values, **fields})


def make_crowd(size: int) -> list:
    """People enough for a race, written in one statement; not verified."""
    numbers = [next(_numbers) for _ in range(size)]
    return User.objects.bulk_create(
        User(email=f"racer{number}@example.org", nickname=f"주자{number}", nickname_skeleton=f"racer{number}", language="ko")
        for number in numbers
    )


def make_staff(role: str, **fields):
    """A member of staff with one role."""
    person = make_citizen(**{"nickname": f"직원{next(_numbers)}", **fields})
    return accounts.grant_role(person=person, role=role)


def make_moderator(*, tasks=(), departments=(), **fields):
    """A moderator; of every task, unless some are given."""
    moderator = make_staff("moderator", **fields)
    is_everywhere = not (tasks or departments)
    return accounts.set_moderation_scope(moderator=moderator, is_everywhere=is_everywhere, tasks=tasks, departments=departments)


def make_department(**fields) -> Department:
    """A department of the city."""
    number = next(_numbers)
    values = {"slug": f"department-{number}", "name_ko": f"미래전략과 {number}", "name_en": f"Future Strategy Division {number}"}
    return Department.objects.create(**{**values, **fields})


def make_officer(*, department: Department | None = None, **fields):
    """An officer who answers in the name of a department."""
    officer = make_staff("officer", **fields)
    return accounts.assign_department(officer=officer, department=department or make_department())


def make_topic(**fields) -> Topic:
    """A topic that authors may choose."""
    number = next(_numbers)
    values = {
        "slug": f"topic-{number}",
        "position": number % MOST_POSITIONS,
        "name_ko": f"주제 {number}",
        "name_en": f"Topic {number}",
    }
    return Topic.objects.create(**{**values, **fields})


def make_source(**fields) -> Source:
    """A published source."""
    number = next(_numbers)
    values = {"key": f"source-{number}", "publisher": "중도일보", "title": "기사", "published_year": 2018}
    return Source.objects.create(**{**values, "url": f"https://example.org/{number}", **fields})


def make_strategy(**fields) -> Strategy:
    """A strategy of the plan."""
    number = next(_numbers)
    values = {
        "slug": f"strategy-{number}",
        "position": number % MOST_POSITIONS,
        "title_ko": f"전략 {number}",
        "title_en": f"Strategy {number}",
    }
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


def make_milestone(**fields) -> Milestone:
    """A milestone stated by an officer; planned for a day in a year unless told otherwise."""
    number = next(_numbers)
    task, officer = fields.pop("task", None) or make_task(), fields.pop("officer", None) or make_officer()
    values = {
        "title_ko": f"시범 운행 시작 {number}",
        "title_en": f"Trial runs begin {number}",
        "planned_on": timezone.localdate() + timedelta(days=365),
    }
    return progress.milestones.add(task=task, officer=officer, **{**values, **fields})


def make_update(*, is_published: bool = True, **fields) -> TaskUpdate:
    """An update by an officer, published unless told otherwise; `published_at` moves it in time."""
    number = next(_numbers)
    task, officer = fields.pop("task", None) or make_task(), fields.pop("officer", None) or make_officer()
    published_at = fields.pop("published_at", None)
    titles = {"title_ko": f"정류장 점검 {number}", "title_en": f"Stops inspected {number}"}
    values = {"body_ko": "정류장 열 곳을 점검했습니다.", **titles, **fields}
    update = progress.updates.draft(task=task, officer=officer, **values)
    if is_published:
        update = progress.updates.publish(update=update, officer=officer)
    if published_at:
        TaskUpdate.objects.filter(pk=update.pk).update(published_at=published_at)
        update.refresh_from_db()
    return update


def make_forum(*, capacity: int = 1, **fields) -> Forum:
    """A published forum in ten days whose registration is open; `tasks` are linked to it."""
    number = next(_numbers)
    tasks = fields.pop("tasks", ())
    starts_at = fields.pop("starts_at", timezone.now().replace(microsecond=0) + timedelta(days=10))
    values = {
        "slug": f"forum-{number}",
        "title_ko": f"시민 포럼 {number}",
        "title_en": f"Citizens' forum {number}",
        "venue_ko": "시청 대강당",
        "venue_en": "City Hall auditorium",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "registration_opens_at": starts_at - timedelta(days=20),
        "registration_closes_at": starts_at - timedelta(days=1),
        "state": Forum.State.PUBLISHED,
    }
    forum = Forum.objects.create(**{**values, "capacity": capacity, **fields})
    forum.tasks.set(tasks)
    return forum


def make_helper(*, forum: Forum, person=None) -> Helper:
    """An invitation to help at the door of a forum, accepted if a person is given."""
    email = person.email if person else f"helper{next(_numbers)}@example.org"
    helper = helping.invite(forum=forum, email=email, organiser=make_staff("organiser"), language="ko")
    return helping.accept(helper=helper, person=person) if person else helper


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


def put(comment: Comment, state: str, **fields) -> Comment:
    """The comment in a state, however it came there, with what belongs to it: a rule, an end an hour from now, a reason."""
    belonging = {
        State.HIDDEN: {"rule": "abuse"},
        State.PENDING: {"pending_for": "screening"},
        State.UNDER_REVIEW: {"blocked_until": timezone.now() + timedelta(hours=1)},
        State.TAKEN_DOWN: {"blocked_until": timezone.now() + timedelta(hours=1)},
    }.get(state, {})
    empty = {"rule": "", "pending_for": "", "blocked_until": None}
    Comment.objects.filter(pk=comment.pk).update(**{"state": state, **empty, **belonging, **fields})
    return Comment.objects.get(pk=comment.pk)


def make_many_comments(*, task: Task, number: int, each: int = 5, author=None, **fields) -> list[Comment]:
    """So many comments at once, past the services: each fifth opens a thread, the others answer it. Counters are right."""
    author = author or make_citizen()
    start = timezone.now() - timedelta(seconds=number)
    common = {"task": task, "author": author, "person_key": author.person_key, **fields}
    new = [
        Comment(body=f"의견 {index}", form_key=uuid4(), created_at=start + timedelta(seconds=index), **common)
        for index in range(number)
    ]
    roots = Comment.objects.bulk_create(new[::each])
    for index, comment in enumerate(new):
        if index % each:
            root = roots[index // each]
            comment.parent = comment.root = root
            comment.depth, comment.ancestry = 1, f"{root.pk:012d}"
    replies = Comment.objects.bulk_create([comment for comment in new if comment.depth])
    for index, root in enumerate(roots):
        root.reply_count = min(each, number - index * each) - 1
    Comment.objects.bulk_update(roots, ["reply_count"])
    return [*roots, *replies]


def make_takedown(*, is_confirmed: bool = True, **fields) -> Takedown:
    """A request to block a published comment, confirmed by its requester unless said otherwise; with one file."""
    comment = fields.pop("comment", None) or make_comment()
    values = {
        "name": "나도연",
        "email": f"requester{next(_numbers)}@example.org",
        "relation": "self",
        "right": "privacy",
        "statement": "제 집 주소가 그대로 적혀 있습니다.",
        "evidence": [EvidenceFile("주소 캡처.png", "image/png", b"\x89PNG\r\n\x1a\n")],
        "language": "ko",
    }
    takedown = requests.request(comment=comment, **{**values, **fields})
    return requests.confirm(takedown=takedown) if is_confirmed else takedown


def make_block(*, moderator=None, days: int = 30, reason: str = "사생활이 드러난 것으로 보입니다.", **fields) -> Takedown:
    """A comment blocked at somebody's request, through the services."""
    takedown = make_takedown(**fields)
    return blocks.block(takedown=takedown, moderator=moderator or make_moderator(), reason=reason, days=days)


def make_administrator(**fields):
    """Somebody who decides everywhere and suspends people."""
    return make_staff("administrator", **fields)


def make_appeal(**fields) -> Appeal:
    """An open appeal of the author against a decision that hid their comment."""
    decision = fields.pop("decision", None) or make_decision()
    values = {"author": decision.comment.author, "text": "욕설이 아니라 사투리입니다. 다시 살펴봐 주세요."}
    return appeals.appeal(decision=decision, **{**values, **fields})


def make_suspension(**fields) -> Suspension:
    """A person suspended for three days by an administrator."""
    values = {"rule": "spam", "reason": "같은 광고를 여러 과제에 올리셨습니다.", "until": timezone.now() + timedelta(days=3)}
    people = {
        "person": fields.pop("person", None) or make_citizen(),
        "moderator": fields.pop("moderator", None) or make_administrator(),
    }
    return suspensions.suspend(**people, **{**values, **fields})


def make_answer_request(*, department: Department | None = None, **fields) -> AnswerRequest:
    """A comment that a department owes an answer, taken up by hand now."""
    comment = fields.pop("comment", None) or make_comment()
    officer = fields.pop("officer", None) or make_officer(department=department)
    return answers.take_up(comment=comment, officer=officer, **fields)


def make_answer(*, department: Department | None = None, promises=(), **fields) -> AnswerRequest:
    """The same, answered now."""
    officer = fields.pop("officer", None) or make_officer(department=department)
    request = fields.pop("request", None) or make_answer_request(officer=officer, comment=fields.pop("comment", None))
    values = {"body": "정류장 그늘막을 내년에 늘립니다.", "outcome": "accepted", "reason": "예산에 들어 있습니다."}
    return answers.answer(request=request, officer=officer, promises=promises, **{**values, **fields})
