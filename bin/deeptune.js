#!/usr/bin/env node
// The command `deeptune`. Plain JavaScript, since the Node that starts it may not read TypeScript:
// the Node 24 among the packages then runs the same arguments.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('deeptune.ts', import.meta.url));

/** Node's own executable of the package `node`, wherever npm has put that. */
function packagedNode() {
  const name = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const require = createRequire(import.meta.url);
  try {
    const path = require.resolve('node/package.json').replace(/package\.json$/, name);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

if (Number(process.versions.node.split('.')[0]) >= 24) await import('./deeptune.ts');
else {
  const node = packagedNode();
  if (node === undefined) {
    process.stderr.write(
      `error: deeptune needs Node 24 and this is ${process.version}: its packages bring one. Run: npm ci\n`,
    );
    process.exit(1);
  }
  const child = spawn(node, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches both; the program decides what it ends with.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
  });
}
