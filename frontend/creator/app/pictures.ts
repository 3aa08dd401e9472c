// Pictures wait in <noscript> until they are nearly on the screen, or with Save-Data in <template> until they are tapped: a
// browser's own lazy loading fetches those of the next three screens, which is most of what a page weighs.
const SOON = "120px 0px";
const SOON_FOR_WHO_SCROLLS = "900px 0px";

/** Loads pictures of the page when it is their time, now and for whatever is added later. */
export function bringPictures(): void {
  document.addEventListener("click", (event) => {
    const sign = (event.target as Element).closest("[data-show]");
    if (!sign?.parentElement) return;
    event.preventDefault();
    reveal(sign.parentElement);
  });
  if (document.documentElement.dataset["thrifty"] !== undefined) return;
  watch(SOON);
  addEventListener("scroll", () => watch(SOON_FOR_WHO_SCROLLS), { once: true, passive: true });
}

let watcher: IntersectionObserver | undefined;
let margin = SOON;

/** Watches the pictures that still wait; called again for posts that came later. */
export function watch(within: string = margin): void {
  margin = within;
  watcher?.disconnect();
  watcher = new IntersectionObserver(
    (seen) => {
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        watcher?.unobserve(target);
        reveal(target);
      }
    },
    { rootMargin: margin },
  );
  for (const place of document.querySelectorAll("[data-picture], [data-frame]")) watcher.observe(place);
}

function reveal(place: Element): void {
  const waiting = place.querySelector("noscript, template");
  const picture = waiting instanceof HTMLTemplateElement ? waiting.innerHTML : waiting?.textContent;
  const isFrame = place.hasAttribute("data-frame");
  place.removeAttribute("data-picture");
  place.removeAttribute("data-frame");
  if (!picture) return;
  if (isFrame) waiting?.insertAdjacentHTML("afterend", picture);
  else place.innerHTML = picture;
}
