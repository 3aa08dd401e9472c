// The phone's own way to share where it has one, else copying the link. Both tell the server, so that the share counts.

/** Makes the share buttons use it. */
export function offerToShare(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-share]");
    if (!button) return;
    event.preventDefault();
    void share(button);
  });
}

async function share(button: HTMLElement): Promise<void> {
  const url = button.dataset["share"] ?? location.href;
  const how = button.dataset["how"];
  try {
    if (how !== "copy" && navigator.share) await navigator.share({ title: document.title, url });
    else await navigator.clipboard.writeText(url);
  } catch {
    return;
  }
  const said = document.querySelector<HTMLElement>("[data-shared]");
  if (said) said.hidden = false;
  button.closest("form")?.requestSubmit?.();
}
