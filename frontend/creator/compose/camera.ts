// The camera: seen as in a mirror, taken as others see it, so that letters stay readable.
import type { Photo } from "../offline/store";
import { shrink } from "./photo";

export class Camera {
  private stream: MediaStream | null = null;
  private facing: "user" | "environment" = "user";

  constructor(private readonly video: HTMLVideoElement) {}

  static get exists(): boolean {
    return !!navigator.mediaDevices?.getUserMedia;
  }

  get isOn(): boolean {
    return this.stream !== null;
  }

  // Rejects if there is none, or the person does not want it.
  async start(): Promise<void> {
    this.stop();
    const side = { ideal: 1280 };
    const wanted = { video: { facingMode: this.facing, width: side, height: side }, audio: false };
    this.stream = await navigator.mediaDevices.getUserMedia(wanted);
    this.video.srcObject = this.stream;
    this.video.classList.toggle("stage__mirrored", this.facing === "user");
    await this.video.play();
  }

  turn(): Promise<void> {
    this.facing = this.facing === "user" ? "environment" : "user";
    return this.start();
  }

  async take(): Promise<Photo> {
    const photo = await shrink(this.video, this.video.videoWidth, this.video.videoHeight);
    this.stop();
    return photo;
  }

  stop(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }
}

// Whether the camera would start without a question.
export async function isAllowed(): Promise<boolean> {
  const status = await navigator.permissions?.query({ name: "camera" as PermissionName }).catch(() => null);
  return status?.state === "granted";
}
