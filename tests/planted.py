"""A small city in which each place that must stay closed holds a word of its own, all of it made through the services.

The words have no digits and stand nowhere else in the portal, so where one is read, it is known what leaked.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

from django.utils import timezone

from portal.accounts import services as accounts
from portal.answers import services as answers
from portal.appeals.models import Appeal, Suspension
from portal.appeals.services import appeals, suspensions
from portal.core.files.attachments import ReceivedFile
from portal.discussion import services as discussion
from portal.discussion.models import Comment, Discussion
from portal.moderation import services as moderation
from portal.moderation.models import ModerationDecision
from portal.plan.models import Task
from portal.progress.models import Milestone, TaskUpdate
from portal.takedowns.evidence_files import EvidenceFile
from portal.takedowns.models import Takedown
from portal.takedowns.services import blocks, requests
from tests.factories import (
    make_administrator,
    make_citizen,
    make_department,
    make_forum,
    make_identity,
    make_milestone,
    make_moderator,
    make_officer,
    make_strategy,
    make_task,
    make_topic,
    make_update,
)

LATER = timedelta(minutes=11)  # later than correcting without a trace, and into another window of the limits
PHONE, PNG = "전화는 010-2345-6789", b"\x89PNG\r\n\x1a\n"
KEY, FORM_KEY = "abcdef" * 10 + "face", "abcdefab-cdef-abcd-efab-cdefabcdefab"
REPORTER_ADDRESS = "203.0.113.77"


class Word(StrEnum):
    """Each with the place it is planted in. The first four are for everybody, to show that the search finds what is there."""

    SHOWN = "솔방울등대"
    BEFORE = "조약돌우산"  # the earlier words of a comment that is shown
    LAPSED = "은행잎돛배"  # a block that is over by the clock, which no worker has noticed
    ANSWERED = "옹달샘편지"  # a reply below a hidden comment
    HIDDEN = "쪽빛두루마리"
    HIDDEN_BEFORE = "먹빛두루마리"
    HIDDEN_REPLY = "감빛두루마리"
    TOPIC = "옥빛주제꾸러미"  # of the hidden comment alone, and no longer offered
    PENDING = "보랏빛항아리"
    PENDING_REPLY = "연둣빛항아리"
    PENDING_CHANGE = "잿빛항아리"  # shown at first, pending since its author added a phone number
    PENDING_CHANGE_BEFORE = "금빛항아리"
    WITHHELD = "달빛항아리"  # earlier words with a phone number, of a comment that is shown
    REVIEWED = "노을빛나침반"
    WITHDRAWN = "살구빛풍향계"
    WITHDRAWN_BEFORE = "앵두빛풍향계"
    BLOCKED = "물빛모래시계"
    OF_SUSPENDED = "풀빛사다리"
    DRAFT = "눈빛초안뭉치"
    AUTHOR_EMAIL = "quiet-author"
    SUSPENDED_EMAIL = "quiet-suspended"
    SUSPENDED_NAME = "고요한정지회원"
    PERSON_KEY = KEY
    FORM_KEY = FORM_KEY
    REPORTER_EMAIL = "quiet-reporter"
    REPORTER_NAME = "고요한신고자"
    REPORT = "흰구름신고글"
    MODERATOR_EMAIL = "quiet-moderator"
    MODERATOR_NAME = "고요한결정자"
    COLLEAGUE_EMAIL = "quiet-colleague"
    COLLEAGUE_NAME = "고요한살핌이"  # looks at what waits
    CHIEF_EMAIL = "quiet-chief"
    CHIEF_NAME = "고요한정지자"  # suspends and looks at personal data
    NOTE = "먹구름내부메모"
    REQUESTER_NAME = "자작나무길손"
    REQUESTER_EMAIL = "quiet-requester"
    STATEMENT = "느티나무주장"
    EVIDENCE_NAME = "은사시증거이름"
    EVIDENCE = "은사시증거내용"
    UNCONFIRMED = "오리나무주장"  # a request that nobody has confirmed
    OBJECTION = "소나무이의"
    TAKEDOWN_NOTE = "단풍나무메모"
    APPEAL = "참나무항변"
    APPEAL_NOTE = "밤나무메모"
    SUSPENSION_REASON = "버드나무까닭"
    SUSPENSION_NOTE = "미루나무메모"
    SUSPENSION_APPEAL = "오동나무항변"
    UPDATE_DRAFT = "물푸레초안소식"  # an update that is not published
    UPDATE_FILE = "물푸레초안파일"
    OFFICER_NAME = "고요한담당자"  # wrote what the department published
    LOOK = "층층나무열람"  # why somebody looked at the author's personal data


@dataclass
class World:
    """Who and what there is. `comments` and `people` go by their names."""

    here: Task
    elsewhere: Task
    people: dict[str, Any]
    comments: dict[str, Comment] = field(default_factory=dict)
    takedown: Takedown | None = None
    unconfirmed: Takedown | None = None
    decisions: list[ModerationDecision] = field(default_factory=list)
    appeals: list[Appeal] = field(default_factory=list)
    suspension: Suspension | None = None
    update: TaskUpdate | None = None
    draft: TaskUpdate | None = None
    milestone: Milestone | None = None


def plant(clock, *, language: str = "ko") -> World:
    """Build the city; `clock` is a frozen one, moved on between the acts. Everybody reads mails in the language given."""
    world = _people(language)
    _shown(world, clock)
    _hidden(world, clock)
    _pending(world, clock)
    _under_review(world, clock)
    _withdrawn(world, clock)
    _blocked(world, clock)
    _suspended(world, clock)
    _reported(world)
    _looked_at(world)
    return world


def _email(word: Word) -> str:
    return f"{word}@example.org"


def _people(language: str) -> World:
    department = make_department()
    here = make_task(department_ko=department.name_ko, strategy=make_strategy())
    elsewhere = make_task()
    make_forum(tasks=[here])
    tongue = {"language": language}
    people = {
        "citizen": make_citizen(**tongue),
        "author": make_citizen(email=_email(Word.AUTHOR_EMAIL), identity=make_identity(person_key=KEY), verified=False, **tongue),
        "reporter": make_citizen(email=_email(Word.REPORTER_EMAIL), nickname=Word.REPORTER_NAME.value, **tongue),
        "suspended": make_citizen(email=_email(Word.SUSPENDED_EMAIL), nickname=Word.SUSPENDED_NAME.value, **tongue),
        "decider": make_moderator(email=_email(Word.MODERATOR_EMAIL), nickname=Word.MODERATOR_NAME.value, **tongue),
        "colleague": make_moderator(email=_email(Word.COLLEAGUE_EMAIL), nickname=Word.COLLEAGUE_NAME.value, **tongue),
        "chief": make_administrator(email=_email(Word.CHIEF_EMAIL), nickname=Word.CHIEF_NAME.value, **tongue),
        "moderator": make_moderator(tasks=[here], **tongue),
        "moderator elsewhere": make_moderator(tasks=[elsewhere], **tongue),
        "officer and organiser": accounts.grant_role(person=make_officer(department=department, **tongue), role="organiser"),
        "administrator": make_administrator(**tongue),
    }
    return World(here=here, elsewhere=elsewhere, people=people)


def post(world: World, clock, word: str, *, by: str = "author", name: str = "", **fields: Any) -> Comment:
    """A comment with a word in it, eleven minutes after the last one."""
    clock.shift(LATER)
    written = {"body": f"{word} 이야기를 합니다.", "form_key": uuid4(), **fields}
    comment = discussion.post(task=world.here, author=world.people[by], **written)
    world.comments[name or Word(word).name.lower()] = comment
    return comment


def edit(clock, comment: Comment, word: str) -> Comment:
    """The same with other words, so late that the earlier ones are kept."""
    clock.shift(LATER)
    return discussion.edit(comment=comment, author=comment.author, body=f"{word} 이야기로 고칩니다.")


def hide(world: World, comment: Comment) -> ModerationDecision:
    """Hidden by the decider with an internal note."""
    words = {"rule": "abuse", "reason": "모욕하는 표현이 있습니다.", "note": Word.NOTE.value}
    decision = moderation.hide(comment=comment, moderator=world.people["decider"], **words)
    world.decisions.append(decision)
    return decision


def report(world: World, comment: Comment, by, address: str = "") -> None:
    """A citizen's complaint with a text."""
    moderation.report(comment=comment, reporter=by, reason="abuse", text=f"{Word.REPORT} 때문입니다.", address=address)


