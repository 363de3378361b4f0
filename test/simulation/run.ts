import { runSeed } from './world.ts';
for (const seed of process.argv.slice(2).map(Number)) {
  const started = performance.now();
  const o = await runSeed({ seed, faults: process.env['NOFAULTS'] !== '1', print: process.env['TRACE'] ? (l) => console.log(l) : undefined });
  console.log(seed, o.violations, o.jobs, o.faults.total, (o.virtualMilliseconds / 3600000).toFixed(1), o.digest.slice(0, 8), o.lines, (performance.now() - started).toFixed(0));
}
