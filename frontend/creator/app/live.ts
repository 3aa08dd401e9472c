// A part of the page that keeps itself new: it asks as long as somebody looks, more rarely while nothing happens.
const EVERY_MS = 3_000;
const EVERY_MS_MAX = 30_000;

/** Follows the page's live part, if it has one. */
export function follow(): void {
  const part = document.querySelector<HTMLElement>("[data-live]");
  if (!part) return;
  let wait = EVERY_MS;
  let timer = 0;
  const again = (): void => {
    clearTimeout(timer);
    if (!document.hidden) timer = window.setTimeout(() => void ask(), wait);
  };
  const ask = async (): Promise<void> => {
    try {
      const answer = await fetch(`${part.dataset["live"]}?after=${part.dataset["version"]}`);
      if (answer.status === 200) {
        part.innerHTML = await answer.text();
        part.dataset["version"] = answer.headers.get("X-Version") ?? "";
        wait = EVERY_MS;
      } else {
        wait = Math.min(wait * 1.5, EVERY_MS_MAX);
        if (answer.status !== 204 && answer.status < 500) return;
      }
    } catch {
      wait = EVERY_MS_MAX;
    }
    again();
  };
  document.addEventListener("visibilitychange", () => {
    wait = EVERY_MS;
    again();
  });
  again();
}
