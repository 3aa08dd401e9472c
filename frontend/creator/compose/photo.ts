// What travels is a small square picture: cut, scaled and encoded here, so that a weak network carries 120 KiB and no more.
import type { Photo } from "../offline/store";

const SIDE = 1080;
const BYTES_MAX = 120 * 1024;
const QUALITIES = [0.86, 0.78, 0.7, 0.6, 0.5];
const TYPES = ["image/webp", "image/jpeg"];

function encode(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}

function drawn(source: CanvasImageSource, width: number, height: number, side: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const cut = Math.min(width, height);
  // Of a tall picture the upper part stays: faces are rarely at the bottom.
  const top = (height - cut) * (height > width ? 0.35 : 0.5);
  canvas.getContext("2d")?.drawImage(source, (width - cut) / 2, top, cut, cut, 0, 0, side, side);
  return canvas;
}

// The square middle of a picture or of the camera's image, as WebP where the browser can write it, else as JPEG.
export async function shrink(source: CanvasImageSource, width: number, height: number): Promise<Photo> {
  for (let side = Math.min(SIDE, width, height); side > 200; side = Math.round(side * 0.8)) {
    const canvas = drawn(source, width, height, side);
    for (const quality of QUALITIES) {
      for (const type of TYPES) {
        const blob = await encode(canvas, type, quality);
        if (blob?.type !== type) continue;
        if (blob.size <= BYTES_MAX) return { bytes: await blob.arrayBuffer(), type };
        break;
      }
    }
  }
  throw new RangeError("no size is small enough");
}

// A chosen file. What this browser cannot open, such as HEIC, goes as it is; the server can. RangeError: it is too big for that.
export async function fromFile(file: File, bytesMax: number): Promise<Photo> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (bitmap) {
    try {
      return await shrink(bitmap, bitmap.width, bitmap.height);
    } finally {
      bitmap.close();
    }
  }
  if (file.size > bytesMax) throw new RangeError("too big");
  return { bytes: await file.arrayBuffer(), type: file.type || "application/octet-stream" };
}
