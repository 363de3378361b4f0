import { extname } from './paths.ts';
import type { Entry, Problem } from './entry.ts';
import type { Layout, Reading, Recognised } from './layout.ts';
import type { Origin, SourceFiles } from './source-files.ts';

/**
 * What lies there, by the first layout that knows it. Of a folder, what its files do not give
 * (hidden ones, links that lead out) follows what the layout reads, so that it is counted.
 * @param layouts in the order in which they are asked
 * @throws Error where no layout knows it, or the one that does cannot read it
 */
export async function recogniseSource(
  layouts: readonly Layout[],
  { files, file }: Origin,
  reading: Reading = {},
): Promise<Recognised> {
  for (const layout of layouts) {
    const found = await layout.recognise(files, file, reading);
    if (found && file === undefined)
      return { ...found, read: () => withPassedOver(found.read(), files) };
    if (found) return found;
  }
  const other = others[extname(file ?? '').toLowerCase()];
  if (other !== undefined) throw new Error(`'${files.place}${file ?? ''}' is ${other}`);
  const wanted = layouts.map(({ name }) => name).join('; ');
  throw new Error(`'${files.place}${file ?? ''}' is none of what is read: ${wanted}`);
}

/** What people have too, and what to do with it. */
const others: Readonly<Record<string, string>> = {
  '.xlsx': 'an Excel workbook: save the sheet as "CSV UTF-8"',
  '.xls': 'an Excel workbook: save the sheet as "CSV UTF-8"',
  '.parquet':
    'a Parquet file: write it as JSONL (in Python: df.to_json(name, orient="records", lines=True))',
  '.arrow': 'an Arrow file: write it as JSONL',
  '.gz': 'compressed: unpack it first',
  '.tar': 'an archive: unpack it first, or pack it as ZIP',
  '.tgz': 'an archive: unpack it first, or pack it as ZIP',
  '.7z': 'an archive: unpack it first, or pack it as ZIP',
  '.rar': 'an archive: unpack it first, or pack it as ZIP',
  '.png': 'one image: name its folder',
  '.jpg': 'one image: name its folder',
  '.jpeg': 'one image: name its folder',
};

async function* withPassedOver(
  entries: AsyncIterable<Entry | Problem>,
  files: SourceFiles,
): AsyncGenerator<Entry | Problem> {
  yield* entries;
  if (files.passedOver) yield* files.passedOver();
}
