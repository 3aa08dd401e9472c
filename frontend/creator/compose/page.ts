// The composer: from a photo to a post that is kept on this phone until the server has it.
import { Camera, isAllowed } from "./camera";
import { fromFile } from "./photo";
import { Stickers, type Step, type Sticker } from "./stickers";
import { data, fill, find, makeKey, type Words } from "./words";
import { get, put, type Choices, type Photo, type Waiting } from "../offline/store";

export interface Page {
  account: string;
  campaign: string;
  title: string;
  upload_bytes_max: number;
  stickers_max: number;
  words: Words;
}

type State = "empty" | "camera" | "photo";

export class Composer {
  readonly page = data<Page>("compose-data");
  private readonly form = find<HTMLFormElement>("[data-compose]");
  private readonly stage = find("[data-stage]");
  private readonly voice = find("[data-voice]");
  private readonly picture = find<HTMLImageElement>("[data-photo]");
  private readonly camera = new Camera(find<HTMLVideoElement>("video", this.stage));
  private readonly stickers = new Stickers(
    find("[data-stickers]"),
    this.page.words,
    this.page.stickers_max,
    (hasChosen, said) => this.changed(hasChosen, said),
  );
  private key: string = makeKey();
  private photo: Photo | null = null;
  private saving: ReturnType<typeof setTimeout> | undefined;

