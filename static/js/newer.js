// Once a minute, while somebody looks at the page, asks whether there are new comments; htmx puts the answer into its line.
(() => {
  const MINUTE_MS = 60000;

  const look = () => {
    if (document.visibilityState !== "visible") return;
    for (const link of document.querySelectorAll("[data-newer]")) link.dispatchEvent(new Event("look"));
  };
  setInterval(look, MINUTE_MS);

  // Nobody is told that a question nobody asked went wrong.
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => event.target.matches?.("[data-newer]") && event.stopImmediatePropagation(), true);
  }
})();
