// Forms that answer at once: the button shows what it will be, the server's fragment then says what is.

/** Sends forms with `data-at-once` in the background. A failure undoes what was shown and sends the form as ever. */
export function answerAtOnce(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-at-once]") || form.dataset["plain"] !== undefined) return;
    event.preventDefault();
    void send(form, (event as SubmitEvent).submitter as HTMLButtonElement | null);
  });
}

async function send(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<void> {
  const body = new FormData(form);
  if (button?.name) body.set(button.name, button.value);
  if (button?.hasAttribute("aria-pressed")) press(button);
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(button?.formAction || form.action, {
      method: "POST",
      body,
      headers: { "X-Fragment": "1" },
      redirect: "manual",
    });
    const place = answer.headers.get("X-Fragment-Of");
    if (!answer.ok || !place) throw new Error(String(answer.status));
    const html = await answer.text();
    for (const old of document.querySelectorAll(`[data-fragment="${CSS.escape(place)}"]`)) replace(old, html, button);
    if (form.isConnected) form.reset();
  } catch {
    if (button?.hasAttribute("aria-pressed")) press(button);
    form.dataset["plain"] = "";
    form.requestSubmit?.(button);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/** Keeps the focus where it was: on the button with the same name in what came. */
function replace(old: Element, html: string, button: HTMLButtonElement | null): void {
  const hadFocus = old.contains(document.activeElement);
  const frame = document.createElement("template");
  frame.innerHTML = html;
  const fresh = frame.content.firstElementChild;
  if (!fresh) return;
  old.replaceWith(fresh);
  const name = button?.dataset["name"];
  if (hadFocus && name) fresh.querySelector<HTMLElement>(`[data-name="${CSS.escape(name)}"]`)?.focus();
}

function press(button: HTMLButtonElement): void {
  const pressed = button.getAttribute("aria-pressed") === "true";
  button.setAttribute("aria-pressed", String(!pressed));
  const count = button.querySelector("[data-count]");
  const shown = Number(count?.textContent?.trim() || 0);
  // A count that is written short, such as 1.2K, stays as it is.
  if (count && Number.isInteger(shown)) count.textContent = String(shown + (pressed ? -1 : 1));
}