def _shown(world: World, clock) -> None:
    for number in ("첫째", "둘째", "셋째"):  # whoever has three comments in sight is no longer new
        post(world, clock, Word.BEFORE)
        edit(clock, world.comments["before"], f"{number} {Word.SHOWN}")
    lapsed = post(world, clock, Word.LAPSED)
    _block(world, lapsed, days=1, email="other@example.org", name="다른 사람", statement="다른 까닭입니다.", note="", evidence=[])
    clock.shift(timedelta(days=1, minutes=1))
    withheld = _screened(world, clock, Word.WITHHELD, body=f"{Word.WITHHELD} {PHONE}")
    moderation.publish(comment=withheld, moderator=world.people["decider"], reason="문제가 없습니다.", note=Word.NOTE.value)
    edit(clock, withheld, "전화번호를 뺀")


def owe(world: World, comment: Comment) -> None:
    """The department of the task owes the comment an answer, which is told to nobody once the comment is hidden."""
    answers.take_up(comment=comment, officer=world.people["officer and organiser"])


def _hidden(world: World, clock) -> None:
    topic = make_topic(name_ko=Word.TOPIC.value, name_en=Word.TOPIC.value)
    hidden = post(world, clock, Word.HIDDEN_BEFORE, name="hidden", topic=topic, stance="against", form_key=FORM_KEY)
    type(topic).objects.filter(pk=topic.pk).update(is_offered=False)
    post(world, clock, Word.ANSWERED, by="citizen", parent=hidden)
    reply = post(world, clock, Word.HIDDEN_REPLY, parent=hidden)
    owe(world, hidden)
    edit(clock, hidden, Word.HIDDEN)
    report(world, hidden, world.people["reporter"], REPORTER_ADDRESS)
    decision, other = hide(world, hidden), hide(world, reply)
    clock.shift(LATER)
    lodged = [appeals.appeal(decision=one, author=one.comment.author, text=Word.APPEAL.value) for one in (decision, other)]
    words = {"reason": "다시 보아도 모욕입니다.", "note": Word.APPEAL_NOTE.value}
    appeals.rule(appeal=lodged[1], moderator=world.people["colleague"], reverses=False, **words)
    world.appeals += lodged


