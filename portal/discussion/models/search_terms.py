"""What each comment is found by, apart from the comments themselves."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

from portal.discussion.models.comments import Comment


class SearchTerms(models.Model):
    """One row for each comment, written by a trigger of the database whenever its text is (migration `search_terms`).

    A table of its own, since a vote rewrites a comment's row and the entries of the row in every index, of which this has dozens.
    """

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="search_terms")
    terms = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["terms"], name="comment_found_by_terms", fastupdate=False)]

    def __str__(self) -> str:
        return f"terms of #{self.comment_id}"


@SearchVectorField.register_lookup
class Matches(models.Lookup):
    """`terms__matches="'느리' & '버스'"`: a query in PostgreSQL's own writing (type tsquery), taken as it is, nothing stemmed."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """The operator `@@`."""
        left, left_values = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", [*left_values, self.rhs]
