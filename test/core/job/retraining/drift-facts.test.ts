import type { ManifestRow } from '../../../../core/dataset/version/dataset-version.ts';
import { fail } from '../../../../core/errors.ts';
import { driftFacts } from '../../../../core/job/retraining/drift-facts.ts';
import type { Predictor, PredictorInput } from '../../../../core/ports/predictor.ts';
import { jobKeys, objectKeys } from '../../../../core/records/object-keys.ts';
import { trainedVersion } from '../../../bench/trained-version.ts';
import { Account, scope } from '../../../lambda/account.ts';
import { modelId } from '../../../lambda/reader.ts';

const version = trainedVersion(scope, modelId, 'v'.repeat(32), '2026-11-26T03:00:00Z');

/** So many new texts; a text that the predictor reads as `good`, or one that it reads as `bad`. */
const texts = (good: number, bad: number): ManifestRow[] =>
  [...Array<string>(good).fill('good'), ...Array<string>(bad).fill('bad')].map((word, index) => ({
    ...{ id: `new-${index}`, object: null, text: `${word} ${index}`, concepts: [] },
    ...{ split: 'train', origin: 'new' },
  }));

const said = (word: string) => ({
  concepts: ['good', 'bad'].map((id) => ({ id, name: id, value: id === word ? 0.9 : 0.1 })),
});

/** Says of a text what its first word is, and keeps what it was asked. */
class Reader implements Predictor {
  readonly asked: PredictorInput[] = [];
  readonly versions: string[] = [];

  predict({ modelVersionId }: { modelVersionId: string }, inputs: readonly PredictorInput[]) {
    this.versions.push(modelVersionId);
    this.asked.push(...inputs);
    return Promise.resolve(
      inputs.map((input) => {
        const [word = ''] = 'text' in input ? input.text.split(' ') : [];
        return word === 'unreadable'
          ? { error: { code: 'input-invalid', message: 'no text' } }
          : said(word);
      }),
    );
  }

  release = () => Promise.resolve();
}

describe('how far answers to new inputs are from those to the evaluation set', () => {
  let account: Account;
  let reader: Reader;
  beforeEach(() => {
    account = new Account({ runsWorkflow: false });
    reader = new Reader();
  });
  afterEach(() => account.close());

  const deps = (predictor: Predictor = reader) =>
    Object.defineProperty(account.host('decide'), 'predictor', { value: predictor });

  /** What the version said of its evaluation set when it was trained: a line for each. */
  async function keep(lines: readonly object[]): Promise<void> {
    const key = jobKeys.heldOut(objectKeys.versionPrefix(scope, version.id));
    const all = [{ schemaVersion: 1, score: 'right' }, ...lines];
    const text = all.map((line) => `${JSON.stringify(line)}\n`).join('');
    await account.host('api').objects.put(key, new TextEncoder().encode(text));
  }
  const answered = (good: number, bad: number) =>
    texts(good, bad).map(({ id, text }) => ({ id, output: said(text!.split(' ')[0]!) }));

  test('as many of each as before are no drift, and the version itself was asked', async () => {
    await keep(answered(50, 50));

    const facts = await driftFacts(version, texts(20, 20), deps());

    expect(facts).toEqual({ drift: { sample: 40, reference: 100, score: 0 } });
    expect(new Set(reader.versions)).toEqual(new Set([version.id]));
    expect(reader.asked).toHaveLength(40);
    expect(reader.asked[0]).toEqual({ text: 'good 0' });
  });

  test('nearly all of one concept, of which it said half before, are a large drift', async () => {
    await keep(answered(50, 50));

    const { drift } = await driftFacts(version, texts(38, 2), deps());

    // (q - p) ln(q / p) of 38.5/41 and 2.5/41 against halves, less what chance shows: 1.123 - 0.07.
    expect(drift).toMatchObject({ sample: 40, reference: 100 });
    expect(drift!.score).toBeGreaterThan(1);
    expect(drift!.score).toBeLessThan(1.2);
  });

  test('what could not be answered is not counted, on either side', async () => {
    await keep([
      ...answered(10, 10),
      { id: 'x', error: { code: 'input-invalid', message: 'no text' } },
    ]);
    const unreadable = texts(3, 0).map((row) => ({ ...row, text: 'unreadable' }));

    const { drift } = await driftFacts(version, [...texts(6, 6), ...unreadable], deps());

    expect(drift).toMatchObject({ sample: 12, reference: 20 });
  });

  test.each([
    ['no version', undefined, texts(20, 20), /no version that could be asked/],
    ['too few new inputs', version, texts(5, 4), /9 new inputs are too few to compare/],
  ])('with %s it says so, and asks nobody', async (_, asked, rows, says) => {
    await keep(answered(50, 50));

    const { drift, notes } = await driftFacts(asked, rows, deps());

    expect(drift).toBeUndefined();
    expect(notes).toEqual([expect.stringMatching(says)]);
    expect(reader.asked).toEqual([]);
  });

  test('a version of which no answers were kept says so', async () => {
    const { notes } = await driftFacts(version, texts(20, 20), deps());

    expect(notes).toEqual([`version '${version.id}' has 0 answers to its evaluation set`]);
  });

  test('answers too large to be read are a note, and no refusal', async () => {
    await keep(answered(50, 50));
    const host = deps();
    const { objects } = host;
    const head = async () => ({ ...(await objects.head('none'))!, size: 64 * 1024 * 1024 });
    const large = Object.assign(Object.create(objects) as typeof objects, { head });

    const { drift, notes } = await driftFacts(version, texts(20, 20), {
      ...{ objects: large, predictor: reader, settings: host.settings },
    });

    expect(drift).toBeUndefined();
    expect(notes).toEqual([expect.stringMatching(/could not be asked: .*67108864 bytes/)]);
  });

  test('a version that cannot be asked now is a note', async () => {
    await keep(answered(50, 50));
    const asleep: Predictor = {
      predict: () => Promise.reject(fail('modelDeploying', 'The model is starting')),
      release: () => Promise.resolve(),
    };

    expect(await driftFacts(version, texts(20, 20), deps(asleep))).toEqual({
      notes: [`version '${version.id}' could not be asked: The model is starting`],
    });
  });

  test('a fault of ours is none of its notes: Decide is tried again', async () => {
    await keep(answered(50, 50));
    const broken: Predictor = {
      predict: () => Promise.reject(new Error('a bug')),
      release: () => Promise.resolve(),
    };

    await expect(driftFacts(version, texts(20, 20), deps(broken))).rejects.toThrow('a bug');
  });
});
