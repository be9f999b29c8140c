// Counts what is typed into a comment, and opens and closes the form of a reply without losing a word.
(() => {
  const count = (field) => {
    const limit = Number(field.dataset.counter);
    // As the server counts: composed characters, each one once, blank ends left out.
    const used = [...field.value.normalize("NFC").trim()].length;
    const line = document.getElementById(`${field.id}-counter`) || counter(field);
    const format = new Intl.NumberFormat(document.documentElement.lang);
    line.textContent = field.dataset.counterWords.replace("{used}", format.format(used)).replace("{limit}", format.format(limit));
    line.classList.toggle("comment-form__counter--over", used > limit);
  };

  const counter = (field) => {
    const line = document.createElement("p");
    line.id = `${field.id}-counter`;
    line.className = "comment-form__counter";
    field.after(line);
    return line;
  };

  document.addEventListener("input", ({ target }) => target.matches("[data-counter]") && count(target));
  document.addEventListener("focusin", ({ target }) => target.matches("[data-counter]") && count(target));

  // A second click on "Reply" goes to the form that is open: fetching it again would empty it.
  document.addEventListener(
    "click",
    (event) => {
      const opener = event.target.closest("[data-opens]");
      const open = opener && document.getElementById(opener.dataset.opens);
      if (!open) return;
      event.preventDefault();
      event.stopPropagation(); // Before htmx hears of it.
      open.querySelector("textarea").focus();
    },
    true,
  );

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-closes]");
    const form = link && document.getElementById(link.dataset.closes);
    const opener = form && document.querySelector(`[data-opens="${form.id}"]`);
    if (!opener) return; // A page of its own: the link leads back.
    event.preventDefault();
    form.remove();
    opener.focus();
  });
})();
