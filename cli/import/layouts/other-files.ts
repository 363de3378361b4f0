import { foreignFormat } from '../../../core/dataset/image/headers/foreign-format.ts';
import { formatOf } from '../../../core/dataset/image/image-facts.ts';
import { failed, leftOut } from '../entry.ts';
import type { Problem } from '../entry.ts';
import type { SourceFiles } from '../source-files.ts';
import { isImageName, startOf } from './listing.ts';

/**
 * What to do with a file that a folder of images holds: nothing where it is an image, by its name
 * or by how it begins; else the reason for which it is passed over. An image of a format that is
 * not taken was meant to be imported: that is a failure.
 */
export async function problemOfFile(
  files: SourceFiles,
  name: string,
): Promise<Problem | undefined> {
  if (isImageName(name)) return undefined;
  try {
    const start = await startOf(files, name, 64);
    if (formatOf(start)) return undefined;
    const foreign = foreignFormat(start);
    if (foreign)
      return failed(
        name,
        `image-format-unsupported: ${foreign} is not taken; save it as PNG or JPEG`,
      );
    return leftOut(name, 'not-an-image', 'The file is no image');
  } catch (error) {
    return failed(name, `The file cannot be read: ${(error as Error).message}`);
  }
}

/** Files of a folder whose annotations name others: each is counted, none is imported. */
export async function* unusedFiles(
  names: Iterable<string>,
  isUsed: (name: string) => boolean,
): AsyncGenerator<Problem> {
  for (const name of names) {
    if (isUsed(name)) continue;
    yield isImageName(name)
      ? leftOut(name, 'not-annotated', 'No file of annotations names this image')
      : leftOut(name, 'not-an-image', 'The file is neither an image nor annotations');
  }
}
