import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { verifyAccount } from '../../../core/billing/verify/verify.ts';
import { readFolderBooks } from '../../../local/billing/folder-books.ts';
import { processSources } from '../../../local/process-sources.ts';
import { digitsOf } from './digits-app.ts';
import { heldMicros, settled, startHostOn, train, usageOf } from './live-host.ts';
import type { LiveHost } from './live-host.ts';
import { until } from '../../until.ts';

jest.setTimeout(300_000);

/**
 * The folder of a laptop host of release 0.1.0 that was killed at work and then moved, with all
 * that was running in it. `trained` had ended; `running` was in its job, with a checkpoint; of the
 * four behind it, two waited for a place and two were in Prepare. The evaluation `halfway` was not
 * done. What is left out to keep it small: the archive and the working folder of `trained`.
 */
const fixture = join(__dirname, 'release-0.1.0.tar.gz');
const trained = '01a2254f24494205be9c1d2ec557bb3a';
const running = '01a2254f3466422886b514738f799eac';
const waiting = [
  '01a2254f475c4d04a69505678536953c',
  '01a2254f476d4ae8b2a2d9ace7ba5053',
  '01a2254f477a4816aaf4a2cf0e5734eb',
  '01a2254f47a049a2946035380aaf679e',
];

/**
 * Unpacks the folder as if it had been left a moment ago: the clocks of its running executions go
 * on from now.
 */
function unpack(): string {
  const folder = mkdtempSync(join(tmpdir(), 'deeptune-upgrade-'));
  execFileSync('tar', ['-xzf', fixture, '-C', folder]);
  const database = new DatabaseSync(join(folder, 'deeptune.sqlite'));
  const frames = database.prepare('SELECT name, frame FROM executions WHERE frame IS NOT NULL');
  const update = database.prepare('UPDATE executions SET frame = ? WHERE name = ?');
  for (const { name, frame } of frames.all() as { name: string; frame: string }[])
    update.run(fromNow(frame), name);
  database.close();
  return folder;
}

function fromNow(frame: string): string {
  const { enteredAt } = JSON.parse(frame) as { enteredAt: number };
  const shift = Date.now() - enteredAt;
  return JSON.stringify(JSON.parse(frame), (field, value: unknown) =>
    typeof value === 'number' && /At$|Until$/.test(field) ? value + shift : value,
  );
}

describe('a folder of the previous release', () => {
  let host: LiveHost;
  let folder: string;

  beforeAll(async () => {
    folder = unpack();
    host = await startHostOn(folder, { DEEPTUNE_MAX_CONCURRENT_TRAININGS: '1' });
  });

  afterAll(() => host.close());

  test('the training that was under way goes on from its checkpoint, those behind it follow, each billed once', async () => {
    for (const id of [running, ...waiting]) {
      const { status } = await settled(host.client, 'reader', id);
      expect({ id, ...status }).toMatchObject({ id, code: 21100 });
    }

    const billed = (await usageOf(host.client)).map((usage) => usage['trainingJobName']);
    const expected = [trained, ...waiting].map((id) => `ft-${id}-a1`);
    expect(billed.sort()).toEqual([...expected, `ft-${running}-a2`].sort());
    expect(await heldMicros(host.client)).toBe(0);
    expect(await logOf(host, running)).toMatch(/resum/i);
  });

  test('what was trained predicts, and is trained further', async () => {
    const [zero, one] = digitsOf([0, 1], 1);
    const { outputs } = await host.client.call(
      'PostModelOutputs',
      { model_id: 'reader', version_id: trained },
      {
        inputs: [zero, one].map((digit) => ({ data: { image: { base64: digit?.base64 ?? '' } } })),
      },
    );

    expect(outputs.map(({ data }) => data?.concepts?.[0]?.id)).toEqual(['digit-0', 'digit-1']);

    const child = await train(host.client, 'reader', {
      params: {
        template: 'Deeptune_ResNet_Small',
        dataset_id: 'more',
        num_epochs: 2,
      },
      resume_from_model: { id: 'reader', model_version: { id: trained } },
    });
    expect((await settled(host.client, 'reader', child.id)).status.code).toBe(21100);
  });

  test('its ledger was opened with what was charged and held, and the books are right', async () => {
    const books = await readFolderBooks(folder);
    const [tenant] = books.tenants;

    expect(tenant?.entries.slice(0, 2)).toMatchObject([
      { kind: 'opening', opens: { periods: [{ period: '2026-11', records: 1, micros: 0 }] } },
      { kind: 'hold', jobId: running, memo: 'set aside before there was a ledger' },
    ]);
    expect(tenant?.entries.map(({ kind, jobId }) => [kind, jobId])).toContainEqual([
      'settle',
      running,
    ]);
    expect(verifyAccount(books, processSources.sha256)).toMatchObject({
      tenants: [{ userId: 'tester', findings: [] }],
      findings: [],
    });
  });

  test('an evaluation that was half done ends, and says how', async () => {
    const status = await until(60, async () => {
      const { eval_metrics: metrics } = await host.client.call('GetModelVersionEvaluation', {
        model_id: 'reader',
        model_version_id: trained,
        evaluation_id: 'halfway',
      });
      return metrics?.status?.code === 21301 ? undefined : metrics?.status;
    });

    expect(status).toMatchObject({ code: 21300 });
  });
});

async function logOf({ client }: LiveHost, id: string): Promise<string> {
  const version = { model_id: 'reader', version_id: id, log_type: 'training' };
  const { log_entries: lines } = await client.call('ListLogEntries', {
    ...version,
    page: 1,
    per_page: 1000,
  });
  return lines.map(({ message }) => message).join('\n');
}
