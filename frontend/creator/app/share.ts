// The phone's own way to share, where it has one: the server is told as well, for a link counts once its share does. Without
// it the button leads to the page with the link, on which it can be copied.

/** Makes the share buttons use it. */
export function offerToShare(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-share]");
    if (!button) return;
    if (!navigator.share) {
      button.form?.removeAttribute("data-at-once");
      return;
    }
    event.preventDefault();
    void share(button);
  });
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) offerToCopy(button);
}

async function share(button: HTMLButtonElement): Promise<void> {
  const url = new URL(button.dataset["share"] ?? "", location.href).href;
  try {
    await navigator.share({ title: document.title, url });
  } catch {
    return;
  }
  button.form?.requestSubmit?.(button);
}

function offerToCopy(button: HTMLButtonElement): void {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    void navigator.clipboard.writeText(button.dataset["copy"] ?? "").then(() => {
      const said = document.querySelector<HTMLElement>("[data-copied]");
      if (said) said.hidden = false;
    });
  });
}
