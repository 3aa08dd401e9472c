// Pictures wait in <noscript> until they are nearly on the screen, or with Save-Data until they are tapped: a browser's own
// lazy loading fetches those of the next three screens, which is most of what a page weighs.
const NEAR = "400px 0px";

/** Loads pictures of the page, and of what was added to `within` later. */
export function bringPictures(within: ParentNode = document): void {
  const waiting = within.querySelectorAll<HTMLElement>("[data-picture]");
  if (document.documentElement.dataset["thrifty"] !== undefined || !("IntersectionObserver" in window)) {
    for (const place of waiting) place.querySelector("[data-show]")?.addEventListener("click", (event) => show(event, place));
    return;
  }
  const watcher = new IntersectionObserver(
    (seen) => {
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        reveal(target as HTMLElement);
      }
    },
    { rootMargin: NEAR },
  );
  for (const place of waiting) watcher.observe(place);
}

function show(event: Event, place: HTMLElement): void {
  event.preventDefault();
  reveal(place);
}

function reveal(place: HTMLElement): void {
  const picture = place.querySelector("noscript")?.textContent;
  if (picture) place.innerHTML = picture;
}
