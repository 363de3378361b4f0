import type { ApiError } from '../../../client/api-error.ts';
import type { Output } from '../../../core/api/wire/messages.ts';
import { base64Of, pictures } from '../../intake/table.ts';
import { digitsOf, prepareDigits, template } from './digits-app.ts';
import type { LiveHost } from './live-host.ts';
import { settled, startLiveHost, train } from './live-host.ts';

jest.setTimeout(180_000);

describe('pictures as people have them, over HTTP to a trained model', () => {
  let host: LiveHost;
  beforeAll(async () => {
    host = await startLiveHost();
    await prepareDigits(host.client, digitsOf([0, 1], 10), { dataset: 'digits', model: 'reader' });
    const params = { template, dataset_id: 'digits', num_epochs: 1 };
    const { id } = await train(host.client, 'reader', { params });
    expect((await settled(host.client, 'reader', id)).status.code).toBe(21100);
  });
  afterAll(() => host.close());

  const predict = async (base64s: readonly string[]): Promise<readonly Output[]> => {
    const inputs = base64s.map((base64) => ({ data: { image: { base64 } } }));
    const asked = host.client.call('PostModelOutputs', { model_id: 'reader' }, { inputs });
    // Where some cannot be answered, all answers stand in the error of the typed client.
    const answer = await asked.catch((error: ApiError) => error.partsOf('PostModelOutputs'));
    return answer.outputs ?? [];
  };
  const isLossy = (file: string) => /\.(jpg|avif|mpo)$/.test(file);
  const valueOf = ({ data }: Output) =>
    data.concepts?.find(({ id }) => id === 'digit-0')?.value ?? NaN;

  test('each is answered as what it shows, or refused by its code; none ends the model', async () => {
    const sent = pictures.filter(({ file }) => file !== 'empty.png');

    const outputs = await predict(sent.map(base64Of));

    // What shows the same gets the same answer, whatever it is stored as.
    const answers = new Map<string, number>();
    outputs.forEach((output, index) => {
      const { file, rgb, refused } = sent[index] ?? { file: '' };
      if (refused !== undefined) {
        expect(output.status).toMatchObject({
          code: 30101,
          details: expect.stringMatching(`^${refused}: `),
        });
        return;
      }
      expect({ file, code: output.status.code }).toEqual({ file, code: 10000 });
      const shown = JSON.stringify(rgb);
      answers.set(shown, answers.get(shown) ?? valueOf(output));
      expect({ file, value: valueOf(output) }).toEqual({
        file,
        value: expect.closeTo(answers.get(shown) ?? NaN, isLossy(file) ? 2 : 3),
      });
    });
    // The model tells them apart: a grey that became white would be seen here.
    expect(new Set([...answers.values()].map((value) => value.toFixed(3))).size).toBeGreaterThan(4);
    expect(answers.size).toBeGreaterThanOrEqual(6);
    expect(host.log.filter((line) => line.includes('The server of model version'))).toEqual([]);
  });
});
