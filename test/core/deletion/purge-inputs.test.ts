import { unmarshall } from '@aws-sdk/util-dynamodb';
import { planPurge, purgeInputs } from '../../../core/deletion/purge/purge-inputs.ts';
import type { Dependencies } from '../../../core/ports/host.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import type { Table } from '../../../core/ports/table.ts';
import { eachObject } from '../../../core/records/each-object.ts';
import { jobKeys, objectKeys } from '../../../core/records/object-keys.ts';
import { scope } from '../../lambda/account.ts';
import type { Body } from '../api/app-under-test.ts';
import { hostWith, png } from '../api/app-under-test.ts';
import { Lab } from '../api/lab.ts';

const secret = 'Lovelace lives in 17 Secret Street';
const dataset = '/datasets/people/versions';

/** Every object but archives, whose bytes are packed, as text; and every record. */
async function everything(lab: Lab): Promise<string> {
  const found: string[] = [];
  for (const prefix of ['users/', 'uploads/'])
    for await (const { key } of eachObject(lab.deps.objects, prefix)) {
      const bytes = (await lab.deps.objects.get(key)) as Uint8Array;
      found.push(`${key}: ${new TextDecoder().decode(bytes)}`);
    }
  const records = lab.account.aws.dynamodb
    .dump()
    .map((item) => JSON.stringify(unmarshall(item as Body)));
  return [...found, ...records].join('\n');
}

/** Ten texts and an image; `ada` and `portrait` are to be purged. */
async function populate(lab: Lab): Promise<void> {
  await lab.must('POST', '/datasets', { datasets: [{ id: 'people' }] });
  const others = Array.from({ length: 10 }, (_, n) => ({
    id: `other-${n}`,
    data: { text: { raw: `somebody number ${n}` }, concepts: [{ id: n % 2 ? 'good' : 'bad' }] },
    dataset_ids: ['people'],
  }));
  const ada = { id: 'ada', data: { text: { raw: secret }, concepts: [{ id: 'good' }] } };
  const portrait = { id: 'portrait', data: { image: { base64: png }, concepts: [{ id: 'bad' }] } };
  const purged = [ada, portrait].map((input) => ({ ...input, dataset_ids: ['people'] }));
  await lab.must('POST', '/inputs', { inputs: [...others, ...purged] });
  await lab.must('POST', dataset, { dataset_versions: [{ id: 'v1' }] });
}

const portraitObject = (lab: Lab) =>
  objectKeys.input(scope, lab.deps.sha256(Buffer.from(png, 'base64')));

