// On every page of the app: the service worker, and what waits on this phone is sent when the network is there.
import { flush, onNews, tell, waiting } from "./queue";
import { setAccount } from "./store";

const RETRY_MS = 30_000;

async function show(): Promise<void> {
  const count = (await waiting()).length;
  for (const mark of document.querySelectorAll<HTMLElement>("[data-queue-mark]")) {
    mark.hidden = !count;
    for (const number of mark.querySelectorAll("[data-queue-count]")) number.textContent = String(count);
  }
}

async function send(): Promise<void> {
  if (!navigator.onLine) return;
  if (!(await flush().catch(() => false))) setTimeout(() => void send(), RETRY_MS * (1 + Math.random()));
  tell();
  await show();
}

export async function begin(): Promise<void> {
  const worker = navigator.serviceWorker;
  worker?.addEventListener("message", ({ data }: MessageEvent<{ kept?: boolean }>) => {
    const notice = document.querySelector<HTMLElement>("[data-kept-copy]");
    if (notice && data.kept) notice.hidden = false;
  });
  worker?.controller?.postMessage("kept?");
  worker?.register("/sw.js").catch(() => undefined);
  onNews(() => void show());
  addEventListener("online", () => void send());
  // Pages that are the same for everybody do not say who looks at them.
  const account = document.querySelector("meta[name=account]")?.getAttribute("content");
  try {
    if (account != null) await setAccount(account);
    await show();
  } catch {
    return; // A browser that lets this page keep nothing has nothing of it that waits, as in another site's frame.
  }
  await send();
}
