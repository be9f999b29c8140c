// What a device at the door keeps, in IndexedDB: each forum's list without names, and the scans that were not sent yet.
const NAME = "portal-door";

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opened = null;
const database = () => {
  opened ??= (() => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("lists", { keyPath: "forum" });
      request.result.createObjectStore("scans", { keyPath: "key" }).createIndex("forum", "forum");
    };
    return settled(request);
  })();
  return opened;
};

const store = async (name, mode) => (await database()).transaction(name, mode).objectStore(name);

export const listOf = async (forum) => settled((await store("lists", "readonly")).get(forum));
export const keepList = async (list) => settled((await store("lists", "readwrite")).put(list));
export const forgetList = async (forum) => settled((await store("lists", "readwrite")).delete(forum));

// What a closed door leaves behind.
export const forgetOldLists = async (now) => {
  for (const list of await settled((await store("lists", "readonly")).getAll())) {
    if (Date.parse(list.closes_at) < now) await forgetList(list.forum);
  }
};

// In the order in which they were made.
export const scansOf = async (forum) => {
  const scans = await settled((await store("scans", "readonly")).index("forum").getAll(forum));
  return scans.sort((one, other) => one.made - other.made);
};
export const keepScan = async (scan) => settled((await store("scans", "readwrite")).put(scan));
export const forgetScan = async (key) => settled((await store("scans", "readwrite")).delete(key));
