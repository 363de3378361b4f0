import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { readConfiguration } from '../lib/configuration.ts';
import { addDeployment } from '../lib/deployment.ts';

const file = new URL('../deeptune.config.json', import.meta.url);

addDeployment(new App(), readConfiguration(readFileSync(file, 'utf8')));
