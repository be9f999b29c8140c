"""Expressions that PostgreSQL keeps up to date: the order of a thread, agreement and divisiveness."""

from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Cast, Concat, Greatest, Least, LPad, Sqrt

STEP = 12  # characters that one comment takes in a path
Z = 1.959964  # the 97.5th percentile of the normal distribution


def digits_of(key: str, width: int) -> LPad:
    """The key in column `key`, with leading zeros."""
    return LPad(Cast(key, models.CharField()), width, Value("0"))


def own_step() -> Case:
    """How a comment is written in a path. The sign puts an official reply before its siblings: "-" sorts before "0"."""
    official = Concat(Value("-"), digits_of("id", STEP - 1))
    return Case(When(department=None, then=digits_of("id", STEP)), default=official)


def wilson_lower_bound(chosen: models.Expression, votes: models.Expression) -> models.Expression:
    """Lower end of the 95 % Wilson score interval for `chosen` out of `votes`, 0 without votes.

    (x + z²/2 − z·√(x·(n−x)/n + z²/4)) / (n + z²). Source: E. B. Wilson, "Probable inference, the law of
    succession, and statistical inference", JASA 22 (1927).
    """
    margin = Sqrt(chosen * (votes - chosen) / Greatest(votes, 1.0) + Z * Z / 4)
    return (chosen + Z * Z / 2 - Z * margin) / (votes + Z * Z)


def agreement() -> models.Expression:
    """How surely people agree: the lower bound for agree among agree and disagree. It ranks 90 of 100 above 1 of 1."""
    agree, disagree = _votes()
    return wilson_lower_bound(agree, agree + disagree)


def divisiveness() -> models.Expression:
    """How surely people are divided, from 0 to 1: twice the lower bound for the smaller side among agree and disagree.

    Two equal camps of a hundred reach 0.86, one against one 0.19, a hundred against nobody 0.
    """
    agree, disagree = _votes()
    return 2.0 * wilson_lower_bound(Least(agree, disagree), agree + disagree)


def _votes() -> tuple[Cast, Cast]:
    return Cast(F("agree_count"), models.FloatField()), Cast(F("disagree_count"), models.FloatField())
