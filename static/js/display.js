// The reader's choice of large letters and of light, dark or high contrast; without one the system's wish holds.
// It stays in the browser, so pages are the same bytes for everybody. It runs before the page is painted: nothing flashes.
(() => {
  const CHOICES = { theme: ["light", "dark", "contrast"], letters: ["large", "larger"] };
  const root = document.documentElement;

  const stored = (name) => {
    try {
      return localStorage.getItem(`portal-${name}`) || "";
    } catch {
      return ""; // Storage may be forbidden; the system's wish is a good answer then.
    }
  };

  const store = (name, value) => {
    try {
      localStorage.setItem(`portal-${name}`, value);
    } catch {
      // The choice then lasts until the page is left.
    }
  };

  const apply = (name, value) => {
    if (CHOICES[name].includes(value)) root.dataset[name] = value;
    else delete root.dataset[name];
  };

  const mark = (name) => {
    for (const input of document.querySelectorAll(`[data-display] [name="${name}"]`))
      input.checked = input.value === (root.dataset[name] || "");
  };

  const applyStored = () => Object.keys(CHOICES).forEach((name) => apply(name, stored(name)));
  const markAll = () => Object.keys(CHOICES).forEach(mark);

  applyStored();
  document.addEventListener("DOMContentLoaded", () => {
    markAll();
    document.addEventListener("change", ({ target }) => {
      if (!target.closest("[data-display]") || !(target.name in CHOICES)) return;
      apply(target.name, target.value);
      store(target.name, target.value);
    });
  });
  // A page that the browser kept, or another tab, follows what was chosen elsewhere.
  const follow = () => {
    applyStored();
    markAll();
  };
  window.addEventListener("pageshow", ({ persisted }) => persisted && follow());
  window.addEventListener("storage", follow);
})();
