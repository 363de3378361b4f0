import type { GivenFile } from './browser-files.ts';

/** What was dropped or chosen: a folder by its name, or some files. */
export interface Given {
  /** For a person. */
  readonly name: string;
  readonly files: readonly GivenFile[];
  /** The one among them that describes the others, as it would be named to the command line. */
  readonly file?: string;
}

/** Tables and annotations, which may describe what lies beside them. */
const documents = /\.(csv|tsv|jsonl|ndjson|json|ya?ml)$/i;

/**
 * Names are told from the folder that was given, as the command line tells them: one folder alone
 * is the source itself.
 */
export function givenFrom(all: readonly GivenFile[]): Given {
  const roots = [...new Set(all.map(({ path }) => path.split('/')[0] ?? ''))];
  const [root = ''] = roots;
  if (roots.length === 1 && all.every(({ path }) => path.includes('/')))
    return {
      name: root,
      files: all.map(({ path, file }) => ({ path: path.slice(root.length + 1), file })),
    };
  const described = all.filter(({ path }) => documents.test(path));
  const [only] = described;
  const isLoose = all.every(({ path }) => !path.includes('/'));
  return {
    name: roots.length === 1 ? root : `${all.length} files`,
    files: all,
    ...(isLoose && only && described.length === 1 ? { file: only.path } : {}),
  };
}
