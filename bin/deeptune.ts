import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

// Half of what a short command takes is reading its own code: what was compiled once is kept, in
// the person's own folder. What is imported before this line is not.
const cache = process.env['XDG_CACHE_HOME'] || join(process.env['HOME'] || homedir(), '.cache');
enableCompileCache(join(cache, 'deeptune'));

const [{ runDeeptune }, { scripts }] = await Promise.all([
  import('../cli/run.ts'),
  import('./scripts.ts'),
]);
process.exitCode = await runDeeptune({ root: dirname(import.meta.dirname), scripts });
