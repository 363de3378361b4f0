import { dirname } from 'node:path';
import { ensurePython } from '../local/python/python-environment.ts';

try {
  await ensurePython(
    dirname(import.meta.dirname),
    (text) => void process.stderr.write(`${text}\n`),
  );
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
