import type { OverlayOptions } from 'sharp';
import { colourOf } from './colours.ts';
import type { Picture } from './picture.ts';
import { drawEdge, emptyOverlay, greyPixels } from './overlay.ts';
import { layerOf, strokesFor } from './regions.ts';

/** Of 0 to 255: from here on the pixel counts as anomalous. */
const threshold = 128;

/** From cold to hot, evenly spaced: matplotlib's "inferno" without its black end. */
const ramp = ['#420a68', '#932667', '#dd513a', '#fca50a', '#fcffa4'].map(
  (hex) => colourOf(hex).rgb,
);

/** Red, green and blue of a heat. @param share 0 (normal) to 1 (anomalous) */
export function heatColour(share: number): readonly [number, number, number] {
  const at = Math.min(1, Math.max(0, share)) * (ramp.length - 1);
  const from = ramp[Math.floor(at)] ?? [0, 0, 0];
  const to = ramp[Math.ceil(at)] ?? from;
  const between = (index: 0 | 1 | 2) =>
    Math.round(from[index] + (to[index] - from[index]) * (at - Math.floor(at)));
  return [between(0), between(1), between(2)];
}

/** How much of the picture a heat hides, 0 to 255. */
export function heatAlpha(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * 190);
}

/**
 * A heat map over a picture: the hotter, the less is seen of what lies below; around what counts as
 * anomalous goes a white line.
 * @param heatmap grey PNG in base64 @throws Error of sharp where it is not a picture
 */
export async function heatLayer(picture: Picture, heatmap: string): Promise<OverlayOptions> {
  const heat = await greyPixels(heatmap, picture, 'cubic');
  const overlay = emptyOverlay(picture);
  heat.forEach((value, at) => {
    const share = value / 255;
    overlay.pixels.set([...heatColour(share), heatAlpha(share)], at * 4);
  });
  const hot = heat.map((value) => (value >= threshold ? 1 : 0));
  drawEdge(
    overlay,
    hot,
    colourOf('#ffffff'),
    Math.max(2, Math.round(strokesFor(picture).line / 2)),
  );
  return layerOf(overlay);
}
