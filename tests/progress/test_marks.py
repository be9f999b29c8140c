"""The marks of the statuses: one shape each, so that they are told apart without colour, and never heard."""

import re

import pytest
from django.template.loader import render_to_string

from portal.plan.models import Status, Task


def shape(state: str) -> str:
    """What is drawn, without class names: a colour alone tells nothing apart."""
    drawn = render_to_string("components/_mark.html", {"state": state})
    return re.sub(r'\s*class="[^"]*"|\s+', "", drawn)


def test_every_status_has_a_shape_of_its_own():
    assert len({shape(state) for state in Status.values}) == len(Status.values) == 7


@pytest.mark.parametrize("status", Status.values)
def test_the_mark_is_silent_and_its_word_stands_beside_it(status):
    shown = render_to_string("progress/_status.html", {"task": Task(status=status)})

    assert 'aria-hidden="true"' in shown
    assert shown.rpartition("</svg>")[2].split() == [*str(Status(status).label).split(), "</span>"]
