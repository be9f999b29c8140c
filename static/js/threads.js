// "Show 11 more comments" opens the rest of the list; keyboard and screen reader go on at the first comment that was not there.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.open || !target.matches("details.thread-fold")) return;
    const first = target.querySelector(".comment");
    if (location.hash && target.querySelector(location.hash)) return; // The address itself opened it.
    first.tabIndex = -1;
    first.focus();
  },
  true,
);
