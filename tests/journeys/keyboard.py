"""Walking a page with Tab alone; wherever the focus comes to rest it is seen."""

from playwright.sync_api import Page, expect

MOST_STEPS = 150
# One look at the page: between two of them the focus may have moved on.
MARK_OF_FOCUSED = """selector => {
  const focused = document.activeElement;
  if (!focused.matches(selector)) return null;
  const style = getComputedStyle(focused);
  return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
}"""


def press(page: Page, selector: str, *, key: str = "Enter") -> None:
    """Walk to the first of these and press a key on it."""
    walk_to(page, selector)
    page.keyboard.press(key)


def walk_to(page: Page, selector: str) -> None:
    """Press Tab until one of these has the focus, and see that it is marked."""
    expect(page.locator(selector).first).to_be_visible()
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        is_marked = page.evaluate(MARK_OF_FOCUSED, selector)
        if is_marked is not None:
            assert is_marked
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def write(page: Page, selector: str, words: str) -> None:
    """Walk to the first of these and type."""
    walk_to(page, selector)
    page.keyboard.insert_text(words)
