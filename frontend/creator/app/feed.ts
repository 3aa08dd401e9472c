// The next posts come by themselves when the last ones are near; without a script a link leads to them.
import { watch } from "./pictures";

const NEAR = "1200px 0px";

/** Makes the feed go on. */
export function goOn(): void {
  const feed = document.querySelector("[data-feed]");
  const more = feed?.querySelector<HTMLElement>("[data-more]");
  const next = more?.querySelector("a")?.href;
  if (!feed || !more || !next) return;
  const watcher = new IntersectionObserver(
    ([seen]) => {
      if (!seen?.isIntersecting) return;
      watcher.disconnect();
      void bring(more, next);
    },
    { rootMargin: NEAR },
  );
  // Not before somebody scrolls: the first screen is all that many look at.
  addEventListener("scroll", () => watcher.observe(more), { once: true, passive: true });
}

async function bring(more: HTMLElement, next: string): Promise<void> {
  try {
    const answer = await fetch(next, { headers: { "X-Fragment": "1" } });
    if (!answer.ok) return;
    more.outerHTML = await answer.text();
  } catch {
    return;
  }
  watch();
  goOn();
}
