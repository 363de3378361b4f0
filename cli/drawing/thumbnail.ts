import sharp from 'sharp';
import type { Answer } from '../answers/answer.ts';
import type { Colour } from '../../client/drawing/concept-colours.ts';
import { thumbnailSide } from './contact-sheet.ts';
import { decodePicture } from './picture.ts';
import { regionLayers } from './regions.ts';

/**
 * A small picture with its regions drawn in, without names.
 * @returns PNG whose longer side has `thumbnailSide` pixels
 * @throws Error of sharp where it cannot decode the picture
 */
export async function thumbnail(
  bytes: Uint8Array,
  { regions }: Pick<Answer, 'regions'>,
  colours: ReadonlyMap<string, Colour>,
): Promise<Buffer> {
  const picture = await decodePicture(bytes, thumbnailSide);
  const { pixels, width, height } = picture;
  const layers =
    regions.length === 0 ? [] : await regionLayers(picture, regions, { colours, hasLabels: false });
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .composite(layers)
    .png()
    .toBuffer();
}
