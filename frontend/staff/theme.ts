// The theme editor: what is changed is kept as the draft at once, and the phone shows it.
const form = document.querySelector<HTMLFormElement>("#theme");
const phone = document.querySelector<HTMLIFrameElement>("#phone");
const verdict = document.querySelector<HTMLElement>("#verdict");
const QUIET_MS = 300;
let waiting: number | undefined;
let running: AbortController | undefined;

async function keep(): Promise<void> {
  if (!form || !phone || !verdict) return;
  running?.abort();
  running = new AbortController();
  const body = new FormData(form);
  body.set("live", "");
  try {
    const answer = await fetch(form.action || location.href, { method: "POST", body, signal: running.signal });
    if (!answer.ok) return; // What cannot be kept, the page says when it is sent.
    verdict.innerHTML = await answer.text();
    phone.src = phone.src;
  } catch {
    // A newer change is on its way, or the network is away: the next change tries again.
  }
}

function soon(): void {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => void keep(), QUIET_MS);
}

form?.addEventListener("input", soon);
verdict?.addEventListener("click", (event) => {
  const offer = (event.target as HTMLElement).closest<HTMLElement>("[data-token]");
  const field = offer && form?.elements.namedItem(offer.dataset["token"] ?? "");
  if (!offer || !(field instanceof HTMLInputElement)) return;
  field.value = offer.dataset["colour"] ?? field.value;
  soon();
});
