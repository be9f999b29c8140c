"""What must hold of tasks and of their history: what stands is what was last said, and nothing was said between."""

from portal.core.invariants import Invariant

# One row for each field of each change, in the order of what happened to the same thing. How a source or a strategy is called
# changes with the source: those names are no fields of the task.
FIELDS = """
    SELECT change.id, change.task_id, change.kind, change.row, change.action, field ->> 'name' AS name,
           field ->> 'before' AS before, field ->> 'after' AS after,
           row_number() OVER (PARTITION BY change.kind, coalesce(change.row, change.task_id), field ->> 'name'
                              ORDER BY change.id DESC) AS age,
           lag(field ->> 'after') OVER same AS stood, count(*) OVER same AS nth
    FROM plan_taskchange AS change CROSS JOIN LATERAL jsonb_array_elements(change.values) AS field
    WHERE field ->> 'name' NOT IN ('source', 'budget_source', 'strategy_ko', 'strategy_en')
    WINDOW same AS (PARTITION BY change.kind, coalesce(change.row, change.task_id), field ->> 'name' ORDER BY change.id)
"""
GAPS = """
    SELECT id, name || ' ' || coalesce(before, 'empty'), coalesce(stood, 'empty') FROM ({fields}) AS field
    WHERE nth > 1 AND before IS DISTINCT FROM stood
"""
# Compares the newest word of the history with the row itself, whatever the field is called.
STANDS = """
    SELECT field.id, field.name || ' ' || coalesce(field.after, 'empty'), coalesce(present.fields ->> field.name, 'empty')
    FROM ({fields}) AS field JOIN (SELECT id, to_jsonb(thing) AS fields FROM {table} AS thing) AS present
        ON present.id = coalesce(field.row, field.task_id)
    WHERE field.kind IN ({kinds}) AND field.age = 1 AND present.fields ? field.name
        AND nullif(present.fields ->> field.name, '') IS DISTINCT FROM nullif(field.after, '')
"""


def last_word_of(table: str, *kinds: str) -> str:
    """The changes of these kinds that were the last word about a field, and are not what stands in the table."""
    return STANDS.format(fields=FIELDS, table=table, kinds=", ".join(f"'{kind}'" for kind in kinds))


INVARIANTS = (
    Invariant(
        name="plan.history_has_no_gap",
        sentence="Each change of a thing begins with what the change before it left.",
        table="plan_taskchange",
        sql=GAPS.format(fields=FIELDS),
    ),
    Invariant(
        name="plan.tasks_as_last_stated",
        sentence="A task is what its history said last: its description, its budget, how far it is.",
        table="plan_taskchange",
        beside=("plan_task",),
        sql=last_word_of("plan_task", "task", "status"),
    ),
    Invariant(
        name="plan.facts_as_last_stated",
        sentence="A fact is what the history of its task said last.",
        table="plan_taskchange",
        beside=("plan_fact",),
        sql=last_word_of("plan_fact", "fact"),
    ),
    Invariant(
        name="plan.budget_as_last_stated",
        sentence="An amount of the budget is what the history of its task said last.",
        table="plan_taskchange",
        beside=("plan_budgetline",),
        sql=last_word_of("plan_budgetline", "budget"),
    ),
    Invariant(
        name="plan.removed_is_gone",
        sentence="A fact or an amount that the history says was taken away is not there any more.",
        table="plan_taskchange",
        sql="""
            SELECT change.id, kind || ' ' || "row", 'not there' FROM plan_taskchange AS change WHERE action = 'removed' AND (
                (kind = 'fact' AND "row" IN (SELECT id FROM plan_fact))
                OR (kind = 'budget' AND "row" IN (SELECT id FROM plan_budgetline))
            )
        """,
    ),
    Invariant(
        name="plan.updated_at",
        sentence="A task counts as updated when its newest change happened, or later.",
        table="plan_task",
        sql="""
            SELECT task.id, updated_at, latest FROM plan_task AS task
            JOIN (SELECT task_id, max(happened_at) AS latest FROM plan_taskchange GROUP BY task_id) AS changes
                ON changes.task_id = task.id
            WHERE updated_at < latest
        """,
    ),
)
