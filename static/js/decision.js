// Choosing a prepared sentence puts it into the text field, where it can be adapted; own words are never overwritten.
document.addEventListener("change", ({ target }) => {
  if (!target.matches(".decision [name='prepared']")) return;
  const reason = target.form.querySelector("[data-reason]");
  const sentence = target.closest("label").querySelector("[data-sentence]").textContent;
  if (reason.value && reason.value !== reason.dataset.filled) return;
  reason.value = sentence;
  reason.lang = target.closest("label").querySelector("[data-sentence]").lang;
  reason.dataset.filled = sentence;
});
