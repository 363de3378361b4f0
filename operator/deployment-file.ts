import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Configuration } from '../lib/configuration/configuration.ts';
import { readConfiguration } from '../lib/configuration/configuration.ts';

const ours = fileURLToPath(new URL('../deeptune.config.json', import.meta.url));

/**
 * The configuration of the deployment that is meant: of the file that `DEEPTUNE_CONFIG` names, else
 * of `deeptune.config.json` of this checkout. The same for `cdk` and for every tool.
 * @throws Error with one line per wrong field
 */
export function readDeploymentFile(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Configuration {
  const named = environment['DEEPTUNE_CONFIG'];
  const path = named ? resolve(named) : ours;
  return readConfiguration(textOf(path), basename(path));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Error(
      `${path} cannot be read: ${(cause as Error).message}. DEEPTUNE_CONFIG names the configuration of a deployment; without it deeptune.config.json of this checkout is read`,
      { cause },
    );
  }
}
