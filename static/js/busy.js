// Says that something is under way after 300 ms, and sends each form once.
(() => {
  const PATIENCE_MS = 300;
  const GIVE_UP_MS = 15000;
  const running = new Map();

  const bar = () => {
    const element = document.createElement("div");
    element.className = "progress";
    document.body.append(element);
    return element;
  };

  const start = (form, button) => {
    const state = { button };
    state.patience = setTimeout(() => {
      state.bar = bar();
      button?.classList.add("is-busy");
    }, PATIENCE_MS);
    // A download leaves the page where it is; the form must work again afterwards.
    state.giveUp = setTimeout(() => stop(form), GIVE_UP_MS);
    form.setAttribute("aria-busy", "true");
    running.set(form, state);
  };

  const stop = (form) => {
    const state = running.get(form);
    if (!state) return;
    clearTimeout(state.patience);
    clearTimeout(state.giveUp);
    state.bar?.remove();
    state.button?.classList.remove("is-busy");
    form.removeAttribute("aria-busy");
    running.delete(form);
  };

  // Before anybody else: the second submission of a form under way goes nowhere, not even to htmx.
  document.addEventListener(
    "submit",
    (event) => {
      if (!running.has(event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );

  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) start(event.target, event.submitter);
  });

  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    const { elt, triggeringEvent } = detail.requestConfig;
    start(elt, triggeringEvent?.submitter);
  });
  // The form may have left the page with the swap, so ask the request, not the event, whose it was.
  document.addEventListener("htmx:afterRequest", ({ detail }) => stop(detail.requestConfig.elt));

  // Coming back with the browser's back button shows the page as it was left: busy.
  addEventListener("pageshow", () => [...running.keys()].forEach(stop));
})();
