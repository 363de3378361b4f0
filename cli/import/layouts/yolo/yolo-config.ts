import { posix } from '../../paths.ts';
import * as z from 'zod/mini';
import type { Split } from '../../entry.ts';
import type { SourceFiles } from '../../source-files.ts';
import { folderOf, textOfFile } from '../listing.ts';
import { splitOfWord } from '../splits.ts';
import type { YoloClasses } from './yolo-labels.ts';

/** Reads YAML. @throws Error where it is none */
export type ParseYaml = (text: string) => unknown;

/** What a `data.yaml` or a list of class names says. */
export interface YoloConfig extends YoloClasses {
  readonly file: string;
  /** As written, by split. */
  readonly paths: readonly { readonly split: Split; readonly path: string }[];
}

const paths = z.pipe(
  z.nullish(z.union([z.string(), z.array(z.string())])),
  z.transform((value) => [value ?? []].flat()),
);
const schema = z.object({
  names: z.union([z.array(z.coerce.string()), z.record(z.string(), z.coerce.string())]),
  train: paths,
  val: paths,
  valid: paths,
  validation: paths,
  test: paths,
  kpt_shape: z.nullish(z.tuple([z.int(), z.int()])),
});

/** Ultralytics' `data.yaml`; undefined for YAML of something else. @throws Error for torn YAML */
export async function readYaml(
  files: SourceFiles,
  file: string,
  parseYaml: ParseYaml,
): Promise<YoloConfig | undefined> {
  const text = await textOfFile(files, file);
  if (!/^\s*["']?names["']?\s*:/m.test(text)) return undefined;
  const found = schema.safeParse(valueOf(text, file, parseYaml));
  if (!found.success)
    throw new Error(
      `'${file}' is no YOLO data file: '${found.error.issues[0]?.path.join('.')}' ${found.error.issues[0]?.message}; names is a list or numbers with names`,
    );
  const { names, kpt_shape, ...splits } = found.data;
  const numbered = Array.isArray(names)
    ? names.map((name, index) => [index, name] as const)
    : Object.entries(names).map(([index, name]) => [Number(index), name] as const);
  return {
    file,
    names: new Map(numbered),
    paths: Object.entries(splits).flatMap(([word, all]) =>
      all.map((path) => ({ split: splitOfWord(word) ?? 'train', path })),
    ),
    ...(kpt_shape ? { keypointNumbers: kpt_shape[0] * kpt_shape[1] } : {}),
  };
}

function valueOf(text: string, file: string, parseYaml: ParseYaml): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    throw new Error(`'${file}' cannot be read as YAML: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** `classes.txt` or `obj.names`: a name a line. */
export async function readNames(files: SourceFiles, file: string): Promise<YoloConfig> {
  const lines = (await textOfFile(files, file)).split('\n').map((line) => line.trim());
  while (lines.at(-1) === '') lines.pop();
  return { file, names: new Map(lines.map((name, index) => [index, name])), paths: [] };
}

/**
 * The folders that a path of a data file may mean, the likeliest first: it is written from the
 * file's own folder, from `path:`, or (Roboflow's `../train/images`) from one beside.
 */
export function foldersOf({ file, paths: all }: YoloConfig): { split: Split; below: string }[] {
  const root = folderOf(file);
  return all.map(({ split, path }) => {
    const written = posix.normalize(path.replaceAll('\\', '/')).replace(/^(\.\.\/)+/, '');
    return { split, below: posix.join(root, written).replace(/\/$/, '') };
  });
}
