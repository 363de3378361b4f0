import { differencesOf } from '../../../../core/billing/quote/compare.ts';
import type { QuotedJob } from '../../../../core/billing/quote/quote.ts';

const job: QuotedJob = {
  kind: 'train',
  settings: {
    num_epochs: 3,
    template: 'Deeptune_Bert_Small',
    concepts: ['a', 'b', 'c'],
    output_config: { max_concepts: 3, min_value: 0 },
  },
  data: {
    datasetId: 'texts',
    datasetVersionId: 'v1',
    datasetDigest: 'd'.repeat(64),
    inputCount: 100,
  },
};
const withSettings = (more: QuotedJob['settings']): QuotedJob => ({
  ...job,
  settings: { ...job.settings, ...more },
});
const withData = (more: Partial<QuotedJob['data']>): QuotedJob => ({
  ...job,
  data: { ...job.data, ...more },
});

describe('what is not as it was quoted', () => {
  test.each<[string, QuotedJob, string[]]>([
    ['the same', job, []],
    [
      'the same in another order of names',
      withSettings({ output_config: { min_value: 0, max_concepts: 3 } }),
      [],
    ],
    ['the same content of another version', withData({ datasetVersionId: 'v2' }), []],
    ['a setting', withSettings({ num_epochs: 5 }), ['num_epochs: 3 quoted, 5 asked']],
    ['one more', withSettings({ seed: 1 }), ['seed: nothing quoted, 1 asked']],
    [
      'a text that looks like the number',
      withSettings({ num_epochs: '3' }),
      ['num_epochs: 3 quoted, "3" asked'],
    ],
    [
      'items of a list',
      withSettings({ concepts: ['a', 'c', 'd'] }),
      ['concepts: without b, which was quoted, with d, which was not quoted'],
    ],
    [
      'the order of a list',
      withSettings({ concepts: ['c', 'b', 'a'] }),
      ['concepts: the same 3 in another order'],
    ],
    [
      'more inputs',
      withData({ inputCount: 120, datasetDigest: 'e'.repeat(64) }),
      [
        "data: 100 inputs of dataset 'texts' in version 'v1' quoted, 120 of dataset 'texts' in version 'v1' asked",
      ],
    ],
    [
      'other content of as many',
      withData({ datasetDigest: 'e'.repeat(64) }),
      [
        "data: content dddddddddddd of dataset 'texts' in version 'v1' quoted, eeeeeeeeeeee of dataset 'texts' in version 'v1' asked",
      ],
    ],
    ['another kind', { ...job, kind: 'predict' }, ['kind: train quoted, predict asked']],
  ])('%s', (_, asked, differences) => {
    expect(differencesOf(job, asked)).toEqual(differences);
  });
});