def _screened(world: World, clock, word: str, **fields: Any) -> Comment:
    """A comment that waits, since in this discussion everything is looked at first; so it is for a moment only."""
    discussion.set_screening(task=world.here, screening=Discussion.Screening.ALL, by=world.people["chief"])
    comment = post(world, clock, word, **fields)
    discussion.set_screening(task=world.here, screening=Discussion.Screening.AT_ONCE, by=world.people["chief"])
    return comment


def _pending(world: World, clock) -> None:
    pending = _screened(world, clock, Word.PENDING)
    _screened(world, clock, Word.PENDING_REPLY, parent=world.comments["before"])
    changed = post(world, clock, Word.PENDING_CHANGE_BEFORE, name="pending_change")
    post(world, clock, "", by="citizen", name="below_pending_change", parent=changed, body="가로등 아래 답글입니다.")
    edit(clock, changed, f"{Word.PENDING_CHANGE} {PHONE}")
    moderation.claim(comment=pending, moderator=world.people["colleague"])


def _under_review(world: World, clock) -> None:
    reviewed = post(world, clock, Word.REVIEWED)
    clock.shift(timedelta(days=3))  # nobody is pursuing the author, and nobody's identity was proved just now
    for reporter in (world.people["reporter"], make_citizen(), make_citizen()):
        report(world, reviewed, reporter)
    moderation.claim(comment=reviewed, moderator=world.people["colleague"])


