import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from '../cli/client.ts';
import { importInputs } from '../cli/import/import.ts';
import type { Counts } from '../cli/import/journal.ts';
import { openSource } from '../cli/import/source.ts';

const usage =
  'DEEPTUNE_KEY=… npm run import -- --app <id> --dataset <id> --from <folder|file> [--url http://127.0.0.1:8420] [--user local] [--errors import-errors.jsonl]';

const say = (text: string) => void process.stderr.write(`${text}\n`);
const inWords = ({ read, added, there, failed }: Counts) =>
  `${read} read: ${added} added, ${there} there already, ${failed} failed`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      app: { type: 'string' },
      dataset: { type: 'string' },
      from: { type: 'string' },
      url: { type: 'string', default: 'http://127.0.0.1:8420' },
      user: { type: 'string', default: 'local' },
      errors: { type: 'string', default: 'import-errors.jsonl' },
    },
  });
  const { app, dataset, from, ...others } = values;
  const key = process.env['DEEPTUNE_KEY'];
  if (!app || !dataset || !from || !key) throw new Error(`usage: ${usage}`);
  return { app, dataset, from, key, ...others };
}

/** One journal for each pair of source and dataset. */
function journalPath(...what: string[]): string {
  const name = createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);
  return join('.deeptune-import', `${name}.json`);
}

try {
  const { app, dataset, from, key, url, user, errors } = readOptions();
  const counts = await importInputs(new Client({ url, key, userId: user, appId: app }), {
    datasetId: dataset,
    source: openSource(from),
    journalPath: journalPath(url, user, app, dataset, resolve(from)),
    errorsPath: errors,
    wait: async (milliseconds) => void (await wait(milliseconds)),
    onProgress: (progress) => say(inWords(progress)),
  });
  process.stdout.write(`${JSON.stringify(counts)}\n`);
  if (counts.failed > 0) say(`what failed, and why, is in ${errors}`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}
