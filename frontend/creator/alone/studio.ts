// <facevalue-studio campaign="…"></facevalue-studio>: an app's composer within a partner's own page.
// It fires facevalue-ready, facevalue-composed and facevalue-published; `detail` is what docs/partner.md says.

interface Message {
  facevalue: "ready" | "resize" | "composed" | "published";
  height?: number;
  detail?: unknown;
}

const own = document.currentScript instanceof HTMLScriptElement ? new URL(document.currentScript.src).origin : "";

class Studio extends HTMLElement {
  static readonly observedAttributes = ["campaign"];
  private frame: HTMLIFrameElement | null = null;
  private readonly hear = (event: MessageEvent<Message>): void => this.receive(event);

  connectedCallback(): void {
    addEventListener("message", this.hear);
    this.open();
  }

  disconnectedCallback(): void {
    removeEventListener("message", this.hear);
    this.frame?.remove();
    this.frame = null;
  }

  attributeChangedCallback(): void {
    if (this.frame) this.open();
  }

  private open(): void {
    const frame = document.createElement("iframe");
    const address = new URL(`/embed/${this.getAttribute("campaign") ?? ""}`, own);
    address.searchParams.set("origin", location.origin);
    frame.src = address.href;
    frame.title = this.getAttribute("label") ?? "Facevalue";
    frame.allow = "camera";
    frame.referrerPolicy = "origin";
    frame.style.cssText = "display:block;width:100%;height:40rem;border:0;color-scheme:normal";
    this.frame?.remove();
    this.frame = this.appendChild(frame);
  }

  private receive({ origin, source, data }: MessageEvent<Message>): void {
    if (origin !== own || !this.frame || source !== this.frame.contentWindow || !data?.facevalue) return;
    if (data.facevalue === "resize") this.frame.style.height = `${Math.min(Math.max(Number(data.height) || 0, 200), 4000)}px`;
    else this.dispatchEvent(new CustomEvent(`facevalue-${data.facevalue}`, { detail: data.detail, bubbles: true }));
  }
}

if (!customElements.get("facevalue-studio")) customElements.define("facevalue-studio", Studio);
