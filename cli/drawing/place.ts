/** Pixels of a picture. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A label's ground: a little larger than its letters. @param text height of the letters */
export function padded(label: Size, text: number): Size {
  const pad = Math.max(2, Math.round(text / 4));
  return { width: label.width + 2 * pad, height: label.height + 2 * pad };
}

/**
 * A place for a label at a frame, within the picture where it has room: above it, else below,
 * within at its top, within at its bottom; the first that covers no other label, else the one that
 * covers least.
 */
export function freePlace(
  label: Size,
  frame: Rectangle,
  { taken, within }: { readonly taken: readonly Rectangle[]; readonly within: Size },
): Rectangle {
  const { left, top, width, height } = frame;
  const corners = [
    [left, top - label.height],
    [left, top + height],
    [left, top],
    [left, top + height - label.height],
    [left + width - label.width, top - label.height],
    [left + width - label.width, top + height],
  ] as const;
  const places = corners.map(([x, y]) => ({
    ...label,
    left: clamp(x, within.width - label.width),
    top: clamp(y, within.height - label.height),
  }));
  const covered = (place: Rectangle) =>
    taken.reduce((sum, other) => sum + sharedPixels(place, other), 0);
  const [best] = places
    .map((place) => ({ place, pixels: covered(place) }))
    .sort((a, b) => a.pixels - b.pixels);
  return best?.place ?? { ...label, left: 0, top: 0 };
}

/** Pixels that lie in both. */
export function sharedPixels(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

function clamp(value: number, max: number): number {
  return Math.max(0, Math.min(value, max));
}
