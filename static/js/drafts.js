// Keeps what is typed into a comment on this device, and offers it again after a crash. It is forgotten once it was sent,
// at signing out, and after seven days. Where the server kept the words, they stand in the field already.
(() => {
  const PREFIX = "portal-draft:";
  const DAYS_7_MS = 7 * 24 * 60 * 60 * 1000;
  const PAUSE_MS = 400;
  const waiting = new Map();

  // Storage may be forbidden or full; then there is nothing to offer, and everything else works.
  const attempt = (act) => {
    try {
      return act();
    } catch {
      return null;
    }
  };

  const keys = () => attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) || [];
  const forget = (key) => attempt(() => localStorage.removeItem(key));
  const read = (key) => attempt(() => JSON.parse(localStorage.getItem(key)));
  const keyOf = (form) => PREFIX + form.dataset.draft;
  const fieldOf = (form) => form.querySelector("textarea");

  const save = (form) => {
    const text = fieldOf(form).value;
    if (!text.trim() || text === fieldOf(form).defaultValue) return forget(keyOf(form));
    attempt(() => localStorage.setItem(keyOf(form), JSON.stringify({ text, at: Date.now() })));
  };

  // A page that follows a sent form is the server's answer: it has published the words, or keeps them itself.
  const forgetOld = () => {
    for (const key of keys()) {
      const draft = read(key);
      if (!draft || draft.isSent || !(Date.now() - draft.at < DAYS_7_MS)) forget(key);
    }
  };

  const close = (offer, field) => {
    offer.hidden = true;
    field.focus();
  };

  const offerAgain = (form) => {
    const offer = form.querySelector("[data-draft-offer]");
    const [field, draft] = [fieldOf(form), read(keyOf(form))];
    if (!offer || form.dataset.offered || !draft?.text || draft.text === field.value) return;
    form.dataset.offered = "true";
    offer.hidden = false;
    offer.querySelector("[data-draft-restore]").addEventListener("click", () => {
      field.value = draft.text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      close(offer, field);
    });
    offer.querySelector("[data-draft-discard]").addEventListener("click", () => {
      save(form);
      close(offer, field);
    });
  };

  const offerAll = (part) => {
    for (const form of part.querySelectorAll("form[data-draft]")) offerAgain(form);
  };

  document.addEventListener("input", ({ target }) => {
    const form = target.closest("form[data-draft]");
    if (!form || target !== fieldOf(form)) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => save(form), PAUSE_MS));
  });

  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const form = detail.requestConfig?.elt;
    if (!detail.successful || !form?.matches?.("form[data-draft]") || detail.requestConfig.verb !== "post") return;
    clearTimeout(waiting.get(form));
    forget(keyOf(form));
  });

  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (new URL(target.action).pathname.endsWith("/accounts/logout/")) return keys().forEach(forget);
    if (!target.matches("form[data-draft]") || defaultPrevented) return;
    clearTimeout(waiting.get(target));
    const draft = { text: fieldOf(target).value, at: Date.now(), isSent: true };
    attempt(() => localStorage.setItem(keyOf(target), JSON.stringify(draft)));
  });

  document.addEventListener("htmx:load", ({ detail }) => offerAll(detail.elt));
  document.addEventListener("DOMContentLoaded", () => {
    forgetOld();
    offerAll(document);
  });
})();
