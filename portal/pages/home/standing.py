"""Where the tasks stand: a tally of their states, and the strategies with a row for each task. Free of HTTP."""

from dataclasses import dataclass

from portal.plan.models import Source, Status, Strategy, Task

# What moves first, what rests after it, what nobody knows last.
ORDER = (
    Status.UNDER_WAY,
    Status.DELAYED,
    Status.PLANNED,
    Status.DONE,
    Status.ON_HOLD,
    Status.STOPPED,
    Status.NOT_STATED,
)


@dataclass(frozen=True)
class Group:
    """One strategy and its tasks by number."""

    strategy: Strategy
    tasks: list[Task]


@dataclass(frozen=True)
class Standing:
    """All tasks: which are in each state that occurs, under which strategy each stands, and who published them."""

    total: int
    tally: list[tuple[Status, list[Task]]]
    groups: list[Group]
    sources: list[Source]

    @property
    def publishers(self) -> list[str]:
        """Each once, in the order in which the strategies and tasks name them."""
        return list(dict.fromkeys(source.publisher for source in self.sources))


def standing() -> Standing:
    """One query, sixteen rows."""
    tasks = list(Task.objects.select_related("strategy__source", "source").order_by("strategy__position", "strategy", "number"))
    strategies = {task.strategy_id: task.strategy for task in tasks}
    of = {status: [task for task in tasks if task.status == status] for status in ORDER}
    return Standing(
        total=len(tasks),
        tally=[(status, found) for status, found in of.items() if found],
        groups=[Group(each, [task for task in tasks if task.strategy_id == key]) for key, each in strategies.items()],
        sources=[strategy.source for strategy in strategies.values()] + [task.source for task in tasks],
    )
