"""Reading, writing, voting and sorting; with htmx a part of the page, without it a page."""
