import type { Finding } from './check.ts';

/** The findings as a table, and under it what is to be done, numbered. */
export function report(findings: readonly Finding[]): string {
  const rows = [{ name: 'check', state: 'state', detail: 'found' }, ...findings];
  const width = (field: 'name' | 'state') => Math.max(...rows.map((row) => row[field].length));
  const [nameWidth, stateWidth] = [width('name'), width('state')];
  const table = rows.map(
    ({ name, state, detail }) =>
      `${name.padEnd(nameWidth)}  ${state.padEnd(stateWidth)}  ${detail}`,
  );
  return [...table, '', ...advice(findings)].join('\n') + '\n';
}

function advice(findings: readonly Finding[]): readonly string[] {
  if (findings.every(({ state }) => state === 'ok')) return ['All is ready.'];
  const open = findings.filter(({ remedy }) => remedy.length > 0);
  return open.flatMap(({ name, remedy }, n) => [
    `${n + 1}. ${name}`,
    ...remedy.map((line) => `   ${line}`),
  ]);
}
