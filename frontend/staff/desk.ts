// One key, one decision: a key presses the button that names it. The buttons work without this script.
const REMEMBERED = "facevalue.desk.keys";
const WRITING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

const choice = document.querySelector<HTMLInputElement>("[data-keys]");
if (choice) {
  choice.checked = localStorage.getItem(REMEMBERED) !== "off";
  choice.addEventListener("change", () => localStorage.setItem(REMEMBERED, choice.checked ? "on" : "off"));
}

let pressed = false;

document.addEventListener("keydown", (event) => {
  const target = event.target as Element;
  if (event.key === "Escape" && target instanceof HTMLElement) target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || target.closest(WRITING)) return;
  if (choice && !choice.checked) return;
  const button = document.querySelector<HTMLButtonElement>(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button || pressed) return;
  event.preventDefault();
  button.click();
});

// Two quick keys must not decide twice: the second one would be meant for the next case. A page that comes back out of the
// browser's memory is fresh again.
document.addEventListener("submit", () => {
  pressed = true;
});
window.addEventListener("pageshow", () => {
  pressed = false;
});
