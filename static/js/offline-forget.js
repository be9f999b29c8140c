// Whoever signs out leaves no page behind that could be read on this device without a connection.
document.addEventListener("submit", ({ target }) => {
  const isSignOut = new URL(target.action).pathname.endsWith("/accounts/logout/");
  if (isSignOut && "caches" in window) caches.delete("portal-offline-1");
});
