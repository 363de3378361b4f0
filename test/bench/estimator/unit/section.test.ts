import { sectionOf } from '../report/section.ts';
import { drawPlot } from '../report/plot.ts';
import { withSection } from '../report/publish.ts';
import { simulatedRecords, specification } from './simulated-sweep.ts';

const records = simulatedRecords(1);
const variants = '- a variant\n';

test('the same records give the same section and picture, byte for byte', () => {
  const first = sectionOf(specification, records, variants);
  const again = sectionOf(specification, JSON.parse(JSON.stringify(records)), variants);

  expect(again).toEqual(first);
  expect(first.section).not.toMatch(/NaN|undefined|Infinity/);
  expect(first.picture).not.toMatch(/NaN|undefined|Infinity/);
  expect(first.section).toContain(specification.sha256);
  expect(first.section.trimEnd().endsWith('- a variant')).toBe(true);
});

test('a plot has a mark for each training, right on the diagonal where the forecast was right', () => {
  const prediction = { seconds: 10, quantiles: { p10: 8, p50: 10, p90: 15 } };
  const outcome = (actual: number) => ({ configurationId: 'c', cell: 'a', prediction, actual });

  const svg = drawPlot('A title', [{ title: 'some', outcomes: [outcome(10), outcome(20)] }]);

  const circles = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [
    Number(x),
    Number(y),
  ]);
  // Two trainings, and the legend.
  expect(circles).toHaveLength(3);
  const [right, slower] = circles as [[number, number], [number, number]];
  // Left 70 and right 740, top 56 and bottom 560: as far from both lower ends.
  expect((right[0] - 70) / 670).toBeCloseTo((560 - right[1]) / 504, 3);
  expect(slower[0]).toBeGreaterThan(right[0]);
  expect(slower[1]).toBe(right[1]);
});

test('the section takes the place that the page has for it, and leaves the rest', () => {
  const marks = ['<!-- written by npm run bench:estimator: change nothing below -->'];
  marks.push('<!-- end of what npm run bench:estimator writes -->');
  const page = `before\n${marks.join('\nold\n')}\nafter\n`;

  const written = withSection(page, 'new\n');

  expect(written).toBe(`before\n${marks[0]}\n\nnew\n\n${marks[1]}\nafter\n`);
  expect(withSection(written, 'new\n')).toBe(written);
  expect(() => withSection('nothing', 'new')).toThrow('no place');
});
