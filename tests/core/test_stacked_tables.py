"""A table that narrow screens show row by row: its cells are named after its head, and it stays a table for screen readers."""

import re

from django.template import Context, Template

TABLE = """{% load tables %}{% stacked %}<table class="table">
  <thead><tr><th scope="col">과제</th><th scope="col" class="numeric">{{ first }}</th><th scope="col">다음
    <span>해</span></th></tr></thead>
  <tbody><tr><th scope="row">가</th><td class="numeric">1</td><td>2</td></tr></tbody>
  <tfoot><tr><th scope="row" colspan="2">합계</th><td>3</td></tr></tfoot>
</table>{% endstacked %}"""


def rendered(first: str = "올해") -> str:
    return Template(TABLE).render(Context({"first": first}))


def test_each_cell_carries_the_heading_of_its_column():
    assert re.findall(r'<td[^>]* data-label="([^"]*)">(\d)', rendered()) == [("올해", "1"), ("다음 해", "2"), ("다음 해", "3")]


def test_roles_are_written_out():
    roles = re.findall(r'<t[^>]* role="(\w+)"', rendered())

    assert " ".join(roles) == (
        "table rowgroup row columnheader columnheader columnheader rowgroup row rowheader cell cell rowgroup row rowheader cell"
    )


def test_a_heading_cannot_leave_its_attribute():
    html = rendered('"><b onclick="x">')

    assert 'data-label="&quot;&gt;' in html
    assert "<b" not in html
