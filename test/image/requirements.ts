import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface ImagePackages {
  readonly python: string;
  readonly packages: Record<string, string>;
  readonly needed: Record<string, string>;
  readonly others: Record<string, string>;
}

/**
 * The packages of one of AWS's images as requirement lines, torch first, and what runs tests there.
 * @param container the folder with `image.json` and `requirements-dev.txt`
 */
export function requirementsOf(
  purpose: 'training' | 'inference',
  container: string,
): { readonly python: string; readonly lines: readonly string[] } {
  const text = readFileSync(join(container, 'image.json'), 'utf8');
  const image = (JSON.parse(text) as Record<typeof purpose, ImagePackages>)[purpose];
  const pins = Object.entries({ ...image.packages, ...image.needed, ...image.others });
  const tools = readFileSync(join(container, 'requirements-dev.txt'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('pytest'));
  const lines = [...pins.map(([name, version]) => `${name}==${version}`), ...tools];
  return { python: image.python, lines };
}
