// Shows how long seats are kept while a form is filled in, and says so once a minute before the end and at the end.
(() => {
  const hold = document.querySelector("[data-kept-until]");
  if (!hold) return;
  // The portal's clock counts; a phone's may be wrong.
  const skew = Date.parse(hold.dataset.now) - Date.now();
  const end = Date.parse(hold.dataset.keptUntil);
  const left = hold.querySelector(".hold__left");
  const news = hold.querySelector(".hold__news");
  const say = (words) => {
    if (news.textContent !== words) news.textContent = words;
  };

  // What is no longer true goes: that seats are kept, and that there could be more time.
  const finish = () => {
    hold.classList.replace("notice--info", "notice--warning");
    hold.querySelector(".notice__title").hidden = true;
    document.querySelector("[data-hold-more]")?.remove();
    left.hidden = true;
    say(hold.dataset.over);
  };

  const show = () => {
    const seconds = Math.max(0, Math.ceil((end - Date.now() - skew) / 1000));
    left.hidden = false;
    left.querySelector("strong").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds === 0) return finish();
    if (seconds <= 60) say(hold.dataset.soon);
    return setTimeout(show, 1000);
  };
  show();
})();
