// The service worker of tickets and doors: asks the network first, and shows what was kept when there is none. It keeps pages below its
// own address only, and the files that belong to them; everything else goes to the network as if it were not there.
(() => {
  const CACHE = "portal-offline-1";
  const PATIENCE_MS = 6_000;
  const MOST_PAGES = 30;
  const GONE = [401, 403, 404, 410];
  const FILES = ["style", "script", "font", "image"];
  const ANY = { ignoreVary: true };

  const patience = (kept) => new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, kept));

  const forgetOldest = async (cache) => {
    const pages = (await cache.keys()).filter(({ url }) => url.endsWith("/"));
    await Promise.all(pages.slice(0, -MOST_PAGES).map((page) => cache.delete(page)));
  };

  const remember = async (cache, url, answer) => {
    if (answer.status === 200 && !url.search) {
      await cache.put(url.pathname, answer);
      await forgetOldest(cache);
    }
    // Signed out, no longer a helper, cancelled: what may not be seen any more is not kept either.
    if (answer.type === "opaqueredirect" || GONE.includes(answer.status)) await cache.delete(url.pathname, ANY);
  };

  const page = async (event, url) => {
    const cache = await caches.open(CACHE);
    const kept = await cache.match(url.pathname, ANY);
    try {
      const asked = fetch(event.request);
      const answer = await (kept ? Promise.race([asked, patience(kept.clone())]) : asked);
      if (kept && answer.status >= 500) return kept;
      event.waitUntil(remember(cache, url, answer.clone()));
      return answer;
    } catch (error) {
      if (kept) return kept;
      throw error;
    }
  };

  const file = async (request) => {
    const cache = await caches.open(CACHE);
    try {
      const answer = await fetch(request);
      if (answer.status === 200) await cache.put(request, answer.clone());
      return answer;
    } catch (error) {
      const kept = await cache.match(request, ANY);
      if (kept) return kept;
      throw error;
    }
  };

  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== location.origin) return;
    if (request.mode === "navigate" && request.url.startsWith(self.registration.scope)) event.respondWith(page(event, url));
    else if (FILES.includes(request.destination)) event.respondWith(file(request));
  });
})();
