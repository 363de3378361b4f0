/** The name of a deployment whose configuration gives none. */
export const defaultName = 'deeptune';

/** Names that a deployment gives to what tools later look up in the account. */
export interface Names {
  readonly storageStack: string;
  readonly serviceStack: string;
  /** Of the web console, where there is one. */
  readonly consoleStack: string;
  /** Of the encryption key, without `alias/`. */
  readonly keyAlias: string;
  /**
   * What the names of its training jobs and endpoints begin with: `ft-`, or `<name>-ft-`. No other
   * deployment's begin so.
   */
  readonly prefix: string;
}

/**
 * Two deployments of different names share none of theirs, because `nameProblem` refuses the names
 * that could.
 */
export function namesOf({ name }: { readonly name: string }): Names {
  return {
    storageStack: `${name}-storage`,
    serviceStack: name,
    consoleStack: `${name}-console`,
    keyAlias: name,
    prefix: name === defaultName ? 'ft-' : `${name}-ft-`,
  };
}

/** A training job may have 63 characters, of which its version and attempt take 39. */
const maxLength = 20;

/**
 * Why a deployment cannot be called so; undefined where it can. `x-storage` is the storage stack of
 * `x`, `x-console` its console, and in names without a part `ft` the prefix `x-ft-` ends where the
 * deployment's name does.
 */
export function nameProblem(name: string): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > maxLength)
    return `must be 1 to ${maxLength} lower-case letters, digits and single hyphens, beginning with a letter`;
  if (name.split('-').includes('ft')) return 'must have no part "ft": names of jobs begin so';
  for (const ending of ['storage', 'console'])
    if (name.endsWith(`-${ending}`)) return `must not end in "-${ending}": ${ending} stacks do`;
  return undefined;
}

/** Outputs of the stacks, by which tools find what they work on. */
export const outputs = {
  /** Of the storage stack: where base models, datasets and artifacts lie. */
  artifactsBucket: 'ArtifactsBucketName',
  /** Of the storage stack. */
  table: 'TableName',
  /** Of the service stack: where clients point. */
  apiUrl: 'ApiUrl',
  /** Of the console stack: where people look. */
  consoleUrl: 'ConsoleUrl',
} as const;
