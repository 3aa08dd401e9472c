// What this device keeps until it is posted: IndexedDB, one database for each app (that is, for each origin).

export interface Placement {
  asset: string; // the id of an asset's version
  x: number; // of the centre, 0 to 1 of the picture's width
  y: number; // of the centre, 0 to 1 of the picture's height
  scale: number; // the width, in widths of the picture
  rotation: number; // degrees clockwise
}

export interface Choices {
  frame: string;
  background: string;
  stickers: Placement[];
  caption: string;
  alt: string;
}

export interface Photo {
  bytes: ArrayBuffer;
  type: string;
}

export interface Waiting {
  key: string; // made when the post was composed; the server takes it once, however often it is sent
  account: string; // whose post it is: nobody else's session sends it or shows it
  campaign: string;
  title: string;
  madeAt: number;
  photo: Photo;
  choices: Choices;
  upload: number; // how often the photo had to be sent from the start
  problem: string; // why the server does not take it; empty as long as it may
}

export interface Answer {
  key: string;
  account: string;
  title: string;
  url: string;
  at: number;
}

export interface Draft {
  campaign: string;
  account: string;
  key: string;
  photo: Photo | null;
  choices: Choices;
}

interface Stores {
  waiting: Waiting;
  answers: Answer;
  drafts: Draft;
  meta: { name: string; value: string };
}

const KEYS: Record<keyof Stores, string | string[]> = {
  waiting: "key",
  answers: "key",
  drafts: ["campaign", "account"],
  meta: "name",
};
const ANSWERS_MAX = 20;

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("facevalue", 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(KEYS)) request.result.createObjectStore(name, { keyPath });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => (opened = undefined));
  return opened;
}

function read<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Strict: whoever is told "it is kept" may lose the battery in the next moment.
async function change(names: (keyof Stores)[], work: (transaction: IDBTransaction) => void): Promise<void> {
  const transaction = (await open()).transaction(names, "readwrite", { durability: "strict" });
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    work(transaction);
  });
}

async function from<N extends keyof Stores>(name: N): Promise<IDBObjectStore> {
  return (await open()).transaction(name).objectStore(name);
}

export async function get<N extends keyof Stores>(name: N, key: IDBValidKey): Promise<Stores[N] | undefined> {
  return read<Stores[N] | undefined>((await from(name)).get(key));
}

export async function all<N extends keyof Stores>(name: N): Promise<Stores[N][]> {
  return read<Stores[N][]>((await from(name)).getAll());
}

export function put<N extends keyof Stores>(name: N, value: Stores[N]): Promise<void> {
  return change([name], (transaction) => transaction.objectStore(name).put(value));
}

export function drop(name: keyof Stores, key: IDBValidKey): Promise<void> {
  return change([name], (transaction) => transaction.objectStore(name).delete(key));
}

// Changes what still waits; what was deleted or posted meanwhile does not come back.
export function amend(post: Waiting): Promise<void> {
  return change(["waiting"], (transaction) => {
    const store = transaction.objectStore("waiting");
    const found = store.count(post.key);
    found.onsuccess = () => found.result && store.put(post);
  });
}

// From the draft to the queue in one step, so that a composed post is always in exactly one of them.
export function enqueue(post: Waiting): Promise<void> {
  return change(["waiting", "drafts"], (transaction) => {
    transaction.objectStore("waiting").put(post);
    transaction.objectStore("drafts").delete([post.campaign, post.account]);
  });
}

// From the queue to what was answered, in one step.
export async function settle(answer: Answer): Promise<void> {
  const old = (await all("answers")).sort((a, b) => b.at - a.at).slice(ANSWERS_MAX - 1);
  await change(["waiting", "answers"], (transaction) => {
    transaction.objectStore("waiting").delete(answer.key);
    transaction.objectStore("answers").put(answer);
    for (const { key } of old) transaction.objectStore("answers").delete(key);
  });
}

export async function account(): Promise<string> {
  return (await get("meta", "account"))?.value ?? "";
}

export async function setAccount(value: string): Promise<void> {
  if ((await account()) !== value) await put("meta", { name: "account", value });
}
