// Makes an image that the file store takes: PNG, JPEG or WebP of at most 2 MB. Everything else is painted anew.
import { limits } from '#domain/protocol.ts';

const kept = new Set(['image/png', 'image/jpeg', 'image/webp']);
const sides = [2400, 1600, 1000];

export interface FittedImage {
  blob: Blob;
  width: number;
  height: number;
}

/** The image itself or a smaller picture of it; undefined when a browser cannot read it as an image. */
export async function fitImage(blob: Blob): Promise<FittedImage | undefined> {
  const image = await load(blob);
  if (!image) return undefined;
  const [width, height] = [image.naturalWidth || 300, image.naturalHeight || 150];
  if (kept.has(blob.type) && blob.size <= limits.fileBytes) return { blob, width, height };
  for (const side of sides) {
    const scale = Math.min(1, side / Math.max(width, height));
    const size = {
      width: Math.max(1, Math.round(width * scale)),
      height: Math.max(1, Math.round(height * scale)),
    };
    const painted = await paint(image, size);
    if (painted && painted.size <= limits.fileBytes) return { blob: painted, ...size };
  }
  return undefined;
}

async function load(blob: Blob): Promise<HTMLImageElement | undefined> {
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  try {
    await image.decode();
    return image;
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

function paint(
  image: HTMLImageElement,
  { width, height }: { width: number; height: number },
): Promise<Blob | null> {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/webp', 0.85));
}
