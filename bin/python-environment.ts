import { dirname } from 'node:path';
import { npmCommand, runCommand } from '../cli/command-line.ts';
import { ensurePython } from '../local/python/python-environment.ts';

const say = (text: string) => void process.stderr.write(`${text}\n`);
const command = npmCommand(
  'python-environment',
  'makes the Python environment of this folder (.venv), or leaves it where it is whole',
).action(async () => void (await ensurePython(dirname(import.meta.dirname), say)));

try {
  await runCommand(command);
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}
