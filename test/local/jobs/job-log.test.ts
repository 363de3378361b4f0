import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isError } from '../../../core/errors.ts';
import { readLog } from '../../../local/jobs/job-log.ts';
import { rejection } from '../../contract/wait.ts';

describe('readLog', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deeptune-log-'));
  const path = join(folder, 'output.log');
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a log that is not there yet is empty', async () => {
    expect(await readLog(join(folder, 'absent'), undefined, false)).toEqual({ lines: [] });
  });

  test('while a job runs only whole lines come; its unfinished last one comes when it is over', async () => {
    writeFileSync(path, 'one\ntwo é\nthr');
    expect(await readLog(path, undefined, false)).toEqual({ lines: ['one', 'two é'], next: '11' });
    expect(await readLog(path, '11', false)).toEqual({ lines: [] });

    appendFileSync(path, 'ee\n\nfour');
    expect(await readLog(path, '11', false)).toEqual({ lines: ['three', ''], next: '18' });
    expect(await readLog(path, '18', true)).toEqual({ lines: ['four'], next: '22' });
    expect(await readLog(path, '22', true)).toEqual({ lines: [] });
  });

  test('of a line that was written over, the last state is shown', async () => {
    writeFileSync(path, '10 %\r20 %\r30 %\r\nend\n');

    expect((await readLog(path, undefined, true)).lines).toEqual(['30 %', 'end']);
  });

  test('a long log comes in pages that put together are the whole', async () => {
    const lines = Array.from(
      { length: 60_000 },
      (_, n) => `line ${n} of a long log, with an é in it`,
    );
    writeFileSync(path, lines.join('\n') + '\n');

    const seen: string[] = [];
    let pages = 0;
    for (let after: string | undefined; ; pages += 1) {
      const page = await readLog(path, after, true);
      seen.push(...page.lines);
      after = page.next;
      if (after === undefined) break;
    }

    expect(seen).toEqual(lines);
    expect(pages).toBeGreaterThan(2);
  });

  test('a line without an end does not stop the log', async () => {
    writeFileSync(path, 'x'.repeat(1024 * 1024 + 10));

    const first = await readLog(path, undefined, false);

    expect(first.lines[0]).toHaveLength(1024 * 1024);
    expect((await readLog(path, first.next, true)).lines[0]).toHaveLength(10);
  });

  test.each(['', 'x', '-1', '1.5', '1'.repeat(16)])('the page end %j is refused', async (after) => {
    expect(isError(await rejection(readLog(path, after, true)), 'invalidRequest')).toBe(true);
  });
});
