"""The markup of a page without the white space that no browser shows, so that a test does not care how a template is set."""

import re

from django.http import HttpResponse

BLOCKS = (
    "article|aside|blockquote|br|caption|d[dlt]|details|div|fieldset|fig\\w+|footer|form|h[1-6]|header|legend|li|main|nav|[ou]l|option|p"
    "|section|summary|table|t[dhr]|tbody|tfoot|thead|title"
)
BESIDE_BLOCKS = re.compile(rf"\s*(</?(?:{BLOCKS})\b[^>]*>)\s*")
BEFORE_END = re.compile(r"\s+(\">|</(?:a|button|span|strong)>)")
AFTER_START = re.compile(r"(<(?:button\b|span class=\"badge)[^>]*>)\s+")


def markup(response: HttpResponse) -> str:
    """What came back on one line, with one blank where a browser shows one."""
    line = " ".join(response.content.decode().split())
    for invisible in (BESIDE_BLOCKS, BEFORE_END, AFTER_START):
        line = invisible.sub(r"\1", line)
    return line