describe('a purge of inputs', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.open();
    await populate(lab);
  });
  afterEach(() => lab.close());

  const purge = async (body: object): Promise<Body> =>
    (await lab.must('POST', '/inputs/purge', body)).purge;
  const version = async (): Promise<Body> =>
    (await lab.must('GET', `${dataset}/v1`)).dataset_version;

  /** A trained version, an evaluation and a prediction that answered `ada`. */
  async function jobs(): Promise<{ version: string; prediction: string }> {
    lab.account.answers = {
      ...lab.account.answers,
      lines: [
        { id: 'ada', output: { concepts: [] }, label: secret },
        { id: 'other-1', output: { concepts: [] } },
      ],
    };
    await lab.must('POST', '/models', {
      model: { id: 'reader', model_type_id: 'text-classifier' },
    });
    const of = {
      dataset_id: 'people',
      dataset_version_id: 'v1',
      invalid_data_tolerance_percent: 50,
    };
    const params = { template: 'Deeptune_Bert_Small', ...of };
    const versionId = await lab.train('reader', { train_info: { params } });
    const heldOut = jobKeys.heldOut(objectKeys.versionPrefix(scope, versionId));
    const kept = [{ score: 'right' }, ...lab.account.answers.lines];
    const text = kept.map((line) => `${JSON.stringify(line)}\n`).join('');
    await lab.deps.objects.put(heldOut, new TextEncoder().encode(text));
    const path = `/models/reader/versions/${versionId}`;
    const named = { dataset: { id: 'people', version: { id: 'v1' } } };
    const { prediction } = await lab.must('POST', `${path}/predictions`, { prediction: named });
    for (let status = 'queued'; ['queued', 'running'].includes(status);) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      status = (await lab.must('GET', `${path}/predictions/${prediction.id}`)).prediction.job
        .status;
    }
    return { version: versionId, prediction: prediction.id };
  }

  test('looks first: names what is there and what depends on it, and changes nothing', async () => {
    const made = await jobs();
    const before = await everything(lab);

    expect(await purge({ ids: ['ada', 'portrait', 'nobody'] })).toMatchObject({
      isDone: false,
      inputs: ['ada', 'portrait'],
      notFound: ['nobody'],
      dataset_versions: [{ dataset_id: 'people', id: 'v1', rows: 2 }],
      model_versions: [{ app_id: 'lab', model_id: 'reader', id: made.version, status: 'trained' }],
      predictions: [{ model_id: 'reader', model_version_id: made.version, id: made.prediction }],
      kept: [
        expect.stringMatching(`stays in their weights.*'${made.version}' of model 'reader'`),
        expect.stringMatching('after 30 days'),
      ],
    });
    expect(await everything(lab)).toBe(before);
  });

  test('leaves nothing of them in any object or record', async () => {
    const { prediction, version: trained } = await jobs();
    await lab.must('PUT', `${dataset}/v1/exports`, { exports: [{ format: 'COCO' }] });
    expect(await everything(lab)).toContain(secret);

    const done = await purge({ ids: ['ada', 'portrait'], confirmed: true });

    expect(done).toMatchObject({ isDone: true, inputs: ['ada', 'portrait'], notFound: [] });
    expect(await everything(lab)).not.toContain(secret);
    expect(await lab.deps.objects.head(portraitObject(lab))).toBeUndefined();
    const { export_info } = await version();
    expect(export_info).toBeUndefined();
    for await (const { key } of eachObject(lab.deps.objects, objectKeys.appPrefix(scope)))
      expect(key).not.toMatch(/\.zip$/);
    const folder = lab.account.aws.stepFunctions.executions().map(({ name }) => name);
    const answers = await Promise.all(
      folder.map((id) =>
        lab.deps.objects.get(
          `${jobKeys.exportPrefix(objectKeys.jobPrefix(scope, id))}predictions.jsonl`,
        ),
      ),
    );
    expect(answers.flatMap((bytes) => (bytes ? [new TextDecoder().decode(bytes)] : []))).toEqual([
      '{"id":"other-1","output":{"concepts":[]}}\n',
    ]);
    expect(prediction).toBeDefined();
    const kept = await lab.deps.objects.get(
      jobKeys.heldOut(objectKeys.versionPrefix(scope, trained)),
    );
    expect(new TextDecoder().decode(kept)).toBe(
      '{"score":"right"}\n{"id":"other-1","output":{"concepts":[]}}\n',
    );
  });

  test('leaves nothing of them in what a version knows of its line, and in what it made of it', async () => {
    const { version: trained } = await jobs();
    const folder = objectKeys.versionPrefix(scope, trained);
    const flip = (id: string) => ({ id, conceptId: 'good' });
    const put = (key: string, ...lines: object[]) =>
      lab.deps.objects.put(
        key,
        new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
      );
    await put(jobKeys.exemplars(folder), {
      schemaVersion: 1,
      concepts: { good: ['ada', 'other-1'], bad: ['portrait'] },
    });
    await put(jobKeys.gateAnswers(folder), { score: 'right' }, flip('ada'), flip('other-1'));
    await put(jobKeys.gate(folder), { negativeFlips: [flip('portrait'), flip('other-2')] });
    await put(jobKeys.dial(folder), { ids: ['ada', 'other-3'], points: [] });
    // Rows that a child's line knows and its training was not given.
    await lab.deps.objects.delete(`${jobKeys.trainPrefix(folder)}manifest.jsonl`);
    await put(`${jobKeys.trainPrefix(folder)}manifest.jsonl`, { id: 'other-1' });

    await purge({ ids: ['ada', 'portrait'], confirmed: true });

    const text = async (key: string) =>
      new TextDecoder().decode(await lab.deps.objects.get(key)).trim();
    const ids = (await text(jobKeys.line(folder)))
      .split('\n')
      .map((line) => JSON.parse(line).row.id);
    expect(ids.sort()).toEqual(Array.from({ length: 10 }, (_, n) => `other-${n}`));
    expect(JSON.parse(await text(jobKeys.exemplars(folder))).concepts).toEqual({
      good: ['other-1'],
      bad: [],
    });
    expect(await text(jobKeys.gateAnswers(folder))).toBe(
      '{"score":"right"}\n{"id":"other-1","conceptId":"good"}',
    );
    expect(JSON.parse(await text(jobKeys.gate(folder))).negativeFlips).toEqual([flip('other-2')]);
    expect(JSON.parse(await text(jobKeys.dial(folder))).ids).toEqual(['', 'other-3']);
    expect(await everything(lab)).not.toContain('"ada"');
  });

  test('leaves a dataset version that is whole: counted anew, and trained on again', async () => {
    const digest = (await version()).metadata.deeptune.digest;

    await purge({ ids: ['ada', 'portrait'], confirmed: true });

    expect(await version()).toMatchObject({
      status: { code: 64015 },
      metrics: { '/': { inputs_count: '10', positive_input_tags_count: '10' } },
      metadata: { deeptune: { purgedCount: 2 } },
    });
    expect((await version()).metadata.deeptune.digest).not.toBe(digest);
    const { data_report: report } = await lab.must('GET', `${dataset}/v1/data_report`);
    expect(report.counts).toMatchObject({ inputs: 10, images: 0, texts: 10 });
    expect(report.findings[0]).toMatchObject({ code: 'purged-inputs', value: 2 });
    const { version: trained } = await jobs();
    const rows = await lab.deps.objects.get(
      `${objectKeys.trainPrefix(scope, trained)}manifest.jsonl`,
    );
    expect(new TextDecoder().decode(rows).trim().split('\n')).toHaveLength(10);
  });

  test('reaches inputs that were deleted before', async () => {
    await lab.must('DELETE', '/inputs', { ids: ['ada'] });
    expect(await everything(lab)).toContain(secret);

    expect(await purge({ ids: ['ada'], confirmed: true })).toMatchObject({ inputs: ['ada'] });

    expect(await everything(lab)).not.toContain(secret);
  });

  test('erased twice is erased: the second time they are found nowhere', async () => {
    await purge({ ids: ['ada'], confirmed: true });
    const after = await everything(lab);

    expect(await purge({ ids: ['ada'], confirmed: true })).toMatchObject({
      inputs: [],
      notFound: ['ada'],
      dataset_versions: [],
    });
    expect(await everything(lab)).toBe(after);
  });

  test('an image that another input has as well stays, and is named', async () => {
    const copy = { id: 'copy', data: { image: { base64: png } } };
    await lab.must('POST', '/inputs', { inputs: [copy] });

    const done = await purge({ ids: ['portrait'], confirmed: true });

    expect(done.copies).toEqual(['copy']);
    expect(done.kept).toContainEqual(expect.stringMatching("input 'copy'"));
    expect(await lab.deps.objects.head(portraitObject(lab))).toBeDefined();
  });

  test('so does one that an input of another app has', async () => {
    await lab.must('POST', '/v2/users/tester/apps', { apps: [{ id: 'second' }] });
    const copy = { id: 'copy', data: { image: { base64: png } } };
    await lab.must('POST', '/v2/users/tester/apps/second/inputs', { inputs: [copy] });

    const done = await purge({ ids: ['portrait'], confirmed: true });

    expect(done.kept).toContainEqual(expect.stringMatching("input 'copy' of app 'second'"));
    expect(await lab.deps.objects.head(portraitObject(lab))).toBeDefined();
  });

  test('an input of the same id in another app is another input', async () => {
    await lab.must('POST', '/v2/users/tester/apps', { apps: [{ id: 'second' }] });
    const same = { id: 'ada', data: { text: { raw: secret } } };
    await lab.must('POST', '/v2/users/tester/apps/second/inputs', { inputs: [same] });

    await purge({ ids: ['ada'], confirmed: true });

    const { input } = await lab.must('GET', '/v2/users/tester/apps/second/inputs/ada');
    expect(input.data.text.raw).toBe(secret);
  });

  test('an uploaded file that inputs were made of goes with them', async () => {
    const line = (n: number) =>
      JSON.stringify({
        messages: [
          { role: 'user', content: n === 3 ? secret : `question ${n}` },
          { role: 'assistant', content: 'answer' },
        ],
      });
    const id = 'file-1';
    const bytes = new TextEncoder().encode(
      Array.from({ length: 10 }, (_, n) => line(n)).join('\n'),
    );
    await lab.deps.objects.put(objectKeys.file(scope, id), bytes);
    await lab.deps.table.write([
      { put: { pk: `user#tester#app#lab#files`, sk: id, data: { id, createdAt: 'now' } } },
    ]);
    const input = { id: `${id}-0-3`, data: { text: { raw: secret } } };
    await lab.must('POST', '/inputs', { inputs: [input] });

    const done = await purge({ ids: [input.id, 'ada'], confirmed: true });

    expect(done.files).toEqual([id]);
    expect(await everything(lab)).not.toContain(secret);
  });

  test('is refused while a training reads them, and goes through when it has ended', async () => {
    lab.account.container = () => undefined;
    await lab.must('POST', '/models', {
      model: { id: 'reader', model_type_id: 'text-classifier' },
    });
    const of = {
      dataset_id: 'people',
      dataset_version_id: 'v1',
      invalid_data_tolerance_percent: 50,
    };
    const train_info = { params: { template: 'Deeptune_Bert_Small', ...of } };
    const { model } = await lab.must('POST', '/models/reader/versions', {
      model_versions: [{ train_info }],
    });
    const { id } = model.model_version;

    const [status, , details] = await lab.refused('POST', '/inputs/purge', {
      ids: ['ada'],
      confirmed: true,
    });

    expect([status, details]).toEqual([
      400,
      expect.stringMatching(`model version '${id}' is (queued|training)`),
    ]);
    expect(await everything(lab)).toContain(secret);
    await lab.must('POST', `/models/reader/versions/${id}/stop`, {}).catch(() => undefined);
  });

  test.each([
    ['no ids', { ids: [] }],
    ['an unknown field', { ids: ['ada'], confirm: true }],
    ['too many', { ids: Array.from({ length: 1_001 }, (_, n) => `i${n}`) }],
  ])('%s: refused, nothing is erased', async (_, body) => {
    expect((await lab.refused('POST', '/inputs/purge', body))[0]).toBe(400);
    expect(await everything(lab)).toContain(secret);
  });
});

