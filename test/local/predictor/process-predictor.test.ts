import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isError } from '../../../core/errors.ts';
import type { ModelArtifact } from '../../../core/ports/predictor.ts';
import { FileObjects } from '../../../local/objects/file-objects.ts';
import { birthOf } from '../../../local/python/process-identity.ts';
import { ProcessPredictor } from '../../../local/predictor/process-predictor.ts';
import type { ProcessPredictorOptions } from '../../../local/predictor/process-predictor.ts';
import { describePredictor } from '../../contract/predictor.contract.ts';
import { eventually, rejection } from '../../contract/wait.ts';

/**
 * A server that speaks the protocol of `container/serve.py` over a model that needs no learning.
 * Run by Node in place of Python.
 */
const server = `
const { appendFileSync, readFileSync } = require('node:fs');
const folder = process.argv[process.argv.indexOf('--model') + 1];
const name = readFileSync(folder + '/name', 'utf8');
appendFileSync(folder + '/starts', process.pid + '\\n');
if (name === 'silent') setInterval(() => 0, 1000);
if (name === 'babbling') console.log('Loading weights...');
if (name !== 'silent') console.log(JSON.stringify({ ready: true, modelVersionId: name }));
const one = ({ text, image_base64 }) => {
  if (text === 'unreadable') return { error: { code: 'input-invalid', message: 'no' } };
  const id = text ?? Buffer.from(image_base64, 'base64').join('-');
  return { concepts: [{ id, name, value: id.length / 100 }] };
};
const answer = ({ id, inputs }) => {
  if (inputs.some(({ text }) => text === 'crash')) { console.error('out of memory'); process.exit(1); }
  if (inputs.some(({ text }) => text === 'hang')) return;
  if (inputs.some(({ text }) => text === 'invalid')) return console.log(JSON.stringify({ id, error: { code: 'request-invalid', message: 'no' } }));
  console.log(JSON.stringify({ id, outputs: inputs.map(one) }));
};
require('node:readline').createInterface({ input: process.stdin })
  .on('line', (line) => answer(JSON.parse(line))).on('close', () => process.exit(0));
`;

class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'deeptune-predictor-'));
  readonly objects = new FileObjects({
    root: join(this.folder, 'objects'),
    baseUrl: 'http://x',
    signingKey: 'k',
    now: () => new Date().toISOString(),
  });
  readonly port: ProcessPredictor;

  constructor(options: Partial<ProcessPredictorOptions> = {}) {
    const path = join(this.folder, 'serve.cjs');
    writeFileSync(path, server);
    this.port = new ProcessPredictor({
      python: process.execPath,
      server: path,
      objects: this.objects,
      ...options,
    });
  }

  artifactOf(modelVersionId: string): ModelArtifact {
    const prefix = `versions/${modelVersionId}/export/`;
    const folder = this.objects.pathOf(prefix.slice(0, -1));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'name'), modelVersionId);
    return { modelVersionId, prefix, archiveKey: 'unused' };
  }

  /** Process ids of the servers of a version that got as far as to say theirs. */
  pidsOf(modelVersionId: string): number[] {
    const path = join(this.objects.pathOf(`versions/${modelVersionId}/export`), 'starts');
    if (!existsSync(path)) return [];
    return readFileSync(path, 'utf8').trim().split('\n').map(Number);
  }

  dispose(): void {
    this.port.close();
    rmSync(this.folder, { recursive: true });
  }
}

describePredictor('child processes', async () => {
  const bench = new Bench();
  return {
    port: bench.port,
    artifactOf: (id) => bench.artifactOf(id),
    cleanup: async () => bench.dispose(),
  };
});

