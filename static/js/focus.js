// After a swap the part's element with data-focus takes the focus, so that keyboard and screen reader follow.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const swapped = detail.elt;
  const wanted = swapped.matches("[data-focus]") ? swapped : swapped.querySelector("[data-focus]");
  if (!wanted) return;
  if (wanted.tabIndex < 0) wanted.tabIndex = -1;
  wanted.focus();
});
