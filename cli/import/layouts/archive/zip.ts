import { extname } from 'node:path';
import type { Layout, Reading, Recognised } from '../../layout.ts';
import type { SourceFiles } from '../../source-files.ts';
import { startOf } from '../listing.ts';
import { ZipFiles } from './zip-files.ts';

/**
 * A ZIP archive as it was downloaded: what is in it is recognised as a folder would be.
 * @param inside the layouts of folders, in the order in which they are asked
 */
export function zipOf(inside: readonly Layout[]): Layout {
  return {
    name: 'ZIP archive',
    async recognise(files, file, reading) {
      if (file === undefined || !(await isZip(files, file))) return undefined;
      const zip = await ZipFiles.open(files, file);
      const found = await firstOf(inside, zip, reading);
      return {
        ...found,
        description: `ZIP archive ${file}: ${found.description}`,
        files: found.files ?? zip,
      };
    },
  };
}

async function firstOf(
  layouts: readonly Layout[],
  zip: ZipFiles,
  reading: Reading | undefined,
): Promise<Recognised> {
  for (const layout of layouts) {
    const found = await layout.recognise(zip, undefined, reading);
    if (found) return found;
  }
  const names = layouts.map(({ name }) => name).join(', ');
  throw new Error(`What is in '${zip.place}' is none of these: ${names}`);
}

async function isZip(files: SourceFiles, file: string): Promise<boolean> {
  if (extname(file).toLowerCase() === '.zip') return true;
  if (extname(file) !== '') return false;
  const start = await startOf(files, file, 4);
  return Buffer.from(start).toString('latin1') === 'PK\u0003\u0004';
}
