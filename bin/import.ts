import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from '../client/client.ts';
import { localOrigin } from '../cli/import/folder-files.ts';
import { importInputs } from '../cli/import/import.ts';
import type { Counts } from '../cli/import/sending/journal.ts';
import type { Origin } from '../cli/import/source-files.ts';

const usage =
  'DEEPTUNE_KEY=… npm run import -- --app <id> --dataset <id> --from <folder|file|s3://bucket/prefix> [--by-url] [--url http://127.0.0.1:8420] [--user local] [--errors import-errors.jsonl]';

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
      'by-url': { type: 'boolean', default: false },
      errors: { type: 'string', default: 'import-errors.jsonl' },
    },
  });
  const { app, dataset, from, 'by-url': byUrl, ...others } = values;
  const key = process.env['DEEPTUNE_KEY'];
  if (!app || !dataset || !from || !key) throw new Error(`usage: ${usage}`);
  if (byUrl && !isS3(from))
    throw new Error(`--by-url is for --from s3://…: the service cannot read '${from}'`);
  return { app, dataset, from, byUrl, key, ...others };
}

const isS3 = (from: string) => from.startsWith('s3://');

/**
 * The AWS SDK is loaded only where it is needed; it finds credentials where AWS's own tools do, and
 * the region as the other tools here.
 */
async function originOf(from: string): Promise<Origin> {
  if (!isS3(from)) return localOrigin(from);
  const [{ s3Origin }, { operatorClients }, { operatorRegion }, { readDeploymentFile }] =
    await Promise.all([
      import('../operator/import/s3-origin.ts'),
      import('../operator/clients.ts'),
      import('../operator/region.ts'),
      import('../operator/deployment-file.ts'),
    ]);
  const region = await operatorRegion(readDeploymentFile());
  return s3Origin(operatorClients({ region }).s3, from);
}

/** One journal for each pair of source and dataset. */
function journalPath(...what: string[]): string {
  const name = createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);
  return join('.deeptune-import', `${name}.json`);
}

try {
  const { app, dataset, from, byUrl, key, url, user, errors } = readOptions();
  const place = isS3(from) ? from : resolve(from);
  const counts = await importInputs(new Client({ url, key, userId: user, appId: app }), {
    datasetId: dataset,
    origin: await originOf(from),
    byUrl,
    journalPath: journalPath(url, user, app, dataset, place, ...(byUrl ? ['by-url'] : [])),
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
