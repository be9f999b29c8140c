"""How far two tasks of the demo world are, said by its officer through the services. Every text says that it is a sample.

What lies in the past is moved back there afterwards, since a service always acts now; baselines stand, so a milestone that slips
is stated with its first day and moved.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.plan import services as plan
from portal.plan.models import BudgetLine, Source, Task
from portal.progress import services as progress
from portal.progress.models import DecisionWindow, Milestone, TaskUpdate


@dataclass
class DemoProgress:
    """States, reports and follows what a row of `progress` in `world.yaml` says."""

    now: datetime
    people: dict[str, User]

    def add(self, row: dict[str, Any]) -> None:
        """One task: its status, its milestones, its updates, its followers."""
        task, officer = Task.objects.get(slug=row["task"]), self.people[row["by"]]
        if row.get("milestones"):
            self._give_to_department(task, officer)
        for each in row.get("milestones", []):
            self._add_milestone(task, officer, each)
        for each in row.get("updates", []):
            self._add_update(task, officer, each)
        if "budget" in row:
            self._add_budget(task, officer, row["budget"])
        if "decided" in row:
            window = self._ask(task, officer, row["decided"])
            outcome = row["decided"]["outcome"]
            progress.windows.decide(window=window, officer=officer, outcome_ko=outcome["ko"], outcome_en=outcome["en"])
        if "asked" in row:
            self._ask(task, officer, row["asked"])
        status = row["status"]
        reason = status.get("reason", {})
        progress.set_status(
            task=task,
            status=status["is"],
            officer=officer,
            reason_ko=reason.get("ko", ""),
            reason_en=reason.get("en", ""),
        )
        for key in row.get("followers", []):
            progress.follow(task=task, person=self.people[key], level="official")

    def _give_to_department(self, task: Task, officer: User) -> None:
        """As the admin writes it, history included, so that the officer's desk has tasks of its own."""
        before, department = plan.changes.snapshot(task.pk), officer.department
        if department is None:
            return
        Task.objects.filter(pk=task.pk).update(department_ko=department.name_ko, department_en=department.name_en)
        plan.changes.note_differences(task=task, before=before, by=officer)

    def _add_milestone(self, task: Task, officer: User, row: dict[str, Any]) -> None:
        titles = {"title_ko": row["title"]["ko"], "title_en": row["title"]["en"]}
        milestone = progress.milestones.add(task=task, officer=officer, planned_on=self._day(row["first_in_days"]), **titles)
        if "now_in_days" in row or "reached_days_ago" in row:
            self._change(milestone, officer, row, titles)

    def _change(self, milestone: Milestone, officer: User, row: dict[str, Any], titles: dict[str, str]) -> None:
        reason = row.get("reason", {})
        progress.milestones.change(
            milestone=milestone,
            officer=officer,
            planned_on=self._day(row.get("now_in_days", row["first_in_days"])),
            actual_on=self._day(-row["reached_days_ago"]) if "reached_days_ago" in row else None,
            reason_ko=reason.get("ko", ""),
            reason_en=reason.get("en", ""),
            title_ko=titles["title_ko"],
            title_en=titles["title_en"],
        )

    def _add_update(self, task: Task, officer: User, row: dict[str, Any]) -> None:
        words = {f"{name}_{language}": row[name][language] for name in ("title", "body") for language in ("ko", "en")}
        update = progress.updates.draft(task=task, officer=officer, **words)
        if "days_ago" not in row:
            return
        update = progress.updates.publish(update=update, officer=officer)
        TaskUpdate.objects.filter(pk=update.pk).update(published_at=self.now - timedelta(days=row["days_ago"]))

    def _ask(self, task: Task, officer: User, row: dict[str, Any]) -> DecisionWindow:
        texts = {
            f"{name}_{language}": row[name][language]
            for name in ("question", "still_open", "fixed", "decider")
            if name in row
            for language in ("ko", "en")
        }
        closes_on, decides_on = self._day(row.get("closes_in_days", 0)), self._day(row.get("decides_in_days", 0))
        return progress.windows.ask(task=task, officer=officer, closes_on=closes_on, decides_on=decides_on, **texts)

    def _add_budget(self, task: Task, officer: User, row: dict[str, Any]) -> None:
        """As the admin writes it, history included; amounts of the file are in 100 million won."""
        before, today = plan.changes.snapshot(task.pk), timezone.localdate(self.now)
        source, _created = Source.objects.get_or_create(
            key=row["source"]["key"], defaults={**row["source"], "published_on": today, "published_year": today.year}
        )
        BudgetLine.objects.bulk_create(
            BudgetLine(
                task=task,
                year=today.year,
                payer=line["payer"],
                stage=stage,
                amount_krw=line[stage] * 10**8,
                source=source,
                as_of=today,
            )
            for line in row["lines"]
            for stage in BudgetLine.Stage.values
        )
        plan.changes.note_differences(task=task, before=before, by=officer)

    def _day(self, days: int) -> date:
        return timezone.localdate(self.now) + timedelta(days=days)
