import { dirname } from 'node:path';
import { runDeeptune } from '../cli/run.ts';
import { scripts } from './scripts.ts';

process.exitCode = await runDeeptune({ root: dirname(import.meta.dirname), scripts });
