// The camera: seen as in a mirror, taken as others see it, so that letters stay readable.
import type { Photo } from "../offline/store";
import { shrink } from "./photo";

function end(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

export class Camera {
  private stream: MediaStream | null = null;
  private starts = 0;
  private playing: Promise<void> = Promise.resolve();
  private facing: "user" | "environment" = "user";

  constructor(private readonly video: HTMLVideoElement) {}

  static get exists(): boolean {
    return !!navigator.mediaDevices?.getUserMedia;
  }

  // Rejects if there is none, or the person does not want it.
  start(): Promise<void> {
    this.stop();
    this.playing = this.open();
    return this.playing;
  }

  private async open(): Promise<void> {
    const side = { ideal: 1280 };
    const wanted = { video: { facingMode: this.facing, width: side, height: side }, audio: false };
    const started = ++this.starts;
    const stream = await navigator.mediaDevices.getUserMedia(wanted);
    // Whoever has chosen a file meanwhile does not want it any more.
    if (started !== this.starts) return end(stream);
    this.video.srcObject = this.stream = stream;
    this.video.classList.toggle("stage__mirrored", this.facing === "user");
    await this.video.play();
  }

  turn(): Promise<void> {
    this.facing = this.facing === "user" ? "environment" : "user";
    return this.start();
  }

  async take(): Promise<Photo> {
    await this.playing;
    const photo = await shrink(this.video, this.video.videoWidth, this.video.videoHeight);
    this.stop();
    return photo;
  }

  stop(): void {
    this.starts += 1;
    if (this.stream) end(this.stream);
    this.stream = null;
    this.video.srcObject = null;
  }
}

// Whether the camera would start without a question.
export async function isAllowed(): Promise<boolean> {
  const status = await navigator.permissions?.query({ name: "camera" as PermissionName }).catch(() => null);
  return status?.state === "granted";
}
