import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fail } from '../../core/errors.ts';
import { checkSafetensors } from './safetensors.ts';

export interface ModelFile {
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * What transformers reads of a model folder: weights, configurations, tokenizers, chat templates.
 */
const wanted = ['.safetensors', '.json', '.txt', '.model', '.jinja'];
/** Files that run code when they are loaded. */
const pickles = ['.bin', '.pt', '.pth', '.ckpt', '.pkl', '.pickle'];
const tokenizers = ['tokenizer.json', 'tokenizer.model', 'vocab.txt', 'vocab.json', 'spiece.model'];

/**
 * The files of a downloaded base model that a training job reads, in alphabetical order. Subfolders
 * and other kinds of files are left alone.
 * @param needsTokenizer true for a model that reads text
 * @throws DeeptuneError base-model-invalid for a folder that cannot be trained from, or that
 *   holds pickles
 */
export async function readModelFolder(
  folder: string,
  needsTokenizer: boolean,
): Promise<readonly ModelFile[]> {
  const names = await namesIn(folder);
  refusePickles(folder, names);
  const files = await Promise.all(
    names.filter((name) => wanted.includes(extname(name))).map((name) => fileIn(folder, name)),
  );
  await checkParts(folder, files, needsTokenizer);
  return files;
}

/** Names of the files, also of those that are links into a hub's cache. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    throw fail('baseModelInvalid', `${folder} cannot be read: ${(error as Error).message}`, error);
  }
}

async function fileIn(folder: string, name: string): Promise<ModelFile> {
  const path = join(folder, name);
  return { name, path, size: (await stat(path)).size };
}

function refusePickles(folder: string, names: readonly string[]): void {
  const found = names.filter((name) => pickles.includes(extname(name)));
  if (found.length === 0) return;
  throw fail(
    'baseModelInvalid',
    `${folder} holds ${found.join(', ')}: such files can run code and are never staged. Download the model again with --include '*.safetensors' '*.json' '*.txt' '*.model' '*.jinja'`,
  );
}

async function checkParts(
  folder: string,
  files: readonly ModelFile[],
  needsTokenizer: boolean,
): Promise<void> {
  const names = new Set(files.map(({ name }) => name));
  const missing = (what: string) => fail('baseModelInvalid', `${folder} has no ${what}`);
  if (!names.has('config.json')) throw missing('config.json');
  const weights = files.filter(({ name }) => name.endsWith('.safetensors'));
  if (weights.length === 0) throw missing('*.safetensors');
  if (needsTokenizer && !tokenizers.some((name) => names.has(name))) {
    throw missing(`tokenizer (one of ${tokenizers.join(', ')})`);
  }
  for (const shard of await shardsOf(files)) if (!names.has(shard)) throw missing(shard);
  for (const { path, size } of weights) await checkSafetensors(path, size);
}

/** The files that the weights' index names; none where the weights are one file. */
async function shardsOf(files: readonly ModelFile[]): Promise<readonly string[]> {
  const index = files.find(({ name }) => name === 'model.safetensors.index.json');
  if (!index) return [];
  try {
    const { weight_map } = JSON.parse(await readFile(index.path, 'utf8'));
    return [...new Set(Object.values(weight_map as Record<string, string>))];
  } catch (error) {
    throw fail(
      'baseModelInvalid',
      `${index.path} is not a valid index of safetensors files`,
      error,
    );
  }
}
