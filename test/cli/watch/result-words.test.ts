import { resultLines } from '../../../cli/watch/result-words.ts';
import type { ModelVersion } from '../../../core/api/wire/messages.ts';

const billed = (jobSeconds: number, billableSeconds: number) =>
  resultLines({
    status: { code: 21100, description: 'Model trained successfully' },
    metadata: {
      deeptune: {
        status: 'trained',
        reservation: { estimatedAmountMicros: 7_000, maxAmountMicros: 1_000_000 },
        settlement: { jobSeconds, billableSeconds, amountMicros: billableSeconds * 1_111 },
      },
    },
  } as unknown as ModelVersion).at(-1);

test.each([
  [37, 5, 'billed 5 s of the 37 s that it took: $0.0056; quoted $0.0070, never above $1.00; wait'],
  [
    90,
    0,
    'billed 0 s of the 1 min 30 s that it took: $0.00; quoted $0.0070, never above $1.00; wait',
  ],
  [5, 5, 'billed 5 s: $0.0056; quoted $0.0070, never above $1.00'],
])('of %i s with %i s billed both are said', (jobSeconds, billableSeconds, said) => {
  expect(billed(jobSeconds, billableSeconds)?.startsWith(said)).toBe(true);
});
