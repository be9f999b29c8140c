// The rule of the door for a device without a connection: what portal/door/services/check_in.py says, as far as the kept list goes.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TICKET = /HM1\.(\d{1,18})\.(\d{1,18})\.(\d{1,4})\.[A-Za-z0-9_-]{22}/;

// As portal/registrations/tickets/codes.py forgives: full-width and small letters, spaces, dashes, letters that look like digits.
export const typedCode = (typed) => {
  const plain = typed.normalize("NFKC").toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
  const code = plain.replace(/[IL]/g, "1").replace(/O/g, "0");
  return code.length === 8 && [...code].every((letter) => ALPHABET.includes(letter)) ? code : "";
};

const hashOf = async (list, shown) => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${list.salt}:${shown}`));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

const byTicket = async (list, [token, forum, id, version]) => {
  if (Number(forum) !== list.forum) return { outcome: "other_forum" };
  const row = list.registrations.find((each) => each.id === Number(id));
  if (row && row.ticket === (await hashOf(list, token))) return { row };
  return { outcome: row && Number(version) < row.version ? "replaced" : "forged" };
};

// The list holds the first digits of a code's hash only, so it may rarely fit two: then the one who may come in is meant.
const byCode = async (list, shown) => {
  const code = typedCode(shown);
  const hash = await hashOf(list, code);
  const rows = code ? list.registrations.filter((each) => hash.startsWith(each.code)) : [];
  const row = rows.find((each) => each.state === "confirmed" && !each.checked_in_at) || rows[0];
  return row ? { row } : { outcome: "forged" };
};

// What to say to whoever shows this, and whose ticket it is. `waiting` are the scans that were not sent yet.
export const decide = async (list, shown, waiting) => {
  const ticket = TICKET.exec(shown);
  const { row, outcome } = ticket ? await byTicket(list, ticket) : await byCode(list, shown);
  if (!row) return { outcome };
  const before = waiting.find((scan) => scan.registration === row.id && scan.device_outcome === "entered");
  const at = before?.scanned_at || row.checked_in_at;
  if (at) return { outcome: "already", registration: row.id, at };
  const said = { confirmed: "entered", cancelled: "cancelled" };
  return { outcome: said[row.state] || "not_seated", registration: row.id };
};
