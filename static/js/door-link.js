// Between a device at the door and the portal: fetches the list, sends scans, and sends them again until the portal has answered.
import { forgetList, forgetOldLists, forgetScan, keepList, keepScan, listOf, scansOf } from "./door-store.js";

export const PATIENCE_MS = 6_000;
const AT_ONCE = 50;

// `kind`: "offline", "signed out", "revoked", "unreadable" or, once, "token".
export class Trouble extends Error {
  constructor(kind, words = "") {
    super(words || kind);
    this.kind = kind;
    this.words = words;
  }
}

const read = async (answer) => {
  if (answer.type === "opaqueredirect") throw new Trouble("signed out");
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  if (!isJson) throw new Trouble(answer.status === 403 ? "token" : "offline");
  const data = await answer.json();
  if (answer.status === 403) throw new Trouble("revoked", data.error);
  if (answer.status >= 500) throw new Trouble("offline");
  if (!answer.ok) throw new Trouble("unreadable", data.error);
  return data;
};

const ask = async (address, options = {}) => {
  if (!navigator.onLine) throw new Trouble("offline");
  const usual = { credentials: "same-origin", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) };
  let answer;
  try {
    answer = await fetch(address, { ...usual, ...options });
  } catch {
    throw new Trouble("offline");
  }
  return read(answer);
};

export const openLink = ({ forum, snapshot, scans }, firstToken) => {
  let token = firstToken;
  let turn = Promise.resolve();
  const recent = new Map();

  const fetchList = async () => {
    try {
      const list = await ask(snapshot);
      token = list.token;
      // The portal's clock is the one that counts; a phone's may be wrong.
      await keepList({ ...list, token: "", skew: Date.parse(list.taken_at) - Date.now() });
    } catch (trouble) {
      if (trouble.kind === "revoked") await forgetList(forum);
      throw trouble;
    }
  };

  const post = async (lot) => {
    const rows = lot.map(({ key, shown, people, scanned_at, device_outcome }) => ({ key, shown, people, scanned_at, device_outcome }));
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    return (await ask(scans, { method: "POST", headers, body: JSON.stringify({ scans: rows }) })).answers;
  };

  const send = async (lot) => {
    try {
      return await post(lot);
    } catch (trouble) {
      if (trouble.kind === "token") {
        await fetchList();
        return post(lot);
      }
      if (trouble.kind === "revoked") await forgetList(forum);
      // One scan that cannot be read must not keep the others.
      if (trouble.kind === "unreadable" && lot.length > 1) return (await Promise.all(lot.map((scan) => send([scan])))).flat();
      if (trouble.kind === "unreadable") return [{ key: lot[0].key, refusal: trouble.words }];
      throw trouble;
    }
  };

  // So that the device knows whom the portal let in, should the connection go now.
  const noteEntries = async (answers) => {
    const list = await listOf(forum);
    const entries = new Map(answers.filter((each) => each.checked_in_at).map((each) => [each.registration, each.checked_in_at]));
    if (!list || !entries.size) return;
    for (const row of list.registrations) row.checked_in_at = entries.get(row.id) || row.checked_in_at;
    await keepList(list);
  };

  const sendAll = async () => {
    const answered = new Map();
    for (;;) {
      const lot = (await scansOf(forum)).slice(0, AT_ONCE);
      if (!lot.length) return answered;
      const answers = await send(lot);
      await noteEntries(answers);
      for (const answer of answers) {
        answered.set(answer.key, { ...answer, device_outcome: lot.find((scan) => scan.key === answer.key)?.device_outcome });
        recent.set(answer.key, answer);
        await forgetScan(answer.key);
      }
    }
  };

  // One after the other: a scan is never on its way twice at the same time.
  const flush = () => {
    const sent = turn.then(sendAll);
    turn = sent.catch(() => {});
    return sent;
  };

  // Whichever exchange it was that brought the answer.
  const answerTo = (key) => {
    const answer = recent.get(key);
    recent.delete(key);
    return answer;
  };

  return { fetchList, answerTo, flush, keepScan, forgetScan, forgetOldLists, list: () => listOf(forum), waiting: () => scansOf(forum) };
};
