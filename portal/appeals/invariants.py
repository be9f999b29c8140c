"""What must hold of appeals and suspensions."""

from portal.core.invariants import Invariant

APPEALS = (
    Invariant(
        name="appeals.against_their_own",
        sentence="Whoever appeals was decided about, after it was decided, and `made_by` is who had decided.",
        table="appeals_appeal",
        sql="""
            SELECT appeal.id, (appeal.author_id, made_by_id, appeal.created_at),
                   coalesce((comment.author_id, decision.moderator_id, decision.created_at)::text,
                            (suspension.person_id, suspension.moderator_id, began_at)::text)
            FROM appeals_appeal AS appeal JOIN accounts_user AS author ON author.id = appeal.author_id
            LEFT JOIN moderation_moderationdecision AS decision ON decision.id = decision_id
            LEFT JOIN discussion_comment AS comment ON comment.id = decision.comment_id
            LEFT JOIN appeals_suspension AS suspension ON suspension.id = suspension_id
            WHERE made_by_id IS DISTINCT FROM coalesce(decision.moderator_id, suspension.moderator_id)
                OR appeal.created_at < coalesce(decision.created_at, began_at) OR due_at <= appeal.created_at
                OR (appeal.author_id <> coalesce(comment.author_id, person_id)
                    AND author.identity_id IS DISTINCT FROM coalesce(comment.person_key, suspension.person_key))
        """,
    ),
    Invariant(
        name="appeals.open_against_what_holds",
        sentence="An open appeal is against a hiding that still holds, or a suspension that nobody lifted.",
        table="appeals_appeal",
        sql="""
            SELECT appeal.id, 'open', 'settled' FROM appeals_appeal AS appeal
            LEFT JOIN moderation_moderationdecision AS decision ON decision.id = decision_id
            LEFT JOIN discussion_comment AS comment ON comment.id = decision.comment_id
            LEFT JOIN appeals_suspension AS suspension ON suspension.id = suspension_id
            WHERE appeal.state = 'open' AND (
                decision.action <> 'hide' OR comment.state <> 'hidden' OR lifted_by_id IS NOT NULL
                OR EXISTS (SELECT FROM moderation_moderationdecision AS undo WHERE undo.undoes_id = decision.id)
            )
        """,
    ),
    Invariant(
        name="appeals.outcomes",
        sentence="The decision that followed an appeal shows the same comment again, and only a reversal has one.",
        table="appeals_appeal",
        sql="""
            SELECT appeal.id, (appeal.state, outcome.comment_id, outcome.action), ('reversed', decision.comment_id, 'restore')
            FROM appeals_appeal AS appeal JOIN moderation_moderationdecision AS outcome ON outcome.id = outcome_id
            LEFT JOIN moderation_moderationdecision AS decision ON decision.id = decision_id
            WHERE (appeal.state, outcome.comment_id, outcome.action) IS DISTINCT FROM ('reversed', decision.comment_id, 'restore')
        """,
    ),
)

SUSPENSIONS = (
    Invariant(
        name="appeals.suspended_until",
        sentence="An account is suspended exactly until the end of the suspension that nobody lifted.",
        table="accounts_user",
        sql="""
            WITH active AS (
                SELECT person_id, person_key, ends_at FROM appeals_suspension WHERE lifted_at IS NULL AND ends_at > %(now)s
            ), concerned AS (
                SELECT id, identity_id, suspended_until FROM accounts_user WHERE (
                    suspended_until > %(now)s OR id IN (SELECT person_id FROM active)
                    OR identity_id IN (SELECT person_key FROM active)
                ) AND (is_active OR identity_id IS NOT NULL)
            )
            SELECT person.id, suspended_until, ends_at FROM concerned AS person
            LEFT JOIN active ON person_id = person.id OR person_key = identity_id
            WHERE suspended_until IS DISTINCT FROM ends_at
        """,
    ),
    Invariant(
        name="appeals.suspended_person",
        sentence="A verified account is suspended as long as its person is.",
        table="accounts_user",
        sql="""
            SELECT person.id, person.suspended_until, identity.suspended_until FROM accounts_user AS person
            JOIN accounts_identityverification AS identity ON identity.person_key = identity_id
            WHERE greatest(person.suspended_until, %(now)s) IS DISTINCT FROM greatest(identity.suspended_until, %(now)s)
        """,
    ),
)

INVARIANTS = (*APPEALS, *SUSPENSIONS)
