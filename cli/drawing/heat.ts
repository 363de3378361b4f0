import type { OverlayOptions } from 'sharp';
import { colourOf } from '../../client/drawing/concept-colours.ts';
import { anomalousFrom, heatColour } from '../../client/drawing/heat-colours.ts';
import type { Picture } from './picture.ts';
import { drawEdge, emptyOverlay, greyPixels } from './overlay.ts';
import { layerOf, strokesFor } from './regions.ts';

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
  const hot = heat.map((value) => (value >= anomalousFrom ? 1 : 0));
  drawEdge(
    overlay,
    hot,
    colourOf('#ffffff'),
    Math.max(2, Math.round(strokesFor(picture).line / 2)),
  );
  return layerOf(overlay);
}
