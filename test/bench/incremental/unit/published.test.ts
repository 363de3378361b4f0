import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../estimator/paths.ts';
import { readRecords } from '../records/records.ts';
import { sectionOf } from '../report/section.ts';
import { readRegrets } from '../schedule/records.ts';
import { regretOf, scheduleSection } from '../schedule/section.ts';
import { policies, policyCost, publishedSeeds } from '../schedule/simulate.ts';
import { simulatedStream } from '../schedule/simulated-stream.ts';
import { stepCount } from '../specification.ts';

const here = (name: string) => join(import.meta.dirname, '..', name);
const page = readFileSync(join(root, 'docs/benchmarks.md'), 'utf8');
const pictureOf = (name: string) => readFileSync(join(root, 'docs/pictures', name), 'utf8');
const records = readRecords(here('measured.jsonl'));
const regrets = readRegrets(here('schedule/regret.jsonl'));

describe('what docs/benchmarks.md publishes of incremental retraining', () => {
  test('is what the records say, byte for byte', () => {
    const { section, pictures } = sectionOf(records);

    expect(records.length).toBeGreaterThan(0);
    expect(page).toContain(section);
    for (const [name, picture] of Object.entries(pictures)) expect(pictureOf(name)).toBe(picture);
  });

  test('is of whole lines of steps', () => {
    const lines = Map.groupBy(records, ({ stream, seed, method }) => `${stream} ${seed} ${method}`);

    for (const line of lines.values())
      expect(line.map(({ step }) => step).sort()).toEqual(
        Array.from({ length: stepCount }, (_, index) => index + 1),
      );
  });
});

describe('what docs/benchmarks.md publishes of schedules', () => {
  test('is what the records say, byte for byte', () => {
    const { section, picture } = scheduleSection(regrets);

    expect(regrets).toHaveLength(publishedSeeds.length);
    expect(page).toContain(section);
    expect(pictureOf('schedules.svg')).toBe(picture);
  });

  test('holds no policy that is better than the exact plan', () => {
    for (const record of regrets)
      for (const policy of Object.keys(policies))
        expect(regretOf(record, policy)).toBeGreaterThan(-1e-6);
  });

  test('is what the policies of today cost, the rule of the service among them', () => {
    for (const seed of publishedSeeds.slice(0, 9)) {
      const stream = simulatedStream(seed);
      const kept = regrets.find(({ id }) => id === stream.id)!;

      for (const [name, { policy }] of Object.entries(policies))
        expect(policyCost(stream, policy)).toEqual(kept.policies[name]);
    }
  });
});
