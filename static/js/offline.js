// Keeps this page readable without a connection: registers the worker for its address, and keeps it with all that it loaded.
(() => {
  const { src, dataset } = document.currentScript;
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  const CACHE = "portal-offline-1";
  const isKeptByWorker = Boolean(navigator.serviceWorker.controller);
  const files = src.slice(0, src.lastIndexOf("js/"));

  const loaded = () => {
    const names = performance.getEntriesByType("resource").map((entry) => entry.name);
    const more = (dataset.files || "").split(" ").filter(Boolean).map((path) => new URL(path, location).href);
    return new Set([...names.filter((name) => name.startsWith(files)), src, ...more]);
  };

  // A script may say words later that are not on the page yet; their letters come in pieces of the font that nobody asked for so far.
  const fetchLetters = () => {
    const words = [...document.querySelectorAll("template")].flatMap((each) => Object.values(each.dataset)).join("");
    return document.fonts.load(`1em ${getComputedStyle(document.body).fontFamily}`, words);
  };

  const keep = async () => {
    await fetchLetters().catch(() => {});
    await navigator.serviceWorker.register(dataset.worker, { scope: dataset.scope });
    const cache = await caches.open(CACHE);
    const missing = async (address) => (await cache.match(address)) || cache.add(address);
    await Promise.allSettled([...loaded()].map(missing));
    // The worker keeps every later visit; of the first it knows nothing.
    if (isKeptByWorker) return;
    const page = await fetch(location.pathname, { credentials: "same-origin" });
    if (page.ok && !page.redirected) await cache.put(location.pathname, page);
  };

  // What is not kept is only not there without a connection.
  window.addEventListener("load", () => keep().then(() => document.documentElement.setAttribute("data-kept", "")).catch(() => {}));
})();