def _withdrawn(world: World, clock) -> None:
    withdrawn = post(world, clock, Word.WITHDRAWN_BEFORE, name="withdrawn")
    owe(world, withdrawn)
    edit(clock, withdrawn, Word.WITHDRAWN)
    post(world, clock, "", by="citizen", name="below_withdrawn", parent=withdrawn, body="우체통 아래 답글입니다.")
    report(world, withdrawn, world.people["reporter"])
    discussion.withdraw(comment=withdrawn, author=withdrawn.author)


def _block(world: World, comment: Comment, *, days: int, note: str, **fields: Any) -> Takedown:
    asked = requests.request(comment=comment, relation="self", right="privacy", language=comment.author.language, **fields)
    takedown = requests.confirm(takedown=asked)
    words = {"reason": "사생활이 드러난 것으로 보입니다.", "note": note}
    return blocks.block(takedown=takedown, moderator=world.people["decider"], days=days, **words)


def _blocked(world: World, clock) -> None:
    blocked, other = post(world, clock, Word.BLOCKED), world.comments["before"]
    owe(world, blocked)
    owe(world, other)
    file = EvidenceFile(f"{Word.EVIDENCE_NAME}.png", "image/png", PNG + Word.EVIDENCE.encode())
    asking = {"name": Word.REQUESTER_NAME.value, "email": _email(Word.REQUESTER_EMAIL)}
    said = {"note": Word.TAKEDOWN_NOTE.value, "statement": Word.STATEMENT.value, "evidence": [file]}
    takedown = _block(world, blocked, days=30, **said, **asking)
    world.takedown = requests.object_to(takedown=takedown, author=blocked.author, text=Word.OBJECTION.value)
    words = {"relation": "self", "right": "privacy", "statement": Word.UNCONFIRMED.value}
    world.unconfirmed = requests.request(comment=other, **words, **asking)


def _suspended(world: World, clock) -> None:
    person, _comment = world.people["suspended"], post(world, clock, Word.OF_SUSPENDED, by="suspended")
    words = {"rule": "spam", "reason": Word.SUSPENSION_REASON.value, "note": Word.SUSPENSION_NOTE.value}
    words |= {"until": timezone.now() + timedelta(days=30), "hides_comments": True}
    world.suspension = suspensions.suspend(person=person, moderator=world.people["chief"], **words)
    world.appeals.append(appeals.appeal_suspension(suspension=world.suspension, author=person, text=Word.SUSPENSION_APPEAL.value))


def _reported(world: World) -> None:
    """What an officer, who is never named, has published about the task, and what is not published yet."""
    officer = make_officer(nickname=Word.OFFICER_NAME.value, department=world.people["officer and organiser"].department)
    world.update = make_update(task=world.here, officer=officer)
    file = ReceivedFile(f"{Word.UPDATE_FILE}.png", "image/png", PNG)
    words = f"{Word.UPDATE_DRAFT} 이야기를 합니다."
    world.draft = make_update(task=world.here, officer=officer, is_published=False, body_ko=words, files=[file])
    world.milestone = make_milestone(task=world.here, officer=officer)


def _looked_at(world: World) -> None:
    for name in ("author", "suspended"):
        accounts.record_view(request_user=world.people["chief"], whose=world.people[name], why=f"{Word.LOOK} 때문에 봅니다.")
