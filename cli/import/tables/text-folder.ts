import { posix } from '../paths.ts';
import { failed, leftOut } from '../entry.ts';
import type { Entry, Problem } from '../entry.ts';
import type { Layout, Reading } from '../layout.ts';
import type { SourceFiles } from '../source-files.ts';
import { encodingOf, textOf } from './encoding.ts';

const isText = (name: string) => /\.txt$/i.test(name);
/** Files that say that the texts beside them belong to something else. */
const isOther = (name: string) =>
  /\.(png|jpe?g|jfif|gif|bmp|tiff?|webp|avif|heic|xml|ya?ml|json|jsonl|csv|zip)$/i.test(name);

/** Names that are looked at before a folder is called one of texts. */
const sampleNames = 10_000;
/** A text is read whole. */
const maxTextBytes = 4_000_000;

/** A folder for each class with a text in each of its files. */
export const textFolder: Layout = {
  name: 'folder of texts',
  async recognise(files, file, reading) {
    if (file !== undefined || !(await holdsTexts(files))) return undefined;
    return {
      layout: 'folder of texts',
      description: 'a folder of texts: the folder that a .txt file lies in is its concept',
      read: () => entriesOf(files, reading ?? {}),
    };
  },
};

async function holdsTexts(files: SourceFiles): Promise<boolean> {
  let texts = 0;
  let looked = 0;
  for await (const name of files.names()) {
    if (isOther(name)) return false;
    if (isText(name) && name.includes('/')) texts += 1;
    if ((looked += 1) === sampleNames) break;
  }
  return texts > 0;
}

async function* entriesOf(files: SourceFiles, reading: Reading): AsyncGenerator<Entry | Problem> {
  for await (const name of files.names())
    if (isText(name)) yield await entryOf(name, files, reading);
    else yield leftOut(name, 'not-a-text', 'Only .txt files are read from a folder of texts');
}

async function entryOf(
  name: string,
  files: SourceFiles,
  reading: Reading,
): Promise<Entry | Problem> {
  const read = await files.read(name, maxTextBytes);
  if ('reason' in read) return failed(name, read.reason);
  const bytes = async function* () {
    yield read.bytes;
  };
  try {
    const encoding = await encodingOf(bytes(), name, reading.encoding);
    let text = '';
    for await (const piece of textOf(bytes(), encoding)) text += piece;
    return { where: name, content: { kind: 'text', text }, ...labelled(name) };
  } catch (error) {
    return failed(name, (error as Error).message);
  }
}

function labelled(name: string): Pick<Entry, 'concepts' | 'metadata'> {
  const folder = posix.basename(posix.dirname(name));
  return { concepts: folder === '.' ? [] : [folder], metadata: { filename: name } };
}
