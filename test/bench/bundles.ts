import { join } from 'node:path';
import { keys } from '../../core/records/keys.ts';
import type { HandlerName } from '../../lambda/environment.ts';
import { environments } from '../../lambda/environment.ts';
import { Account, scope } from '../lambda/account.ts';
import { listen } from '../wire/protocol/endpoint.ts';
import { makeFolder } from '../temporary-folder.ts';
import { bundle } from './bundle.ts';
import { coldStart } from './cold-start.ts';
import { percentile } from './load.ts';

/** One Lambda: its size, and the median of five cold starts in milliseconds. */
export interface BundleRow {
  readonly handler: HandlerName;
  readonly bytes: number;
  readonly loaded: number;
  readonly answered?: number;
}

const starts = 5;

/**
 * Every Lambda as it is deployed, started afresh on an account that answers at once: what is
 * measured is our code and Node.
 */
export async function measureBundles(): Promise<BundleRow[]> {
  const folder = makeFolder('bundles');
  const account = new Account({ runsWorkflow: false });
  await account.host('api').table.write([{ put: { ...keys.app(scope), data: { id: 'lab' } } }]);
  const endpoint = await listen(account.aws);
  const rows: BundleRow[] = [];
  for (const handler of Object.keys(environments) as HandlerName[])
    rows.push(await measure(handler, join(folder.path, `${handler}.mjs`), endpoint.url));
  await endpoint.close();
  await account.close();
  folder.remove();
  return rows;
}

async function measure(handler: HandlerName, file: string, endpoint: string): Promise<BundleRow> {
  const bytes = await bundle(handler, file);
  const times = [];
  for (let n = 0; n < starts; n += 1) times.push(await coldStart(handler, file, endpoint));
  const loaded = percentile(
    times.map((time) => time.loaded),
    0.5,
  );
  const answered = times.flatMap((time) => time.answered ?? []);
  return {
    handler,
    bytes,
    loaded,
    ...(answered[0] ? { answered: percentile(answered, 0.5) } : {}),
  };
}
