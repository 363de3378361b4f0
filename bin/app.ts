import { readFileSync } from 'node:fs';
import { application } from '../lib/application.ts';
import { readConfiguration } from '../lib/configuration.ts';

const file = new URL('../deeptune.config.json', import.meta.url);

application(readConfiguration(readFileSync(file, 'utf8')));
