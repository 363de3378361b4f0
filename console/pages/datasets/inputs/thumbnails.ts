/** Pixels of the longer side, for screens of two dots a pixel. */
const longestSide = 360;
/** Of some 20 kB each. */
const maxKept = 500;
/** Pictures that are fetched at once: browsers open six connections to a host. */
const maxAtOnce = 6;

/** Object URLs of small pictures by address, latest used last. */
const kept = new Map<string, string>();
/** Whose pictures are kept: nobody sees those of who was signed in before. */
let keptFor = '';
const waiting: (() => void)[] = [];
let running = 0;

export interface ThumbnailRequest {
  /** Path of the picture on this origin. */
  readonly path: string;
  readonly key: string;
  readonly signal: AbortSignal;
}

/**
 * A picture, made smaller in the browser and kept while it is among the last 500: of 100,000
 * pictures those in sight are in memory.
 * @returns an object URL
 * @throws Error where it cannot be read, or was given up
 */
export async function thumbnail({ path, key, signal }: ThumbnailRequest): Promise<string> {
  if (keptFor !== key) forgetAll(key);
  const known = kept.get(path);
  if (known !== undefined) {
    kept.delete(path);
    kept.set(path, known);
    return known;
  }
  await turn(signal);
  try {
    const headers = { authorization: `Key ${key}` };
    const response = await fetch(path, { headers, signal });
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
    return keep(path, URL.createObjectURL(await smaller(await response.blob())));
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

function forgetAll(key: string): void {
  for (const url of kept.values()) URL.revokeObjectURL(url);
  kept.clear();
  keptFor = key;
}

/** Waits for a place among those that are fetched. @throws Error where it was given up meanwhile */
async function turn(signal: AbortSignal): Promise<void> {
  if (running >= maxAtOnce)
    await new Promise<void>((resolve, reject) => {
      waiting.push(resolve);
      const giveUp = () => {
        const at = waiting.indexOf(resolve);
        if (at >= 0) waiting.splice(at, 1);
        reject(new Error('Given up'));
      };
      signal.addEventListener('abort', giveUp, { once: true });
    });
  running += 1;
}

/** EXIF's orientation is applied. A picture that is small already stays as it is. */
async function smaller(blob: Blob): Promise<Blob> {
  const whole = await createImageBitmap(blob);
  const scale = longestSide / Math.max(whole.width, whole.height);
  if (scale >= 1) {
    whole.close();
    return blob;
  }
  const [width, height] = [whole.width, whole.height].map((side) =>
    Math.max(1, Math.round(side * scale)),
  ) as [number, number];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, 0, 0, width, height);
  whole.close();
  return canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
}

function keep(path: string, url: string): string {
  kept.set(path, url);
  for (const [oldest, old] of kept) {
    if (kept.size <= maxKept) break;
    kept.delete(oldest);
    URL.revokeObjectURL(old);
  }
  return url;
}
