import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';

/**
 * `npm run typecheck`: the compiler on each of the three programs, at the same time: all of what
 * runs in Node, the console, and what tests it in a browser. Ends with 1 where one has an error.
 */
const root = dirname(import.meta.dirname);
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const programs = ['.', 'console', 'test/console'];

/** What the compiler says of a program; nothing where all is well. */
function errorsIn(program: string): Promise<string> {
  const child = spawn(process.execPath, [compiler, '--noEmit', '-p', program], { cwd: root });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0 ? '' : said || `tsc ended with ${code}\n`));
  });
}

for (const errors of await Promise.all(programs.map(errorsIn))) {
  process.stdout.write(errors);
  if (errors !== '') process.exitCode = 1;
}
