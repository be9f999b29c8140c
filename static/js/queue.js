// The moderators' desk by keyboard. The keys work only while the focus is inside the list and not in a field (WCAG 2.1.4).
(() => {
  const KEYS = { j: 1, k: -1 };
  const DECISIONS = { h: "hide", l: "keep" };
  const list = document.querySelector("ul.queue");
  if (!list) return;
  document.querySelector("[data-queue-keys]").hidden = false;

  const waiting = () => [...list.querySelectorAll(".queue__row:not(.queue__row--settled)")];

  const step = (row, direction) => {
    const rows = [...list.children];
    const open = new Set(waiting());
    for (let index = rows.indexOf(row) + direction; rows[index]; index += direction) {
      if (open.has(rows[index])) return rows[index].focus();
    }
  };

  const close = (row) => {
    const form = row.querySelector(".queue__form");
    if (!form?.firstChild) return;
    form.replaceChildren();
    row.querySelector("[data-decide]").focus();
  };

  list.addEventListener("keydown", (event) => {
    const row = event.target.closest(".queue__row");
    if (event.key === "Escape") return close(row);
    const isTyping = event.target.matches("input, select, textarea");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (KEYS[key]) step(row, KEYS[key]);
    else if (DECISIONS[key]) row.querySelector(`[data-decide="${DECISIONS[key]}"]`)?.click();
    else return;
    event.preventDefault();
  });

  list.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close-decision]")) return;
    event.preventDefault();
    close(event.target.closest(".queue__row"));
  });

  // A settled row hands the focus to the next one that waits, or to the list's last word.
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const settled = detail.elt.closest?.(".queue__row--settled");
    if (!settled) return;
    settled.focus();
    const rest = waiting();
    const next = rest.find((row) => settled.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
    (next || rest.at(-1))?.focus();
  });
})();
