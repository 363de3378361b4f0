import { importInputs } from '../../../cli/import/import.ts';
import { localOrigin } from '../../../cli/import/folder-files.ts';
import { Client } from '../../../client/client.ts';

/**
 * Imports `from` in a process of its own and prints the counts and the live heap, in bytes, after
 * every 100th batch. Needs --expose-gc.
 */
const [url = '', key = '', from = '', folder = ''] = process.argv.slice(2);
const heap: number[] = [];
let batches = 0;

const counts = await importInputs(new Client({ url, key, userId: 'tester', appId: 'lab' }), {
  datasetId: 'set',
  origin: localOrigin(from),
  byUrl: false,
  journalPath: `${folder}/journal.json`,
  errorsPath: `${folder}/errors.jsonl`,
  wait: () => Promise.reject(new Error('the service is away')),
  onProgress: () => {
    batches += 1;
    if (batches % 100 !== 1) return;
    globalThis.gc?.();
    heap.push(process.memoryUsage().heapUsed);
  },
});
process.stdout.write(JSON.stringify({ counts, heap }));
