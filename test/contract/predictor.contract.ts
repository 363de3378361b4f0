import { isError } from '../../core/errors.ts';
import type { ModelArtifact, Predictor, PredictorInput } from '../../core/ports/predictor.ts';
import { eventually, rejection } from './wait.ts';

/**
 * One adapter under test. The models of the suite answer a text with one concept: its id the text,
 * its name the model version, its value the length of the text divided by 100. The text
 * `unreadable` is answered with the error `input-invalid`, and `crash` ends the server.
 */
export interface PredictorHarness {
  readonly port: Predictor;
  /** Makes a trained version ready to be predicted with. */
  readonly artifactOf: (modelVersionId: string) => Promise<ModelArtifact> | ModelArtifact;
  readonly cleanup?: () => Promise<void>;
}

const versionId = '0123456789abcdef0123456789abcdef';
const text = (value: string): PredictorInput => ({ text: value });
const concept = (id: string, name = versionId): object => ({
  concepts: [{ id, name, value: id.length / 100 }],
});

/** What every `Predictor` promises. */
export function describePredictor(name: string, make: () => Promise<PredictorHarness>): void {
  describe(`Predictor: ${name}`, () => {
    let harness: PredictorHarness;
    let artifact: ModelArtifact;
    beforeEach(async () => {
      harness = await make();
      artifact = await harness.artifactOf(versionId);
    });
    afterEach(async () => {
      await harness.cleanup?.();
    });

    const predict = (inputs: PredictorInput[], of = artifact): Promise<unknown> =>
      predictWhenDeployed(harness.port, of, inputs);

    test('one output per input, in order', async () => {
      const words = ['a', 'bb', 'é'];

      expect(await predict(words.map(text))).toEqual(words.map((word) => concept(word)));
    });

    test('an image is an input too', async () => {
      expect(await predict([{ image: Uint8Array.of(1, 2, 250) }])).toHaveLength(1);
    });

    test('an input that cannot be read is an error of its own, beside the others', async () => {
      expect(await predict([text('a'), text('unreadable'), text('b')])).toEqual([
        concept('a'),
        { error: { code: 'input-invalid', message: expect.any(String) as string } },
        concept('b'),
      ]);
    });

    test('each version answers for itself', async () => {
      const other = await harness.artifactOf('f'.repeat(32));

      expect(await predict([text('a')])).toEqual([concept('a')]);
      expect(await predict([text('a')], other)).toEqual([concept('a', 'f'.repeat(32))]);
    });

    test('many at once each get their own answer', async () => {
      await predict([text('first')]);
      const words = Array.from({ length: 20 }, (_, n) => `word${n}`);

      const all = await Promise.all(words.map((word) => predict([text(word)])));

      expect(all).toEqual(words.map((word) => [concept(word)]));
    });

    test('a server that dies is prediction-failed; the next prediction works again', async () => {
      await predict([text('a')]);

      const error = await rejection(predict([text('crash')]));

      expect(isError(error, 'predictionFailed')).toBe(true);
      expect(await predict([text('a')])).toEqual([concept('a')]);
    });

    test('a released version can be predicted with again, and releasing nothing is no error', async () => {
      await predict([text('a')]);
      await harness.port.release(versionId);
      await harness.port.release(versionId);

      expect(await predict([text('a')])).toEqual([concept('a')]);
    });
  });
}

/** Asks again while the model is being deployed. */
async function predictWhenDeployed(
  predictor: Predictor,
  artifact: ModelArtifact,
  inputs: PredictorInput[],
): Promise<unknown> {
  return eventually('the model to be deployed', async () => {
    try {
      return await predictor.predict(artifact, inputs);
    } catch (error) {
      if (isError(error, 'modelDeploying')) return undefined;
      throw error;
    }
  });
}
