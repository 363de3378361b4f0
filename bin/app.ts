import { readFileSync } from 'node:fs';
import { application } from '../lib/application.ts';
import { readConfiguration } from '../lib/configuration.ts';
import { ensureVendoredPackages } from '../local/vendored-packages.ts';

const file = new URL('../deeptune.config.json', import.meta.url);

// Before the trainer's files are looked at: they are deployed with it.
await ensureVendoredPackages((line) => void process.stderr.write(`${line}\n`));
application(readConfiguration(readFileSync(file, 'utf8')));
