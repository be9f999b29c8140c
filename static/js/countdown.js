// Shows how long seats are kept while a form is filled in, and says so once a minute before the end and at the end.
(() => {
  const hold = document.querySelector("[data-kept-until]");
  if (!hold) return;
  const end = Date.parse(hold.dataset.keptUntil);
  const left = hold.querySelector(".hold__left");
  const news = hold.querySelector(".hold__news");
  const say = (words) => {
    if (news.textContent !== words) news.textContent = words;
  };

  const show = () => {
    const seconds = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds === 0) say(hold.dataset.over);
    else if (seconds <= 60) say(hold.dataset.soon);
    if (seconds > 0) setTimeout(show, 1000);
  };
  show();
})();