describe('ProcessPredictor', () => {
  let bench: Bench;
  const make = (options: Partial<ProcessPredictorOptions> = {}): Bench =>
    (bench = new Bench(options));
  afterEach(() => bench.dispose());
  const ask = (version: string, text: string): Promise<unknown> =>
    bench.port.predict(bench.artifactOf(version), [{ text }]);
  const isGone = (pid: number): Promise<true> =>
    eventually(`the end of ${pid}`, () => (birthOf(pid) === undefined ? true : undefined));

  test('an image arrives byte by byte', async () => {
    make();

    const [output] = await bench.port.predict(bench.artifactOf('v'), [
      { image: Uint8Array.of(0, 7, 255) },
    ]);

    expect(output).toMatchObject({ concepts: [{ id: '0-7-255' }] });
  });

  test('a version is loaded once for many predictions', async () => {
    make();
    await Promise.all([ask('v', 'a'), ask('v', 'b'), ask('v', 'c')]);
    await ask('v', 'd');

    expect(bench.pidsOf('v')).toHaveLength(1);
  });

  test('the version unused for longest makes room', async () => {
    make({ maxLoaded: 2 });
    for (const version of ['a', 'b', 'a', 'c']) await ask(version, 'x');

    await isGone(bench.pidsOf('b')[0] ?? 0);
    await ask('a', 'x');
    expect(bench.pidsOf('a')).toHaveLength(1);
    await ask('b', 'x');
    expect(bench.pidsOf('b')).toHaveLength(2);
  });

  test('one that is answering is not ended for another', async () => {
    make({ maxLoaded: 1 });

    const both = await Promise.all(['a', 'b', 'c'].map((version) => ask(version, 'x')));

    expect(both).toHaveLength(3);
  });

  test('everybody who waits on a server that dies is told; its last words are for the log alone', async () => {
    const log: string[] = [];
    make({ log: (line) => log.push(line) });
    await ask('v', 'first');

    const errors = await Promise.all([rejection(ask('v', 'hang')), rejection(ask('v', 'crash'))]);

    for (const error of errors) {
      expect(isError(error, 'predictionFailed')).toBe(true);
      expect((error as Error).message).toBe("The model's server failed: it ended");
    }
    expect(log).toEqual(['The server of model version v: it ended: exit code 1; out of memory']);
    await ask('v', 'the next one is answered');
  });

  test('who waits while the host is closed is told to ask again: nothing is wrong with the model', async () => {
    make();
    await ask('v', 'first');
    const waiting = rejection(ask('v', 'hang'));

    bench.port.close();

    expect(isError(await waiting, 'modelDeploying')).toBe(true);
    expect(isError(await rejection(ask('v', 'later')), 'modelDeploying')).toBe(true);
  });

  test.each([
    ['does not get ready', 'silent', 'x', { loadingSeconds: 0.3 }, 'loading the model took'],
    ['does not answer', 'v', 'hang', { timeoutSeconds: 0.3 }, 'an answer took'],
  ])('a server that %s in time is ended', async (_name, version, text, limit, what) => {
    make(limit);

    const error = await rejection(ask(version, text));

    expect(isError(error, 'predictionFailed')).toBe(true);
    expect((error as Error).message).toContain(`${what} more than 0.3 s`);
    await Promise.all(bench.pidsOf(version).map(isGone));
  });

  test('a line that is no message is for the log; who waits still gets his answer', async () => {
    const log: string[] = [];
    make({ log: (line) => log.push(line) });

    expect(await ask('babbling', 'x')).toMatchObject([{ concepts: [{ id: 'x' }] }]);

    expect(log).toEqual([
      'The server of model version babbling: it said "Loading weights...", which is no message',
    ]);
  });

  test('a request that the server refuses is prediction-failed; it lives on', async () => {
    make();

    expect(isError(await rejection(ask('v', 'invalid')), 'predictionFailed')).toBe(true);
    await ask('v', 'x');
    expect(bench.pidsOf('v')).toHaveLength(1);
  });

  test('a version without an export, or a Python that does not exist, is prediction-failed', async () => {
    make();
    const absent = { modelVersionId: 'x', prefix: 'nowhere/', archiveKey: '' };
    expect(
      isError(await rejection(bench.port.predict(absent, [{ text: 'x' }])), 'predictionFailed'),
    ).toBe(true);
    bench.dispose();

    make({ python: '/nowhere/python' });
    expect(isError(await rejection(ask('v', 'x')), 'predictionFailed')).toBe(true);
  });

  test('close and release end the servers', async () => {
    make();
    await ask('a', 'x');
    await ask('b', 'x');

    await bench.port.release('a');
    await isGone(bench.pidsOf('a')[0] ?? 0);
    bench.port.close();
    await isGone(bench.pidsOf('b')[0] ?? 0);
  });
});
