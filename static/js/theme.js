// The reader's choice of light, dark or high contrast; without one the system's wish holds.
// It runs before the page is painted, so that nothing flashes.
(() => {
  const KEY = "portal-theme";
  const THEMES = ["light", "dark", "contrast"];

  const stored = () => {
    try {
      return localStorage.getItem(KEY) || "";
    } catch {
      return ""; // Storage may be forbidden; the system's wish is a good answer then.
    }
  };

  const store = (theme) => {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // The choice then lasts until the page is left.
    }
  };

  const apply = (theme) => {
    if (THEMES.includes(theme)) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };

  apply(stored());

  document.addEventListener("DOMContentLoaded", () => {
    const switches = document.querySelectorAll("[data-theme-switch]");
    for (const control of switches) {
      control.value = document.documentElement.dataset.theme || "";
      control.closest("[hidden]").hidden = false;
      control.addEventListener("change", () => {
        apply(control.value);
        store(control.value);
        for (const other of switches) other.value = control.value;
      });
    }
  });
})();
