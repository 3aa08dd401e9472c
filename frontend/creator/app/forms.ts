// Forms that answer at once: a button shows what it will be before the server has said so.

/** Sends forms with `data-at-once` in the background. A failure undoes what was shown and sends the form as ever. */
export function answerAtOnce(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-at-once]")) return;
    event.preventDefault();
    void send(form, event.submitter as HTMLButtonElement | null);
  });
}

async function send(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<void> {
  const body = new FormData(form);
  if (button?.name) body.set(button.name, button.value);
  press(button);
  try {
    // A button without an address of its own names the page's.
    const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
    const answer = await fetch(address, { method: "POST", body, headers: { "X-Fragment": "1" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    if (answer.status === 200) replace(form, await answer.text());
  } catch {
    press(button);
    form.removeAttribute("data-at-once");
    form.requestSubmit?.(button);
  }
}

/** Puts what came in the place of the form; the focus stays on the button. */
function replace(form: HTMLFormElement, html: string): void {
  const hadFocus = form.contains(document.activeElement);
  const frame = document.createElement("template");
  frame.innerHTML = html;
  const fresh = frame.content.firstElementChild;
  if (!fresh) return;
  form.replaceWith(fresh);
  if (hadFocus) fresh.querySelector<HTMLElement>("button")?.focus();
}

/** Turns a button that can be pressed and released over; pressed, it stands for `undo`. */
function press(button: HTMLButtonElement | null): void {
  if (!button?.hasAttribute("aria-pressed")) return;
  const pressed = button.getAttribute("aria-pressed") === "true";
  button.setAttribute("aria-pressed", String(!pressed));
  button.name = pressed ? "" : "undo";
  button.value = "1";
  const count = button.querySelector("[data-count]");
  // A count that is written short, such as 1.2K, stays as it is.
  if (count && /^\d+$/.test(count.textContent ?? "")) count.textContent = String(Number(count.textContent) + (pressed ? -1 : 1));
}
