// The moderators' desk by keyboard. The keys work only while the focus is inside the list and not in a field, and can be
// switched off (WCAG 2.1.4); everything is reached by Tab as well. Without this script the same links and forms lead to pages.
(() => {
  const KEYS = { j: 1, k: -1 };
  const DECISIONS = { h: "hide", l: "keep", p: "publish" };
  const SWITCH = "queue-keys";
  const list = document.querySelector("ul.queue");
  if (!list) return;

  const remembered = {
    get: () => { try { return localStorage.getItem(SWITCH) !== "off"; } catch { return true; } },
    set: (isOn) => { try { localStorage.setItem(SWITCH, isOn ? "on" : "off"); } catch { /* only for this page then */ } },
  };
  const keys = document.querySelector("[data-queue-keys]");
  const keysSwitch = document.querySelector("[data-queue-keys-switch]");
  keys.hidden = false;
  keysSwitch.checked = remembered.get();
  keysSwitch.addEventListener("change", () => remembered.set(keysSwitch.checked));

  const waiting = () => [...list.querySelectorAll(".queue__row:not(.queue__row--settled)")];

  const step = (row, direction) => {
    const rows = [...list.children];
    const open = new Set(waiting());
    for (let index = rows.indexOf(row) + direction; rows[index]; index += direction) {
      if (open.has(rows[index])) return rows[index].focus();
    }
  };

  const close = (row) => {
    const form = row?.querySelector(".queue__form");
    if (!form?.firstChild) return;
    form.replaceChildren();
    row.querySelector("[data-decide]").focus();
  };

  const press = (row, key) => {
    if (KEYS[key]) step(row, KEYS[key]);
    else if (DECISIONS[key]) row.querySelector(`[data-decide="${DECISIONS[key]}"]`)?.click();
    else if (key === "x") row.querySelector("[data-choose]")?.click();
    else if (key === "c") row.querySelector("[data-claim]")?.click();
    else return false;
    return true;
  };

  list.addEventListener("keydown", (event) => {
    const row = event.target.closest(".queue__row");
    if (event.key === "Escape") return close(row);
    const isTyping = event.target.matches("input:not([type=checkbox]), select, textarea");
    if (!keysSwitch.checked || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (press(row, event.key.toLowerCase())) event.preventDefault();
  });

  list.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close-decision]")) return;
    event.preventDefault();
    close(event.target.closest(".queue__row"));
  });

  // How many are chosen, and all of the page at once.
  const boxes = () => [...list.querySelectorAll("[data-choose]")];
  const chosen = document.querySelector("[data-queue-chosen]");
  const all = document.querySelector("[data-queue-all]");
  const count = () => {
    const number = boxes().filter((box) => box.checked).length;
    chosen.textContent = number || "";
    all.firstElementChild.checked = number > 0 && number === boxes().length;
  };
  all.hidden = false;
  all.addEventListener("change", (event) => {
    boxes().forEach((box) => { box.checked = event.target.checked; });
    count();
  });
  list.addEventListener("change", (event) => event.target.matches("[data-choose]") && count());
  count();

  // A settled row hands the focus to the next one that waits, or to the list's last word.
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const settled = detail.elt.closest?.(".queue__row--settled");
    if (!settled) return;
    count();
    settled.focus();
    const rest = waiting();
    const next = rest.find((row) => settled.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
    (next || rest.at(-1))?.focus();
  });
})();
