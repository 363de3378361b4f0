/** The last two choose what the trainer computes on, and on how many threads of a processor. */
const inherited = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TMPDIR',
  'LD_LIBRARY_PATH',
  'DEEPTUNE_DEVICE',
  'OMP_NUM_THREADS',
];

/**
 * Variables for a child process: the few it needs of ours (never our secrets), Python's output
 * unbuffered, and those given.
 */
export function childEnvironment(
  given: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const own = inherited.map((name) => [name, process.env[name]] as const);
  const known = own.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(known), PYTHONUNBUFFERED: '1', ...given };
}
