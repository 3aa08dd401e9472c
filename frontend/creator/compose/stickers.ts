// Stickers on the picture: moved, sized and turned by finger, mouse, keyboard or buttons, and said aloud.
import type { Placement } from "../offline/store";
import { fill, type Words } from "./words";

export interface Sticker {
  id: string;
  name: string;
  src: string;
}

interface Placed {
  sticker: Sticker;
  at: Placement;
  element: HTMLButtonElement;
}

interface Point {
  x: number;
  y: number;
}

export const SCALE_MIN = 0.08;
export const SCALE_MAX = 0.9;
const MOVE = 0.02;
const GROW = 1.1;
const TURN = 5;

export type Step = "left" | "right" | "up" | "down" | "bigger" | "smaller" | "clockwise" | "counter" | "remove";

const STEPS: Record<Exclude<Step, "remove">, (at: Placement) => Partial<Placement>> = {
  left: ({ x }) => ({ x: x - MOVE }),
  right: ({ x }) => ({ x: x + MOVE }),
  up: ({ y }) => ({ y: y - MOVE }),
  down: ({ y }) => ({ y: y + MOVE }),
  bigger: ({ scale }) => ({ scale: scale * GROW }),
  smaller: ({ scale }) => ({ scale: scale / GROW }),
  clockwise: ({ rotation }) => ({ rotation: rotation + TURN }),
  counter: ({ rotation }) => ({ rotation: rotation - TURN }),
};

const KEYS: Record<string, Step> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  "+": "bigger",
  "=": "bigger",
  "-": "smaller",
  "]": "clockwise",
  "[": "counter",
  Delete: "remove",
  Backspace: "remove",
};

const between = (low: number, value: number, high: number): number => Math.min(high, Math.max(low, value));

// Within the picture, and in numbers that a person could have written down.
export function tidy(at: Placement): Placement {
  const round = (value: number, digits: number): number => Number(value.toFixed(digits));
  const turned = ((((at.rotation + 180) % 360) + 360) % 360) - 180;
  return {
    asset: at.asset,
    x: round(between(0, at.x, 1), 4),
    y: round(between(0, at.y, 1), 4),
    scale: round(between(SCALE_MIN, at.scale, SCALE_MAX), 4),
    rotation: round(turned, 1),
  };
}

export class Stickers {
  private readonly placed: Placed[] = [];
  private readonly fingers = new Map<number, Point>();
  private chosen: Placed | null = null;

  constructor(
    private readonly layer: HTMLElement,
    private readonly words: Words,
    private readonly max: number,
    private readonly changed: (hasChosen: boolean, said: string) => void,
  ) {
    layer.addEventListener("pointerdown", (event) => this.press(event));
    layer.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"] as const) {
      layer.addEventListener(end, (event) => {
        if (this.fingers.delete(event.pointerId) && this.chosen) this.tell(this.chosen);
      });
    }
  }

  get placements(): Placement[] {
    return this.placed.map(({ at }) => at);
  }

  add(sticker: Sticker, at?: Placement): void {
    if (this.placed.length >= this.max) {
      this.changed(!!this.chosen, fill(this.words.full ?? "", { max: this.max }));
      return;
    }
    const element = document.createElement("button");
    element.type = "button";
    element.className = "sticker";
    const image = element.appendChild(new Image());
    image.src = sticker.src;
    image.alt = "";
    image.draggable = false;
    const shift = 0.06 * (this.placed.length % 4);
    const start = at ?? { asset: sticker.id, x: 0.72 - shift, y: 0.72 - shift, scale: 0.3, rotation: 0 };
    const placed: Placed = { sticker, at: tidy(start), element };
    element.addEventListener("focus", () => this.choose(placed));
    element.addEventListener("keydown", (event) => this.key(event));
    this.placed.push(placed);
    this.layer.append(element);
    this.draw(placed);
    if (!at) {
      element.focus();
      this.tell(placed);
    }
  }

  clear(): void {
    for (const { element } of this.placed.splice(0)) element.remove();
    this.choose(null);
  }

  choose(placed: Placed | null): void {
    this.chosen = placed;
    // While one is chosen, fingers on the picture are for it; else they move the page.
    this.layer.classList.toggle("stage__stickers--chosen", !!placed);
    for (const each of this.placed) each.element.classList.toggle("sticker--chosen", each === placed);
    this.changed(!!placed, "");
  }

  step(step: Step): void {
    const { chosen } = this;
    if (!chosen) return;
    if (step === "remove") {
      this.remove(chosen);
      return;
    }
    this.set(chosen, STEPS[step](chosen.at));
    this.tell(chosen);
  }

  private remove(gone: Placed): void {
    const index = this.placed.indexOf(gone);
    this.placed.splice(index, 1);
    gone.element.remove();
    const next = this.placed[Math.min(index, this.placed.length - 1)];
    this.choose(next ?? null);
    next?.element.focus();
    this.changed(!!next, fill(this.words.removed ?? "", { name: gone.sticker.name }));
  }

  private set(placed: Placed, change: Partial<Placement>): void {
    placed.at = tidy({ ...placed.at, ...change });
    this.draw(placed);
  }

  private draw({ sticker, at, element }: Placed): void {
    element.style.left = `${at.x * 100}%`;
    element.style.top = `${at.y * 100}%`;
    element.style.width = `${at.scale * 100}%`;
    element.style.transform = `translate(-50%, -50%) rotate(${at.rotation}deg)`;
    element.setAttribute("aria-label", this.describe(sticker, at));
  }

  private describe(sticker: Sticker, at: Placement): string {
    const percent = (value: number): number => Math.round(value * 100);
    const values = { x: percent(at.x), y: percent(at.y), size: percent(at.scale), turn: Math.round(at.rotation) };
    return fill(this.words.sticker ?? "", { name: sticker.name, ...values });
  }

  private tell({ sticker, at }: Placed): void {
    this.changed(true, this.describe(sticker, at));
  }

  private key(event: KeyboardEvent): void {
    const step = KEYS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.step(step);
  }

  private press(event: PointerEvent): void {
    const hit = this.placed.find(({ element }) => element.contains(event.target as Node));
    if (hit && !this.fingers.size) {
      this.choose(hit);
      hit.element.focus({ preventScroll: true });
    } else if (!hit && !this.fingers.size) {
      this.choose(null);
      return;
    }
    event.preventDefault();
    this.layer.setPointerCapture(event.pointerId);
    if (this.fingers.size < 2) this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  // One finger moves; a second one anywhere on the picture sizes and turns.
  private drag(event: PointerEvent): void {
    const before = this.fingers.get(event.pointerId);
    if (!before || !this.chosen) return;
    const now = { x: event.clientX, y: event.clientY };
    const side = this.layer.clientWidth;
    const { at } = this.chosen;
    const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
    this.fingers.set(event.pointerId, now);
    const part = other ? 2 : 1;
    const change: Partial<Placement> = {
      x: at.x + (now.x - before.x) / side / part,
      y: at.y + (now.y - before.y) / side / part,
    };
    if (other) {
      const length = (point: Point): number => Math.hypot(point.x - other.x, point.y - other.y) || 1;
      const angle = (point: Point): number => (Math.atan2(point.y - other.y, point.x - other.x) * 180) / Math.PI;
      change.scale = (at.scale * length(now)) / length(before);
      change.rotation = at.rotation + angle(now) - angle(before);
    }
    this.set(this.chosen, change);
  }
}
