// When a request fails, nothing is swapped, so nothing typed is lost; the live region says what happened
// and what to do. 422 carries the form with its errors and is swapped (see the htmx-config in the page).
(() => {
  const texts = () => document.getElementById("error-texts").dataset;
  const region = () => document.getElementById("messages");

  const notice = (words, link) => {
    const box = document.createElement("div");
    box.className = "notice notice--danger";
    const line = document.createElement("p");
    line.textContent = words;
    if (link) line.append(" ", link);
    box.append(line);
    region().replaceChildren(box);
    box.scrollIntoView({ block: "nearest" });
  };

  const signInLink = () => {
    const link = document.createElement("a");
    link.href = `${texts().login}?next=${encodeURIComponent(location.pathname + location.search)}`;
    link.target = "_blank";
    link.textContent = texts().signIn;
    return link;
  };

  // A short plain answer of the server says it better than a general sentence.
  const answer = (xhr) => {
    const isPlain = (xhr.getResponseHeader("Content-Type") || "").startsWith("text/plain");
    return isPlain ? xhr.responseText.trim() : "";
  };

  const explain = (xhr) => {
    if (xhr.status === 401) return notice(texts()["401"], signInLink());
    const general = texts()[xhr.status] || (xhr.status < 500 ? texts()["403"] : texts()["500"]);
    return notice(answer(xhr) || general);
  };

  const leadsToSignIn = (xhr) => {
    if (!xhr.responseURL) return false;
    return new URL(xhr.responseURL).pathname === texts().login;
  };

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!leadsToSignIn(detail.xhr)) return;
    detail.shouldSwap = false; // A sign-in page inside a comment form would eat what was typed.
    notice(texts()["401"], signInLink());
  });

  document.addEventListener("htmx:responseError", ({ detail }) => explain(detail.xhr));
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => notice(texts().offline));
  }
})();
