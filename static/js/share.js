// Opens the device's own sharing where there is one. Without it the button shows the address to copy.
(() => {
  if (!navigator.share) return;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-shares]");
    if (!button) return;
    event.preventDefault();
    try {
      await navigator.share({ title: button.dataset.sharesTitle, url: document.getElementById(button.dataset.shares).value });
    } catch (error) {
      if (error.name !== "AbortError") button.parentElement.open = true;
    }
  });
})();
