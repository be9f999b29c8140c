"""What a page's boxes say: targets too small to touch, parts read in another order than they are seen, tables too wide."""

from playwright.sync_api import Page

# Links inside of a sentence may be as high as their line (WCAG 2.5.8, exception "inline"); a link whose ::after covers its card
# is as large as the card; a box or button of a choice is touched by its label.
SMALL_TARGETS = """least => {
  const inline = (element) => {
    if (getComputedStyle(element).display !== 'inline') return false;
    const block = element.closest('p, li, dd, dt, td, th, h1, h2, h3, h4, label, div, figcaption, caption, blockquote');
    return block && block.textContent.trim().length > element.textContent.trim().length + 1;
  };
  const covers = (element) => {
    const after = getComputedStyle(element, '::after');
    return after.content !== 'none' && after.position === 'absolute';
  };
  const target = (element) => {
    const isChoice = element.matches('[type=checkbox], [type=radio]');
    return (isChoice && (element.closest('label') || element.labels?.[0])) || element;
  };
  const found = [];
  for (const element of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
    if (element.matches('[type=hidden], :disabled') || element.closest('#djDebug')) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest('.visually-hidden, .skip-link') || inline(element) || covers(element)) continue;
    const box = target(element).getBoundingClientRect();
    if (box.width + 0.5 < least || box.height + 0.5 < least) {
      found.push(`${Math.round(box.width)}x${Math.round(box.height)} ${element.outerHTML.replace(/\\s+/g, ' ').slice(0, 110)}`);
    }
  }
  return found;
}"""

# A sibling must not begin higher than the one before it in the document, or on the same line and left of it.
OUT_OF_ORDER = """() => {
  const SAME_LINE = 24;
  const found = [];
  const shown = (element) => {
    const style = getComputedStyle(element);
    if (['absolute', 'fixed', 'sticky'].includes(style.position) || style.float !== 'none') return false;
    if (element.closest('svg, #djDebug, table')) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility() && style.display !== 'inline';
  };
  const name = (element) => [element.tagName.toLowerCase(), ...element.classList].slice(0, 2).join('.');
  for (const parent of document.querySelectorAll('body, body *')) {
    let before = null;
    for (const child of parent.children) {
      if (!shown(child)) continue;
      const box = child.getBoundingClientRect();
      if (before) {
        const isLower = box.top > before.box.top + SAME_LINE;
        const isHigher = box.top < before.box.top - SAME_LINE && box.bottom < before.box.bottom + SAME_LINE;
        const isLeft = !isLower && box.right <= before.box.left + 1;
        if (isHigher || isLeft) found.push(`${name(child)} is seen before ${name(before.child)}`);
      }
      before = { box, child };
    }
  }
  return found;
}"""

# Tables of citizens are stacked where they would be too wide: nothing to scroll sideways, and each value under its column's name.
UNSTACKED = """() => {
  const found = [];
  for (const region of document.querySelectorAll('.table-wrap')) {
    const heads = [...region.querySelectorAll('thead th')].map(head => head.textContent.replace(/\\s+/g, ' ').trim());
    if (region.checkVisibility() && region.scrollWidth > region.clientWidth) found.push(`${heads.join(', ')}: scrolls`);
    for (const row of region.querySelectorAll('.table--stacked :is(tbody, tfoot) tr')) {
      let column = 0;
      for (const cell of row.cells) {
        if (cell.matches('td') && cell.dataset.label !== heads[column]) found.push(`${cell.dataset.label} for ${heads[column]}`);
        column += cell.colSpan;
      }
    }
  }
  return found;
}"""


def small_targets(page: Page, *, least: int) -> list[str]:
    """What can be pressed and is narrower or lower than so many CSS pixels."""
    return page.evaluate(SMALL_TARGETS, least)


def out_of_order(page: Page) -> list[str]:
    """Parts that stand above or left of the one before them in the document."""
    return page.evaluate(OUT_OF_ORDER)


def unstacked(page: Page) -> list[str]:
    """Tables that scroll sideways, and cells that are named after another column."""
    return page.evaluate(UNSTACKED)
