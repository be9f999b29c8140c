"""Holding the audit log against the rows that it tells of, both ways, so that an emptied or rewritten log is found and named.

The chain shows that nobody changed an event and forgot the others. Whoever may switch triggers off can recompute it; they would
have to rewrite every decision, export and role as well. Packages declare in `AppConfig.ready()` which of their rows an event
tells of, and what the names in events stand for. Each declaration is one query.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, DateTimeField, Exists, ExpressionWrapper, Min, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat

from portal.core.models import AuditEvent

# A row and its event are written by one transaction, so by one clock; a long act with many rows takes its time.
APART = timedelta(minutes=10)
DELETED = Q(action__endswith="_deleted") | Q(action__endswith=".discarded") | Q(action__endswith=".forgotten")


@dataclass(frozen=True)
class Check:
    """Rows, or events, that should not be there: each breaks the rule that `sentence` tells of, with `columns` filled in."""

    name: str
    sentence: str
    columns: tuple[str, ...]
    rows: QuerySet[Any]

    def breach(self) -> str:
        """The first row that breaks the rule, in a sentence, and how many there are; "" if none does."""
        found = self.rows.aggregate(first=Min("pk"), count=Count("pk", distinct=True))
        if not found["count"]:
            return ""
        values = self.rows.filter(pk=found["first"]).values_list(*self.columns).first() or ()
        more = f" (and {found['count'] - 1:,} more)" if found["count"] > 1 else ""
        return self.sentence.format(*values) + more


_checks: dict[str, Check] = {}


def declare_told(name: str, rows: QuerySet[Any], *events: QuerySet[AuditEvent], columns: tuple[str, ...] = ("pk",)) -> None:
    """Make known that one of these events tells of each row. `events` come from `events_of`; `columns` name a row."""
    untold = rows.filter(*(~Exists(each) for each in events))
    declare_check(name, f"no event tells of {name} {' '.join(['{}'] * len(columns))}", untold, columns=columns)


def declare_kind(kind: str, rows: QuerySet[Any]) -> None:
    """Make known what a subject `kind:key` names: one of these rows, unless an event says that it was deleted."""
    named = joined(f"{kind}:", "pk")
    existing = rows.alias(named=named).filter(named=OuterRef("subject"))
    deleted = AuditEvent.objects.filter(DELETED, subject=OuterRef("subject"))
    events = AuditEvent.objects.filter(~Exists(existing), ~Exists(deleted), subject__startswith=f"{kind}:")
    declare_check(kind, "event {} tells of {}, which does not exist", events, columns=("number", "subject"))


def declare_detail(key: str, rows: QuerySet[Any], *, column: str = "pk") -> None:
    """Make known what a detail of this name holds: the key of one of these rows."""
    existing = rows.alias(named=Cast(column, TextField())).filter(named=OuterRef("detail"))
    events = AuditEvent.objects.alias(detail=KeyTextTransform(key, "details")).filter(detail__isnull=False)
    sentence = f"event {{}} tells of {key} {{}}, which does not exist"
    declare_check(f"details.{key}", sentence, events.filter(~Exists(existing)), columns=("number", f"details__{key}"))


def declare_check(name: str, sentence: str, rows: QuerySet[Any], *, columns: tuple[str, ...]) -> None:
    """Make a rule known that is broken by each of these rows."""
    _checks[name] = Check(name, sentence, columns, rows)


def declared() -> list[str]:
    """The names of all checks."""
    return list(_checks)


def breaches() -> Iterator[str]:
    """Each rule that is broken, with the first row or event that breaks it."""
    return filter(None, (check.breach() for check in _checks.values()))


def events_of(
    action: str | Combinable, *, subject: tuple[str, str], actor: str = "", at: str = "", **details: str
) -> QuerySet[AuditEvent]:
    """Events that tell of a row. `action` may be made of the row's columns (`OuterRef`); the others name its columns: `subject`
    says kind and key, `actor` who did it, `at` when, and each of `details` what stands there.
    """
    events: QuerySet[AuditEvent] = AuditEvent.objects.filter(action=action, subject=named_by(*subject))
    if actor:
        events = events.alias(who=Coalesce("actor", 0)).filter(who=Coalesce(OuterRef(actor), 0))
    if at:
        earliest, latest = (moved(at, span) for span in (-APART, APART))
        events = events.filter(happened_at__gte=earliest, happened_at__lte=latest)
    for key, column in details.items():
        events = with_detail(events, key, column)
    return events


def named_by(kind: str, column: str) -> Concat:
    """How events call the row that a column of the outer query names."""
    return joined(f"{kind}:", OuterRef(column))


def joined(start: str, *columns: str | Combinable, between: str = "") -> Concat:
    """A text and columns behind it."""
    parts: list[Combinable] = [Value(start)]
    for number, column in enumerate(columns):
        parts += [Value(between)] * bool(number) + [Cast(column, TextField())]
    return Concat(*parts, output_field=TextField())


def with_detail(events: QuerySet[AuditEvent], key: str, column: str) -> QuerySet[AuditEvent]:
    """Those whose detail is what stands in a column of the outer query."""
    name = f"detail_{key}"
    return events.alias(**{name: KeyTextTransform(key, "details")}).filter(**{name: Cast(OuterRef(column), TextField())})


def moved(column: str, span: timedelta) -> ExpressionWrapper:
    """A moment of the outer query, earlier or later."""
    return ExpressionWrapper(OuterRef(column) + Value(span), output_field=DateTimeField())
