import type { Reading, Recognised } from './layout.ts';
import { imageFolder } from './layouts/image-folder.ts';
import { pictureLayouts } from './layouts/picture-layouts.ts';
import { recogniseSource } from './recognise.ts';
import type { Origin } from './source-files.ts';
import { tableLayouts } from './tables/table-layouts.ts';

/** The special before the general: a JSON file may be COCO or a table, a folder anything. */
const layouts = [...pictureLayouts, ...tableLayouts, imageFolder];

/**
 * What lies there, by the first of all layouts that knows it.
 * @throws Error as `recogniseSource`
 */
export function sourceOf(origin: Origin, reading: Reading = {}): Promise<Recognised> {
  return recogniseSource(layouts, origin, reading);
}
