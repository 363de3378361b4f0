import type { Reading, Recognised } from './layout.ts';
import { pictureLayouts } from './layouts/picture-layouts.ts';
import type { Origin } from './source-files.ts';
import { tableLayouts } from './tables/table-layouts.ts';

const layouts = [...tableLayouts, ...pictureLayouts];

/**
 * What lies there, by the first layout that knows it.
 * @throws Error where none does: it says what was looked for
 */
export async function sourceOf(
  { files, file }: Origin,
  reading: Reading = {},
): Promise<Recognised> {
  for (const layout of layouts) {
    const found = await layout.recognise(files, file, reading);
    if (found) return found;
  }
  const names = layouts.map(({ name }) => name).join(', ');
  throw new Error(`'${files.place}${file ?? ''}' is none of these: ${names}`);
}
