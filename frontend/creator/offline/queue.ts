// Sends what waits, one post after another, from whichever page or worker comes first.
import { account, all, amend, settle, type Waiting } from "./store";
import { Later, Refused, send, type Extra } from "./send";

const news = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("facevalue-queue");

// Heard in this page, in others, and in the worker.
export function onNews(hear: () => void): void {
  news?.addEventListener("message", hear);
  addEventListener("facevalue-queue", hear);
}

export function tell(): void {
  news?.postMessage(null);
  dispatchEvent(new Event("facevalue-queue"));
}

export async function waiting(): Promise<Waiting[]> {
  const own = await account();
  return (await all("waiting")).filter((post) => post.account === own).sort((a, b) => a.madeAt - b.madeAt);
}

async function sendAll(extra: Extra): Promise<boolean> {
  const tried = new Set<string>();
  let done = true;
  for (;;) {
    const post = (await waiting()).find(({ key, problem }) => !problem && !tried.has(key));
    if (!post) return done;
    tried.add(post.key);
    try {
      await settle(await send(post, extra));
    } catch (error) {
      if (error instanceof Refused) await amend({ ...post, problem: error.message });
      else if (error instanceof Later && error.isOfThisPost) done = false;
      else if (error instanceof Later) return false;
      else throw error;
    }
    tell();
  }
}

// Whether nothing is left that a later try could send. One sender at a time on this device; whoever comes second finds out for
// itself what is left to do.
export async function flush(extra: Extra = {}): Promise<boolean> {
  return navigator.locks ? navigator.locks.request("facevalue-queue", () => sendAll(extra)) : sendAll(extra);
}

// For browsers that can, the worker tries again by itself when the network is back, with every page closed.
export async function flushLater(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  const sync = (registration as { sync?: { register(tag: string): Promise<void> } } | undefined)?.sync;
  await sync?.register("facevalue-queue").catch(() => undefined);
}
