import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricsOf } from '../../../demo/money.ts';
import { stagePackaged } from '../../../demo/stage-packaged.ts';
import type { LiveHost } from './live-host.ts';
import { python, root, settled, startLiveHost, train } from './live-host.ts';

jest.setTimeout(240_000);

interface Text {
  readonly id: string;
  readonly text: string;
  readonly label: string;
}

/** Real text that ships in a package; its source and licence stand in the script. */
function loadTexts(): Text[] {
  const lines = execFileSync(python, [join(root, 'demo', 'docstrings.py'), '--count', '150'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Text);
}

describe('a text classifier over HTTP, on real text', () => {
  let host: LiveHost;

  beforeAll(async () => {
    host = await startLiveHost();
  });
  afterAll(() => host.close());

  test('it learns, and predicts a text it never saw', async () => {
    const texts = loadTexts();
    const kept = texts.filter((_, index) => index % 10 === 0);
    await host.client.call('PostDatasets', {}, { datasets: [{ id: 'texts' }] });
    await host.client.call(
      'PostModels',
      {},
      {
        models: [{ id: 'sorter', model_type_id: 'text-classifier' }],
      },
    );
    const inputs = texts
      .filter((_, index) => index % 10 !== 0)
      .map(({ id, text, label }) => ({
        id,
        data: { text: { raw: text }, concepts: [{ id: label }] },
        dataset_ids: ['texts'],
      }));
    for (let at = 0; at < inputs.length; at += 128)
      await host.client.call('PostInputs', {}, { inputs: inputs.slice(at, at + 128) });

    const { id } = await train(host.client, 'sorter', {
      params: {
        template: 'Deeptune_Bert_Small',
        dataset_id: 'texts',
      },
    });
    const version = await settled(host.client, 'sorter', id);

    const metrics = metricsOf(version);
    expect(version.status.code).toBe(21100);
    expect(metrics.heldOut.accuracy).toBeGreaterThan(metrics.trivial.accuracy + 0.2);
    const asked = { inputs: kept.map(({ text }) => ({ data: { text: { raw: text } } })) };
    const { outputs } = await host.client.call('PostModelOutputs', { model_id: 'sorter' }, asked);
    const right = outputs.filter(
      (output, index) => output.data.concepts?.[0]?.id === kept[index]?.label,
    ).length;
    expect(right / kept.length).toBeGreaterThan(metrics.trivial.accuracy + 0.2);
  });

  test('a packaged base model is refused until it is staged, then trained from its weights', async () => {
    await host.client.call(
      'PostModels',
      {},
      {
        models: [{ id: 'tuned', model_type_id: 'text-classifier' }],
      },
    );
    const params = { template: 'Deeptune_MiniLM', dataset_id: 'texts', max_length: 16 };
    const trainInfo = { params: { ...params, num_epochs: 6, trainable_layers: 'head' } };
    await expect(train(host.client, 'tuned', trainInfo)).rejects.toThrow(
      'deeptune stage-model packaged/minilm',
    );

    await stagePackaged('minilm', { folder: host.folder, python });
    const { id } = await train(host.client, 'tuned', trainInfo);
    const version = await settled(host.client, 'tuned', id);

    expect(version.status).toMatchObject({ code: 21100 });
    const metrics = metricsOf(version);
    expect(metrics.heldOut.accuracy).toBeGreaterThan(metrics.trivial.accuracy);
    const log = readFileSync(join(host.folder, 'jobs', `ft-${id}-a1`, 'output.log'), 'utf8');
    expect(log).toContain('starts from packaged/minilm (sentence-transformers/all-MiniLM-L6-v2)');
    expect(log).toContain('inputs passed once');
  });
});
