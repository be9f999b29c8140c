// The door's page with a script: answers without leaving the page, and goes on without a connection. Where a browser cannot keep
// anything (no secure connection, no storage) the plain form stays as it is.
import { openCamera } from "./door-camera.js";
import { openLink, PATIENCE_MS } from "./door-link.js";
import { decide } from "./door-rule.js";
import { signal } from "./door-signal.js";

const EVERY_MS = 20_000;
// How old the list may grow while there is a connection: a long one is fetched less often.
const LIST_MS = 60_000;
const LONG = 2_000;
const LONG_LIST_MS = 300_000;
const device = document.querySelector("[data-door-device]");
const form = document.querySelector("[data-door-form]");

const start = () => {
  const part = (name) => device.querySelector(`[data-door-${name}]`);
  const words = device.querySelector("[data-words]").dataset;
  const forum = Number(device.dataset.forum);
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const link = openLink({ ...device.dataset, forum }, token);
  const language = document.documentElement.lang;
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const hour = (at) =>
    new Date(at).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Seoul" });

  const say = ({ word, more, tone, outcome = "" }) => {
    document.querySelector("[data-door-before]")?.remove();
    const said = part("said");
    said.className = `door door--${tone}`;
    said.dataset.outcome = outcome;
    part("word").textContent = word;
    part("more").textContent = more;
    said.hidden = false;
    said.scrollIntoView({ block: "nearest" });
    signal(tone);
  };

  const complain = (text, isSignedOut = false) => {
    part("trouble").hidden = !text;
    part("trouble-words").textContent = text;
    part("sign-in").hidden = !isSignedOut;
  };

  const showState = async (isConnected) => {
    const [list, waiting] = [await link.list(), (await link.waiting()).length];
    const time = list ? hour(Date.parse(list.taken_at)) : "";
    const sentence = !list && !isConnected ? words.nolist : isConnected ? words.online : words.offline;
    const text = [filled(sentence, { time }), waiting ? filled(words.waiting, { count: waiting }) : ""].join(" ").trim();
    if (part("state").textContent !== text) part("state").textContent = text;
    device.dataset.connected = isConnected;
    device.classList.toggle("door-device--alone", !isConnected);
    // Next to what cannot be done for now.
    for (const note of document.querySelectorAll("[data-door-alone]")) note.hidden = isConnected;
  };

  const refresh = async () => {
    const answer = await fetch(location.pathname, { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["door-count", "door-conflicts", "door-latest"]) {
      const [mine, theirs] = [document.getElementById(id), page.getElementById(id)];
      if (mine && theirs) mine.replaceWith(document.importNode(theirs, true));
    }
  };

  const explain = async (trouble) => {
    const count = (await link.waiting()).length;
    if (trouble.kind === "signed out") complain(filled(words.signin, { count }), true);
    if (trouble.kind === "revoked") complain(filled(words.revoked, { reason: trouble.words, count }));
    await showState(false);
  };

  // Sends what waits, then fetches the list anew; the answers by their scans' keys, or nothing without a connection.
  const exchange = async () => {
    try {
      const answers = await link.flush();
      const refused = [...answers.values()].filter((answer) => answer.refusal && answer.device_outcome);
      complain(refused.length ? filled(words.refused, { count: refused.length, reason: refused[0].refusal }) : "");
      await link.fetchList();
      await showState(true);
      if (answers.size) await refresh();
      return answers;
    } catch (trouble) {
      await explain(trouble);
      return null;
    }
  };

  const sayAlone = async (scan, list) => {
    const { outcome, registration, at } = await decide(list, scan.shown, await othersWaiting(scan));
    await link.keepScan({ ...scan, device_outcome: outcome, registration });
    const { word, more, tone } = device.querySelector(`[data-outcome="${outcome}"]`).dataset;
    const time = hour(at ? Date.parse(at) : Date.parse(list.taken_at));
    say({ word: outcome === "forged" ? words.unknown : word, more: filled(more, { time }), tone, outcome });
  };

  const othersWaiting = async (scan) => (await link.waiting()).filter((each) => each.key !== scan.key);

  const isClosed = (list, now) => now < Date.parse(list.opens_at) || now >= Date.parse(list.closes_at);

  const sayClosed = (list) => {
    const [from, until] = [list.opens_at, list.closes_at].map((at) => hour(Date.parse(at)));
    say({ word: words.closed, more: filled(words.closedmore, { from, until }), tone: "danger", outcome: "closed" });
  };

  const sayAnswer = async (answer) => {
    say(answer.refusal ? { word: words.kept, more: answer.refusal, tone: "danger", outcome: "refused" } : answer);
    await showState(true);
    return refresh().catch(() => {});
  };

  // What somebody shows, be it typed or seen by the camera. It is kept before it is sent, so that nothing is lost on the way.
  const check = async (shown, people = 0) => {
    const list = await link.list();
    const made = Date.now();
    const now = made + (list?.skew || 0);
    const scan = { key: crypto.randomUUID(), forum, shown, people, made, scanned_at: new Date(now).toISOString(), device_outcome: "" };
    await link.keepScan(scan);
    const trouble = await link.flush().then(() => null, (error) => error);
    if (trouble) await explain(trouble);
    const answer = link.answerTo(scan.key);
    if (answer) return sayAnswer(answer);
    if (trouble?.kind === "revoked") return link.forgetScan(scan.key);
    if (list && isClosed(list, now)) {
      await link.forgetScan(scan.key);
      sayClosed(list);
    } else if (list) await sayAlone(scan, list);
    else say({ word: words.kept, more: words.keptmore, tone: "warning", outcome: "kept" });
    return showState(false);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    const [shown, people] = [form.elements.shown, form.elements.people];
    const typed = [shown.value, Number(people.value) || 0];
    [shown.value, people.value] = ["", ""];
    await check(...typed);
    shown.focus();
  });

  const isAlone = () => !navigator.onLine || device.dataset.connected === "false";

  // The list with its buttons may have been fetched anew meanwhile; a form that left the page cannot be sent.
  const stillThere = (sent) => (sent.isConnected ? sent : document.querySelector(`form[action="${sent.getAttribute("action")}"]`));

  // What keeps a form from arriving now. Asked without the list, which takes long on a slow network.
  const troubleNow = async () => {
    const trouble = await link.flush().then(refresh).then(() => null, (error) => error);
    await (trouble ? explain(trouble) : showState(true));
    return trouble;
  };

  const isReached = (trouble) => !trouble || ["revoked", "signed out", "unreadable"].includes(trouble.kind);

  const asked = new WeakSet();

  // Letting in without registration and taking back need the portal; a form sent into nothing would be lost, and a phone does not always
  // know that its network leads nowhere. Signing out would take the kept page along. Asked before others who listen take the form for
  // one that is on its way.
  const holdBack = async (event) => {
    const sent = event.target;
    if (asked.delete(sent)) return;
    const note = sent.closest("section")?.querySelector("[data-door-alone]");
    if (sent === form || sent.method !== "post" || (!note && !isAlone())) return;
    event.preventDefault();
    event.stopPropagation();
    const trouble = await troubleNow();
    if (note && !trouble) return stillThere(sent)?.submit();
    if (!note && !isReached(trouble)) return complain(words.alone);
    if (!note) {
      asked.add(sent);
      return sent.requestSubmit(event.submitter);
    }
    note.scrollIntoView({ block: "nearest" });
    note.focus();
  };
  document.addEventListener("submit", holdBack, true);

  const isListOld = async () => {
    const list = await link.list();
    const most = list?.registrations.length > LONG ? LONG_LIST_MS : LIST_MS;
    return !list || Date.now() + list.skew - Date.parse(list.taken_at) > most;
  };

  const tick = async () => {
    if (!document.hidden && (isAlone() || (await link.waiting()).length || (await isListOld()))) await exchange();
  };

  window.addEventListener("online", exchange);
  window.addEventListener("offline", () => showState(false));
  setInterval(tick, EVERY_MS);
  device.hidden = false;
  openCamera(device, words, check);
  return link.forgetOldLists(Date.now()).finally(exchange);
};

if (device && form && window.isSecureContext && window.indexedDB && crypto.randomUUID) start();
