import sharp from 'sharp';

/** A picture as people see it, in the size that it is drawn in. */
export interface Picture {
  /** RGB, row after row. */
  readonly pixels: Buffer;
  readonly width: number;
  readonly height: number;
  /** Pixels here for one of the picture as people see it. */
  readonly scale: number;
}

/** Smaller pictures are enlarged: a label has no room on 64 pixels. */
const minSide = 640;
/** Larger ones are drawn smaller. */
const maxSide = 4096;

/**
 * Decodes a picture by the rules of docs/pictures-and-texts.md, as far as they are to be seen: EXIF
 * orientation, first frame, on white, 16 bits scaled by those that are used.
 * @param side pixels that the longer side gets; absent: as it is, unless that is small or huge
 * @throws Error of sharp where it cannot decode it, such as a BMP
 */
export async function decodePicture(bytes: Uint8Array, side?: number): Promise<Picture> {
  const source = sharp(bytes, { failOn: 'truncated', limitInputPixels: 100_000_000 });
  const { autoOrient, depth } = await source.metadata();
  const longer = Math.max(autoOrient.width, autoOrient.height);
  const scale = side === undefined ? scaleOf(longer) : side / longer;
  const width = Math.max(1, Math.round(autoOrient.width * scale));
  const height = Math.max(1, Math.round(autoOrient.height * scale));
  // Enlarged pixels stay pixels where they are few: a smoothed digit of 8 x 8 is a smear.
  const kernel = scale >= 4 ? 'nearest' : 'lanczos3';
  const turned = source.autoOrient().flatten({ background: '#ffffff' });
  const white = await whiteOf(bytes, depth);
  if (white !== undefined) turned.linear((depth === 'ushort' ? 65_535 : 255) / white, 0);
  const pixels = await turned
    .resize(width, height, { fit: 'fill', kernel })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer();
  return { pixels: inColour(pixels, width * height), width, height, scale };
}

function scaleOf(longer: number): number {
  if (longer > maxSide) return maxSide / longer;
  return longer < minSide ? Math.ceil(minSide / longer) : 1;
}

/** What each kind of number may be white at; up to a tenth beyond is cut off in floating point. */
const whites: Readonly<Record<string, readonly number[]>> = {
  ushort: [255, 4095, 65_535],
  uint: [255, 4095, 65_535],
  float: [1, 255, 4095, 65_535],
};

/** White of a picture of more than 8 bits: the first that no value is above. */
async function whiteOf(bytes: Uint8Array, depth: string): Promise<number | undefined> {
  const possible = whites[depth];
  if (!possible) return undefined;
  const { channels } = await sharp(bytes).stats();
  const max = Math.max(...channels.map((channel) => channel.max));
  const slack = depth === 'float' ? 1.1 : 1;
  return possible.find((white) => max <= white * slack) ?? possible.at(-1);
}

/** Grey pixels as RGB; others are left. */
function inColour(pixels: Buffer, count: number): Buffer {
  if (pixels.length !== count) return pixels;
  const colour = Buffer.alloc(count * 3);
  for (let at = 0; at < count; at += 1) colour.fill(pixels[at] ?? 0, at * 3, at * 3 + 3);
  return colour;
}
