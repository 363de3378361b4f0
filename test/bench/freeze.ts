import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Input } from '../../core/dataset/input/input.ts';
import { freezeDataset } from '../../core/dataset/version/freeze.ts';
import { wholeAppDatasetId } from '../../core/dataset/version/frozen-inputs.ts';
import type { Dependencies } from '../../core/ports/host.ts';
import { DynamoTable } from '../../lambda/table/dynamo-table.ts';

/**
 * `node test/bench/freeze.ts <inputs> [<characters of a text>]`: what freezing a dataset costs a function, with the SDK's own client on pages as
 * DynamoDB answers them (1,000 items, 1 MB at most). Another process plays the table, so that what is measured is the client: its processor time and
 * its memory. What DynamoDB itself takes for a page comes on top.
 */
const served = 'serve';
const scope = { userId: 'bench', appId: 'main' };
const partition = 'user#bench#app#main#inputs';
const at = '2026-11-28T12:00:00.000Z';

function inputOf(n: number, characters: number): Input {
  const sha256 = createHash('sha256').update(String(n)).digest('hex');
  return {
    id: `input-${String(n).padStart(9, '0')}`,
    data:
      characters > 0
        ? { kind: 'text', text: 'word '.repeat(characters / 5) }
        : { kind: 'image', sha256, size: 100_000, format: 'jpeg' },
    concepts: [{ id: `concept-${n % 10}`, name: `concept-${n % 10}`, value: 1 }],
    metadata: {},
    datasetIds: ['everything'],
    createdAt: at,
    modifiedAt: at,
  };
}

/** In the other process: answers each Query with the page behind its start key. */
async function serve(count: number, characters: number): Promise<void> {
  const pageItems = Math.min(1000, Math.floor(1e6 / (500 + characters)));
  const itemOf = (n: number) => {
    const data = inputOf(n, characters);
    return { ...marshall({ pk: partition, sk: data.id, rev: 1 }), data: { M: marshall(data) } };
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const asked = JSON.parse(Buffer.concat(chunks).toString());
      const isInputs = asked.ExpressionAttributeValues[':pk'].S === partition;
      const start = isInputs ? Number(asked.ExclusiveStartKey?.sk.S ?? 0) : count;
      const end = Math.min(count, start + pageItems);
      const Items = Array.from({ length: Math.max(0, end - start) }, (_, n) => itemOf(start + n));
      const more =
        end < count ? { LastEvaluatedKey: marshall({ pk: partition, sk: String(end) }) } : {};
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      response.end(JSON.stringify({ Items, Count: Items.length, ...more }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.((server.address() as AddressInfo).port);
}

async function measure(count: number, characters: number): Promise<void> {
  const script = fileURLToPath(import.meta.url);
  const other = fork(script, [String(count), String(characters), served]);
  const [port] = (await once(other, 'message')) as [number];
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const table = new DynamoTable({ client, tableName: 'records' });
  const began = performance.now();
  const cpu = process.cpuUsage();
  const { version, manifest } = await freezeDataset(
    scope,
    { datasetId: wholeAppDatasetId, versionId: 'v' },
    {
      table,
      now: () => at,
      sha256: (data) => createHash('sha256').update(data).digest('hex'),
      settings: {} as Dependencies['settings'],
    },
  );
  const body = new TextEncoder().encode(manifest);
  const used = process.cpuUsage(cpu);
  const heap = process.memoryUsage();
  process.stdout.write(
    `${JSON.stringify({
      inputs: version.inputCount,
      characters,
      seconds: Number(((performance.now() - began) / 1000).toFixed(1)),
      cpuSeconds: Number(((used.user + used.system) / 1e6).toFixed(1)),
      manifestMB: Math.round(body.length / 1e6),
      heapMB: Math.round(heap.heapUsed / 1e6),
      peakRssMB: Math.round(process.resourceUsage().maxRSS / 1e3),
    })}\n`,
  );
  other.kill();
}

const [count = '50000', characters = '0', role] = process.argv.slice(2);
await (role === served ? serve : measure)(Number(count), Number(characters));
