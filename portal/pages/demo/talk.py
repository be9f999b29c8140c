"""What people say in the demo world, and what becomes of it at the desks: through the services, each act by whoever may.

A row of `world.yaml` is a comment; its keys say what happens to it, in the order of `DemoTalk.add`.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypedDict

from django.utils import timezone

from portal.accounts.models import User
from portal.answers import services as answers
from portal.appeals.services import appeals, suspensions
from portal.discussion import services as discussion
from portal.discussion.models import Comment, Topic
from portal.moderation import services as moderation
from portal.plan.models import Task
from portal.takedowns.services import blocks, requests


class Requester(TypedDict):
    """Whoever asks for a block, without an account."""

    name: str
    email: str
    relation: str
    language: str


REQUESTER: Requester = {"name": "요청인 · 체험용", "email": "requester@example.org", "relation": "self", "language": "ko"}


@dataclass
class DemoTalk:
    """Adds comments with all that follows from them. `people` are found by their keys; `comments` counts what was written."""

    now: datetime
    people: dict[str, User]
    comments: int = 0
    topics: dict[str, Topic] = field(default_factory=lambda: {topic.slug: topic for topic in Topic.objects.all()})

    def add(self, row: dict[str, Any], task: Task, parent: Comment | None = None) -> None:
        """One comment and everything below it, written as many hours ago as the row says."""
        comment = self._say(row, task, parent)
        self._vote(comment, row)
        for reply in row.get("replies", []):
            self.add(reply, task, parent=comment)
        for report in row.get("reported_by", []):
            reporter = self.people[report["who"]]
            moderation.report(comment=comment, reporter=reporter, reason=report["reason"], text=report.get("text", ""))
        if hidden := row.get("hidden"):
            self._hide(comment, hidden)
        if asked := row.get("takedown"):
            self._take_down(comment, asked)
        if owed := row.get("owed"):
            self._answer(comment, owed)
        self._move_back(comment, row)
        if words := row.get("changed_to"):
            discussion.edit(comment=Comment.objects.get(pk=comment.pk), author=comment.author, body=words)

    def suspend(self, row: dict[str, Any]) -> None:
        """Somebody may not write for some days."""
        suspensions.suspend(
            person=self.people[row["who"]],
            moderator=self.people[row["by"]],
            rule=row["rule"],
            reason=row["reason"],
            until=self.now + timedelta(days=row["days"]),
        )

    def _say(self, row: dict[str, Any], task: Task, parent: Comment | None) -> Comment:
        self.comments += 1
        speaker, body = self.people[row["by"]], row["text"]
        topic = self.topics.get(row.get("topic", ""))  # None also for one that an administrator took away
        return discussion.post(task=task, author=speaker, body=body, parent=parent, stance=row.get("stance", ""), topic=topic)

    def _vote(self, comment: Comment, row: dict[str, Any]) -> None:
        for value in ("agree", "disagree"):
            for voter in row.get(value, []):
                discussion.vote(comment=comment, voter=self.people[voter], value=value)

    def _hide(self, comment: Comment, row: dict[str, Any]) -> None:
        moderator = self.people[row["by"]]
        decision = moderation.hide(comment=comment, moderator=moderator, rule=row["rule"], reason=row["reason"])
        if appeal := row.get("appeal"):
            appeals.appeal(decision=decision, author=comment.author, text=appeal)

    def _take_down(self, comment: Comment, row: dict[str, Any]) -> None:
        """Somebody without an account asks for a block; with `blocked_because` a moderator has decided already."""
        asked = requests.request(comment=comment, right=row["right"], statement=row["statement"], **REQUESTER)
        takedown = requests.confirm(takedown=asked)
        if reason := row.get("blocked_because"):
            blocks.block(takedown=takedown, moderator=self.people[row["by"]], reason=reason)

    def _answer(self, comment: Comment, row: dict[str, Any]) -> None:
        """A department takes a comment up, so many days ago; with `text` it has answered by now, with `review` it has begun."""
        officer = self.people[row["by"]]
        request = answers.take_up(comment=comment, officer=officer, now=self.now - timedelta(days=row["days_ago"]))
        if row.get("review"):
            answers.start_review(request=request, officer=officer)
        if row.get("note"):
            answers.add_note(request=request, officer=officer, text=row["note"])
        if text := row.get("text"):
            today = timezone.localdate(self.now)
            promises = [
                answers.Promise(promise["ko"], today + timedelta(days=promise["in_days"]), promise["en"])
                for promise in row.get("promises", [])
            ]
            words = {"body": text, "outcome": row["outcome"], "reason": row["reason"]}
            answers.answer(request=request, officer=officer, promises=promises, **words)

    def _move_back(self, comment: Comment, row: dict[str, Any]) -> None:
        """Write the comment's time; when its state changed is moved too, unless a desk has just changed it."""
        at = self.now - timedelta(hours=row["hours_ago"])
        is_settled = Comment.objects.shown().filter(pk=comment.pk).exists()
        moved = ["created_at", "state_changed_at"] if is_settled else ["created_at"]
        Comment.objects.filter(pk=comment.pk).update(**dict.fromkeys(moved, at))
