"""What must hold of milestones, updates and of who follows what."""

from portal.core.invariants import Invariant
from portal.plan.models.invariants import last_word_of

INVARIANTS = (
    Invariant(
        name="progress.milestones_as_last_stated",
        sentence="A milestone is planned for the day, and was reached on the day, that the history of its task said last.",
        table="plan_taskchange",
        beside=("progress_milestone",),
        sql=last_word_of("progress_milestone", "milestone"),
    ),
    Invariant(
        name="progress.baselines",
        sentence="The day first planned for a milestone is the one with which its history begins.",
        table="progress_milestone",
        sql="""
            SELECT milestone.id, baseline_on, field ->> 'after' FROM progress_milestone AS milestone
            JOIN plan_taskchange AS change ON change.kind = 'milestone' AND change.action = 'added' AND change.row = milestone.id
            CROSS JOIN LATERAL jsonb_array_elements(change.values) AS field
            WHERE field ->> 'name' = 'planned_on' AND field ->> 'after' <> baseline_on::text
        """,
    ),
    Invariant(
        name="progress.updates_in_the_history",
        sentence="An update stands in the history of its task exactly since it was published, and as withdrawn once it was.",
        table="progress_taskupdate",
        sql="""
            SELECT updates.id, state, coalesce(actions, 'nothing published') FROM progress_taskupdate AS updates
            LEFT JOIN (
                SELECT "row", string_agg(action, ' ' ORDER BY id) AS actions FROM plan_taskchange
                WHERE kind = 'update' AND action IN ('published', 'withdrawn') GROUP BY "row"
            ) AS said ON said.row = updates.id
            WHERE coalesce(actions, '') <> CASE state
                WHEN 'draft' THEN '' WHEN 'published' THEN 'published' ELSE 'published withdrawn' END
        """,
    ),
    Invariant(
        name="progress.file_size",
        sentence="A file of an update is as long as it says.",
        table="progress_updatefile",
        sql="SELECT id, octet_length(content), size FROM progress_updatefile WHERE octet_length(content) <> size",
    ),
    Invariant(
        name="progress.followers_are_told",
        sentence="Whoever follows a task has a moment up to which they were told of everything.",
        table="progress_follow",
        sql="""
            SELECT follow.id, 'never told', 'told up to a moment' FROM progress_follow AS follow
            LEFT JOIN progress_digest AS digest ON digest.user_id = follow.user_id WHERE digest.user_id IS NULL
        """,
    ),
)
