import { AppUnderTest } from '../../core/api/app-under-test.ts';
import { Terminal } from './terminal.ts';

const app = new AppUnderTest();
let terminal: Terminal;

beforeAll(async () => {
  await app.open();
  terminal = new Terminal(app.client());
  await app.must('POST', '/models', { models: [{ id: 'm', model_type_id: 'text-classifier' }] });
});
afterAll(() => app.close());

const run = (line: string) => terminal.run(line.split(' '));

test('what the gate asks is shown, and changed by what is named alone', async () => {
  const before = await run('gate m --policy');
  expect(before.out).toContain('an old concept may lose 1 point against');
  expect(before.status).toBe(0);

  const set = await run('gate set m --allowed-loss 2.5 --max-negative-flips 5 --approval');
  expect(set.status).toBe(0);
  const { out } = await run('gate m --policy --format json');
  expect(JSON.parse(out)).toStrictEqual({
    ...{ allowedLossPoints: 2.5, maxNegativeFlipPercent: 5, newConceptFloor: 0.5 },
    maxFlipsOfErrorsPercent: 40,
    requiresApproval: true,
  });
  await run('gate set m --no-approval');
  expect((await run('gate m --policy')).out).toContain('what passed is promoted by itself');
});

test('a model without promotions says what answers', async () => {
  const { out, err, status } = await run('promotions m');
  expect({ out, status }).toStrictEqual({ out: '', status: 0 });
  expect(err).toContain("No version of model 'm' was promoted yet: the newest that can answers");
  expect(JSON.parse((await run('promotions m --format json')).out)).toStrictEqual([]);
});

test.each([
  ['gate set m', 2, /not said what changes.*--allowed-loss/],
  ['gate set m --allowed-loss 200', 2, /from 0 to 100/],
  ['gate set m --new-concept-floor 5', 2, /from 0 to 1/],
  ['gate none --policy', 3, /Model 'none' does not exist/],
  ['gate m', 3, /no version that is trained/],
  ['lineage m', 3, /no version that is trained/],
  ['lineage m abcdef', 3, /no version 'abcdef'/],
  ['promote m abcdef', 2, /--reason/],
  ['promote m abcdef --reason x --yes', 3, /no version 'abcdef'/],
  ['promote none abcdef --reason x --yes', 3, /Model 'none' does not exist/],
  ['roll-back m --reason x', 2, /the version that answered before.*--yes/],
  ['roll-back m --reason x --yes', 1, /./],
  ['dial m abcdef --weight 0.6', 2, /both --weight and --shift/],
  ['dial m abcdef --weight 2 --shift 0', 2, /from 0 to 1/],
  ['dial m abcdef --weight 1 --shift up', 2, /must be a number/],
  ['dial m abcdef', 3, /no version 'abcdef'/],
  ['dial make m abcdef --weight 0.6 --shift 0 --yes', 3, /no version 'abcdef'/],
  ['schedules preview m nightly', 3, /no schedule 'nightly'; it has: none/],
  ['schedules fire m nightly --yes', 3, /no schedule 'nightly'/],
  ['schedules create m --every 1d --done-by 25:00', 2, /such as 08:00/],
  ['schedules create m --every 1d --drift 0', 2, /above 0, such as 0.25/],
  ['schedules create m --every 1d --max-price lots', 2, /Wanted dollars/],
] as const)('%s ends with %i', async (line, status, words) => {
  const ended = await run(line);

  expect(ended.err).toMatch(words);
  expect(ended.status).toBe(status);
});

test('a schedule is made with its rules, and says what it would decide', async () => {
  await app.must('POST', '/datasets', { datasets: [{ id: 'texts' }] });
  const made = await run(
    'schedules create m --every 1d --dataset texts --min-new-inputs 30 --drift 0.25 --worth-per-point 0.50 --max-price 2 --done-by 08:00 --id careful --yes --format json',
  );
  expect(made).toMatchObject({ status: 0 });
  expect(JSON.parse(made.out)).toMatchObject({
    ...{ min_new_inputs: 30, drift_threshold: 0.25, worth_per_point_micros: 500_000 },
    ...{ max_price_micros: 2_000_000, done_by: '08:00' },
  });

  const preview = await run('schedules preview m careful');
  expect(preview.out).toMatch(/^it would not retrain: /);
  expect(preview.out).toContain('0 new inputs');
  expect(preview.err).toContain('dry run: nothing was started');
  expect((await run('schedules decisions m careful')).err).toContain('has not fired yet');
});
