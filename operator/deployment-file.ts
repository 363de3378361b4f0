import { readFileSync } from 'node:fs';
import type { Configuration } from '../lib/configuration.ts';
import { readConfiguration } from '../lib/configuration.ts';

const file = new URL('../deeptune.config.json', import.meta.url);

/** The configuration of this checkout. @throws Error with one line per wrong field */
export function readDeploymentFile(): Configuration {
  return readConfiguration(readFileSync(file, 'utf8'));
}
