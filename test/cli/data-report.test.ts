import { printReport } from '../../cli/data-report.ts';
import type { DataReport } from '../../core/api/wire/messages.ts';

const report: DataReport = {
  dataset_id: 'mails',
  dataset_version_id: 'v1',
  counts: {
    ...{ inputs: 12, images: 2, texts: 9, invalid: 1, unlabelled: 3, regions: 4 },
    ...{ train: 9, test: 2, concepts: 25 },
  },
  concepts: Array.from({ length: 25 }, (_, n) => ({
    id: `concept-${n}`,
    name: `Concept ${n}`,
    train: 25 - n,
    test: n % 3,
  })),
  imageWidths: { min: 16, median: 640, p95: 1_024, max: 4_000 },
  textLengths: { min: 2, median: 40, p95: 300, max: 9_000 },
  scripts: [
    { name: 'Latin', inputs: 8 },
    { name: 'Cyrillic', inputs: 1 },
  ],
  languages: [{ name: 'English', inputs: 9 }],
  findings: [
    {
      code: 'label-conflicts',
      value: 1,
      message: '1 images or texts are there with different labels',
      advice: 'Decide which label is right',
      examples: [{ ids: ['a', 'b'] }, { ids: ['c', 'd'] }],
    },
  ],
  notLookedAt: ['Near-copies of images'],
};

describe('a data report as words', () => {
  test('says what there is, what to look at with examples, and what nobody looked at', () => {
    const lines = printReport(report);

    expect(lines).toEqual([
      "Data report of dataset version 'v1' of dataset 'mails'",
      '12 inputs: 2 images, 9 texts, 1 that could not be ingested, 3 without a label, 4 regions',
      '9 to train on, 2 held out',
      'image width: 16 to 4000 pixels, median 640, 95 % up to 1024',
      'text length: 2 to 9000 characters, median 40, 95 % up to 300',
      'scripts: Latin 8, Cyrillic 1',
      'languages: English 9',
      '',
      '25 concepts (to train on + held out):',
      ...Array.from(
        { length: 20 },
        (_, n) => `  ${`concept-${n}`.padEnd(10)}  ${25 - n} + ${n % 3}`,
      ),
      '  and 5 more',
      '',
      '1 thing to look at:',
      '- label-conflicts: 1 images or texts are there with different labels. Decide which label is right.',
      '  such as a = b; c = d',
      '',
      'Not looked at:',
      '- Near-copies of images.',
    ]);
  });

  test('names the inputs of examples as people know them, and no concepts', () => {
    const finding = { value: 1, message: 'm', advice: 'a' };
    const findings = [
      { ...finding, code: 'copies', examples: [{ ids: ['a', 'b'] }] },
      { ...finding, code: 'few-examples', examples: [{ ids: ['a'] }] },
    ];
    const names = new Map([['a', 'cats/1.png']]);

    const lines = printReport({ ...report, findings, notLookedAt: [] }, names).slice(-4);

    expect(lines).toEqual([
      '- copies: m. a.',
      '  such as a (cats/1.png) = b',
      '- few-examples: m. a.',
      '  such as a',
    ]);
  });

  test('of data that are fine says so', () => {
    const fine = { ...report, concepts: [], findings: [], notLookedAt: [] };

    expect(printReport(fine).slice(-2)).toEqual(['', 'Nothing to look at was found.']);
  });
});
