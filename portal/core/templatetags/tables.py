"""Tables that a narrow screen shows row by row, each value under the heading of its column."""

import re
from html import unescape
from re import Match

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL)
HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
OPENING = re.compile(r"<(table|thead|tbody|tfoot|tr|th|td)\b([^>]*)>")
COLSPAN = re.compile(r'colspan="(\d+)"')
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tfoot": "rowgroup", "tr": "row"}


@register.tag
def stacked(parser: Parser, _token: Token) -> template.Node:
    """`{% stacked %}<table class="table table--stacked">…</table>{% endstacked %}`: cells are named after the table's own head.

    Roles are written out: to some screen readers, what the style sheet shows as blocks is no table any more.
    """
    content = parser.parse(("endstacked",))
    parser.delete_first_token()
    return _Stacked(content)


class _Stacked(template.Node):
    def __init__(self, content: NodeList) -> None:
        self.nodelist = content

    def render(self, context: template.Context) -> SafeString:
        """The same table with its roles and labels."""
        html = self.nodelist.render(context)
        head = HEAD.search(html)
        headings = HEADING.findall(head.group()) if head else []
        labels = [" ".join(unescape(strip_tags(heading)).split()) for heading in headings]
        return mark_safe(OPENING.sub(_Labelling(labels), html))  # noqa: S308 - what was rendered, and labels that are escaped


class _Labelling:
    """Goes through the opening tags of a table in their order."""

    def __init__(self, labels: list[str]) -> None:
        self.labels, self.column, self.is_head = labels, 0, False

    def __call__(self, opening: Match[str]) -> str:
        name, attributes = opening.groups()
        if name in ROLES:
            self.column = 0
            self.is_head = name == "thead" or (self.is_head and name == "tr")
            return f'<{name}{attributes} role="{ROLES[name]}">'
        label = self.labels[self.column] if self.column < len(self.labels) else ""
        span = COLSPAN.search(attributes)
        self.column += int(span.group(1)) if span else 1
        if name == "th":
            return f'<th{attributes} role="{"columnheader" if self.is_head else "rowheader"}">'
        return f'<td{attributes} role="cell"' + format_html(' data-label="{}">', label)
