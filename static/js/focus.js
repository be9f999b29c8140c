// After a swap the part's element with data-focus takes the focus, so that keyboard and screen reader follow.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const swapped = detail.elt;
  const wanted = swapped.matches("[data-focus]") ? swapped : swapped.querySelector("[data-focus]");
  // Whoever was faster than the swap and is inside already is not pulled back.
  if (!wanted || wanted.contains(document.activeElement)) return;
  if (wanted.tabIndex < 0) wanted.tabIndex = -1;
  wanted.focus();
});
