// Makes or shows a passkey when one of its forms is sent. webauthn-json.js, of django-allauth, turns the bytes into text and back.
(() => {
  const options = JSON.parse(document.getElementById("passkey-options").textContent);

  const credential = (form) =>
    form.dataset.passkey === "create"
      ? webauthnJSON.create(options.creation_options)
      : webauthnJSON.get(options.request_options);

  for (const form of document.querySelectorAll("[data-passkey]")) {
    const failure = form.querySelector("[data-passkey-failure]");
    form.querySelector("button").disabled = false; // Until now, or without a script, it could do nothing.
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failure.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await credential(form));
        form.submit();
      } catch {
        failure.hidden = false; // Closed by the person, not on this device, or not allowed by the browser.
        failure.focus();
      }
    });
  }
})();
