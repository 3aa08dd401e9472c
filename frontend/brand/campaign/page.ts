// Writes figures into the marks that the templates left: data-number, data-money, data-words, data-percent, data-fill,
// data-only-if, data-only-without (facevalue/faces/brand/templatetags/live.py).
import { count, money, number, percent, width, type Figures } from "./figures";

type Write = (element: Element, figures: Figures, first: string, second: string) => void;

const WRITES: Record<string, Write> = {
  "data-number": (element, figures, key) => setText(element, number(count(figures, key))),
  "data-money": (element, figures, key) => setText(element, money(count(figures, key))),
  "data-words": (element, figures, key) => setText(element, String(figures[key] ?? "")),
  "data-percent": (element, figures, part, whole) => setText(element, percent(count(figures, part), count(figures, whole))),
  "data-fill": (element, figures, part, whole) =>
    element.setAttribute("width", width(count(figures, part), count(figures, whole))),
  "data-only-if": (element, figures, key) => element.toggleAttribute("hidden", !count(figures, key)),
  "data-only-without": (element, figures, key) => element.toggleAttribute("hidden", !!count(figures, key)),
};

// A screen reader and the layout are disturbed by what changed alone.
function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function pageWriter(root: ParentNode): (figures: Figures) => void {
  const marks = Object.entries(WRITES).flatMap(([attribute, write]) =>
    [...root.querySelectorAll(`[${attribute}]`)].map((element) => {
      const [first = "", second = ""] = (element.getAttribute(attribute) ?? "").split(" ");
      return (figures: Figures) => write(element, figures, first, second);
    }),
  );
  return (figures) => marks.forEach((mark) => mark(figures));
}
