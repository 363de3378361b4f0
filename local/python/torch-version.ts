import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The text of PyTorch's `version.py`, which names its version and what it was built for. */
export function torchVersionText(python: string): string | undefined {
  const libraries = join(dirname(dirname(python)), 'lib');
  const versions = existsSync(libraries) ? readdirSync(libraries) : [];
  const file = versions
    .map((name) => join(libraries, name, 'site-packages', 'torch', 'version.py'))
    .find((path) => existsSync(path));
  return file === undefined ? undefined : readFileSync(file, 'utf8');
}

/**
 * PyTorch's version without its build: `2.13.0`; undefined where it does not say.
 * @param python of the environment that has it
 */
export function torchVersion(python: string): string | undefined {
  return /^__version__ = '([^'+]+)/m.exec(torchVersionText(python) ?? '')?.[1];
}