describe('a purge that is cut off', () => {
  test('after any number of writes, it leaves nothing once it is repeated', async () => {
    let writes = 1;
    for (; ; writes += 1) {
      const lab = await Lab.open();
      await populate(lab);
      const isWhole = await cutOff(lab, writes);

      await purgeInputs(scope, ['ada', 'portrait'], lab.deps);

      expect(await everything(lab)).not.toContain(secret);
      expect(await lab.deps.objects.head(portraitObject(lab))).toBeUndefined();
      expect((await planPurge(scope, ['ada', 'portrait'], lab.deps)).traces.inputs).toEqual([]);
      await lab.close();
      if (isWhole) break;
    }
    expect(writes).toBeGreaterThan(10);
  });

  /** Lets so many writes through. @returns whether that was enough for all of it */
  async function cutOff(lab: Lab, writes: number): Promise<boolean> {
    let left = writes;
    const counted = <T extends Objects | Table>(port: T, names: readonly string[]): T =>
      new Proxy(port, {
        get: (of, name) => {
          const found = Reflect.get(of, name) as unknown;
          if (typeof found !== 'function') return found;
          return (...args: unknown[]) => {
            if (names.includes(String(name)) && (left -= 1) < 0) throw new Error('killed');
            return found.apply(of, args) as unknown;
          };
        },
      });
    const changes: Partial<Dependencies> = {
      objects: counted(lab.deps.objects, ['put', 'putChunks', 'delete']),
      table: counted(lab.deps.table, ['write']),
    };
    try {
      await purgeInputs(scope, ['ada', 'portrait'], hostWith(lab.deps, changes));
      return true;
    } catch (error) {
      if ((error as Error).message !== 'killed') throw error;
      return false;
    }
  }
});