  // `give` takes what is posted; it rejects if it cannot keep it. `keepsDrafts`: what is half done lies in this phone's database.
  constructor(
    private readonly give: (post: Waiting) => Promise<void>,
    private readonly keepsDrafts: boolean,
  ) {
    for (const name of ["frame", "background"]) this.choose(name, this.value(name));
    this.form.addEventListener("change", (event) => this.pick(event.target as HTMLInputElement));
    this.form.addEventListener("input", () => this.saveSoon());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.post();
    });
    this.form.addEventListener("click", (event) => {
      const { step, opens, do: act } = (event.target as Element).closest<HTMLElement>("button")?.dataset ?? {};
      if (step) this.stickers.step(step as Step);
      if (opens) this.open(opens);
      if (act) void this.act(act);
    });
    addEventListener("pagehide", () => void this.save());
    this.offerStickers();
    this.form.dataset.scripted = "";
    // On a slow network a photo may have been chosen before this script was there.
    for (const input of this.form.querySelectorAll<HTMLInputElement>("input[name=photo]")) if (input.files?.length) this.pick(input);
    for (const element of this.form.querySelectorAll<HTMLElement>("[data-needs-script]")) element.hidden = false;
    for (const element of this.form.querySelectorAll<HTMLElement>("[data-without-script]")) element.hidden = true;
    this.open(this.form.querySelector<HTMLElement>("[data-opens]")?.dataset.opens ?? "");
    this.show("empty");
  }

  async begin(): Promise<void> {
    const draft = this.keepsDrafts && (await get("drafts", [this.page.campaign, this.page.account]));
    if (draft) {
      this.key = draft.key;
      this.restore(draft.choices);
      if (draft.photo) this.showPhoto(draft.photo);
    }
    if (!this.photo && Camera.exists && (await isAllowed())) await this.act("camera");
  }

  say(text: string): void {
    this.voice.textContent = text;
  }

  word(name: string): string {
    return this.page.words[name] ?? "";
  }

  private show(state: State): void {
    this.stage.dataset.state = state;
    for (const element of this.form.querySelectorAll<HTMLElement>("[data-when]")) {
      element.hidden = !element.dataset.when?.split(" ").includes(state);
    }
    const more = find<HTMLElement>("[data-do=camera]", this.form);
    if (!Camera.exists) more.hidden = true;
  }

  private value(name: string): string {
    return this.form.querySelector<HTMLInputElement>(`[name=${name}]:checked`)?.value ?? "";
  }

  private text(name: string): HTMLInputElement | HTMLTextAreaElement {
    return find(`[name=${name}]`, this.form);
  }

  // One shelf at a time, so that the picture stays in sight.
  private open(name: string): void {
    for (const shelf of this.form.querySelectorAll<HTMLElement>("[data-shelf]")) shelf.hidden = shelf.dataset.shelf !== name;
    for (const button of this.form.querySelectorAll<HTMLElement>("[data-opens]")) {
      button.setAttribute("aria-pressed", String(button.dataset.opens === name));
    }
  }

  // Radios without scripts, where one sticker has a few places to go; buttons with them.
  private offerStickers(): void {
    const plain = this.form.querySelector("[data-plain-stickers]");
    const shelf = this.form.querySelector("[data-shelf-stickers]");
    if (!plain || !shelf) return;
    for (const input of plain.querySelectorAll<HTMLInputElement>("input[data-src]")) {
      const button = shelf.appendChild(document.createElement("button"));
      button.type = "button";
      button.className = "tile";
      const image = button.appendChild(new Image(72, 72));
      image.src = input.dataset.src ?? "";
      image.alt = input.dataset.name ?? "";
      image.loading = "lazy";
      button.dataset.sticker = input.value;
      button.addEventListener("click", () => this.stickers.add(this.sticker(button)));
    }
    plain.remove();
  }

  private sticker(button: HTMLElement): Sticker {
    const image = find<HTMLImageElement>("img", button);
    return { id: button.dataset.sticker ?? "", name: image.alt, src: image.src };
  }

  private choose(name: string, value: string): void {
    const input = this.form.querySelector<HTMLInputElement>(`[name=${name}][value="${value}"]`);
    const layer = this.stage.querySelector<HTMLImageElement>(`[data-layer=${name}]`);
    if (!layer) return;
    const src = input?.dataset.src ?? "";
    layer.hidden = !src;
    if (src) layer.src = src;
    if (input) input.checked = true;
    if (name === "background") this.stage.classList.toggle("stage--cut", !!src);
  }

  private pick(input: HTMLInputElement): void {
    if (input.name === "photo") {
      const file = input.files?.[0];
      if (file) void this.take(() => fromFile(file, this.page.upload_bytes_max));
      input.value = "";
    } else if (input.type === "radio") {
      this.choose(input.name, input.value);
      this.saveSoon();
    }
  }

  private async act(what: string): Promise<void> {
    if (what === "take") await this.take(() => this.camera.take());
    if (what === "again") {
      this.photo = null;
      this.show("empty");
      if (Camera.exists) what = "camera";
    }
    if (what !== "camera" && what !== "turn") return;
    try {
      await (what === "turn" ? this.camera.turn() : this.camera.start());
      if (this.photo) return;
      this.show("camera");
      this.say(this.word("camera_on"));
    } catch {
      if (!this.photo) this.show("empty");
      this.say(this.word("no_camera"));
    }
  }

  private async take(make: () => Promise<Photo>): Promise<void> {
    try {
      const photo = await make();
      this.camera.stop();
      this.showPhoto(photo);
      this.say(this.word("photo_taken"));
      this.saveSoon();
    } catch (error) {
      this.say(this.word(error instanceof RangeError ? "too_big" : "unreadable"));
    }
  }

  private showPhoto(photo: Photo): void {
    this.photo = photo;
    const { picture } = this;
    URL.revokeObjectURL(picture.src);
    picture.onerror = () => {
      picture.hidden = true;
      this.say(this.word("seen_later"));
    };
    picture.hidden = false;
    picture.src = URL.createObjectURL(new Blob([photo.bytes], { type: photo.type }));
    this.show("photo");
  }

  private changed(hasChosen: boolean, said: string): void {
    find("[data-tools]").hidden = !hasChosen;
    if (said) this.say(said);
    this.saveSoon();
  }

  private choices(): Choices {
    return {
      frame: this.value("frame"),
      background: this.value("background"),
      stickers: this.stickers.placements,
      caption: this.text("caption").value.trim(),
      alt: this.text("alt").value.trim(),
    };
  }

  private restore(choices: Choices): void {
    this.choose("frame", choices.frame);
    this.choose("background", choices.background);
    this.text("caption").value = choices.caption;
    this.text("alt").value = choices.alt;
    const shelf = new Map(
      [...this.form.querySelectorAll<HTMLElement>("[data-sticker]")].map((button) => [button.dataset.sticker, button]),
    );
    for (const at of choices.stickers) {
      const button = shelf.get(at.asset);
      if (button) this.stickers.add(this.sticker(button), at);
    }
  }

  private saveSoon(): void {
    clearTimeout(this.saving);
    this.saving = setTimeout(() => void this.save(), 400);
  }

  // What is half done survives the closing of the page, too.
  private async save(): Promise<void> {
    clearTimeout(this.saving);
    const { key, photo } = this;
    if (!photo || this.form.dataset.busy || !this.keepsDrafts) return;
    const { campaign, account } = this.page;
    await put("drafts", { campaign, account, key, photo, choices: this.choices() }).catch(() => undefined);
  }

  private async post(): Promise<void> {
    const { key, photo, page } = this;
    if (this.form.dataset.busy) return;
    if (!photo) {
      this.say(this.word("photo_first"));
      this.stage.scrollIntoView({ block: "center" });
      return;
    }
    clearTimeout(this.saving);
    this.form.dataset.busy = "1";
    const { account, campaign, title } = page;
    const choices = this.choices();
    try {
      await this.give({ key, account, campaign, title, madeAt: Date.now(), photo, choices, upload: 0, problem: "" });
    } catch (error) {
      delete this.form.dataset.busy;
      this.say(fill(this.word("not_kept"), { reason: error instanceof Error ? error.message : String(error) }));
    }
  }

  // Ready for the next one, where the page stays.
  reset(): void {
    delete this.form.dataset.busy;
    this.key = makeKey();
    this.photo = null;
    this.stickers.clear();
    this.form.reset();
    for (const name of ["frame", "background"]) this.choose(name, this.value(name));
    this.show("empty");
  }
}
