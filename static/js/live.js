// After a swap, the words of the part's element with data-announce go into the page's one polite live region (#live):
// the value of the attribute, or the element's own text where it has none. What only moves the focus needs no words.
(() => {
  // A region that is emptied and filled at once is not read again when the words are the same.
  const PAUSE_MS = 150;
  let pending = 0;

  const say = (words) => {
    const region = document.getElementById("live");
    region.textContent = "";
    clearTimeout(pending);
    pending = setTimeout(() => (region.textContent = words), PAUSE_MS);
  };

  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const swapped = detail.elt;
    const news = swapped.matches("[data-announce]") ? swapped : swapped.querySelector("[data-announce]");
    const words = (news?.dataset.announce || news?.textContent || "").replace(/\s+/g, " ").trim();
    if (words) say(words);
  });
})();
