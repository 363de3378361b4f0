import { AppUnderTest, idsOf, png } from '../../app-under-test.ts';
import type { Body } from '../../app-under-test.ts';

const lab = new AppUnderTest();
beforeAll(() => lab.open());
afterAll(() => lab.close());

const label = (id: string, value = 1) => ({ id, value });
const conceptsOf = (input: Body) =>
  Object.fromEntries(input.data.concepts.map(({ id, value }: Body) => [id, value]));

describe('adding inputs', () => {
  test('an id of 32 hexadecimal digits is made where none is given', async () => {
    const { inputs } = await lab.must('POST', '/inputs', {
      inputs: [{ data: { image: { base64: png } } }],
    });

    expect(inputs[0].id).toMatch(/^[0-9a-f]{32}$/);
    expect(inputs[0].status).toMatchObject({ code: 30000, description: 'Download complete' });
  });

  test('a concept is there or not by 1 and 0, and by true and false, which the oldest client sends', async () => {
    const concepts = [
      { id: 'yes', value: true },
      { id: 'no', value: false },
      { id: 'nothing said' },
    ];

    const { inputs } = await lab.must('POST', '/inputs', lab.texts(['told'], undefined, concepts));

    expect(conceptsOf(inputs[0])).toEqual({ yes: 1, no: 0, 'nothing said': 1 });
    const wrong = lab.texts(['half'], undefined, [{ id: 'much', value: 2 }]);
    expect((await lab.refused('POST', '/inputs', wrong))[1]).toBe(11100);
  });

  test('129 in one call are refused', async () => {
    const ids = Array.from({ length: 129 }, (_, index) => `many-${index}`);

    expect(await lab.refused('POST', '/inputs', lab.texts(ids))).toEqual([
      400,
      11100,
      expect.stringMatching(/^Field 'inputs'/),
    ]);
  });

  test('a taken id is a duplicate and leaves the input that has it as it is', async () => {
    await lab.must('POST', '/inputs', lab.texts(['taken'], undefined, [label('first')]));

    const { body } = await lab.send('POST', `${lab.base}/inputs`, lab.texts(['taken']));

    expect(body.status.code).toBe(10020);
    expect(body.inputs[0].status).toMatchObject({ code: 30100 });
    expect(conceptsOf((await lab.must('GET', '/inputs/taken')).input)).toEqual({ first: 1 });
  });

  test('SUFFIX gives it another id; the same id twice in a call stays a duplicate', async () => {
    const body = { ...lab.texts(['taken', 'taken']), input_id_conflict_resolution: 'SUFFIX' };

    const { inputs } = await lab.must('POST', '/inputs', body);

    expect(inputs.map(({ id, status }: Body) => [id, status.code])).toEqual([
      ['taken-1', 30000],
      ['taken', 30100],
    ]);
    const again = { ...lab.texts(['taken']), input_id_conflict_resolution: 'SUFFIX' };
    expect(idsOf((await lab.must('POST', '/inputs', again)).inputs)).toEqual(['taken-2']);
  });

  test('an input that the store could not hold is kept without its labels, and says why', async () => {
    const points = Array.from({ length: 10_000 }, (_, index) => ({ row: index / 1e4, col: 0.5 }));
    const region = { region_info: { polygon: { points } }, data: { concepts: [{ id: 'big' }] } };
    const huge = {
      id: 'huge',
      data: { image: { base64: png }, regions: Array.from({ length: 4 }, () => region) },
    };

    const { body } = await lab.send('POST', `${lab.base}/inputs`, { inputs: [huge] });

    expect(body.inputs[0].status).toMatchObject({
      code: 30104,
      details: expect.stringMatching(/300,000 bytes/),
    });
  });
});

describe('add jobs', () => {
  const job = (ids: string[], id = 'a0b1') => ({ ...lab.texts(ids), inputs_add_job_id: id });

  test('add up what was uploaded under one id, and have nothing pending', async () => {
    await lab.must('POST', '/inputs', job(['j1', 'j2']));
    const { inputs_add_job: second } = await lab.must('POST', '/inputs', job(['j3', 'j1']));

    const { inputs_add_job } = await lab.must('GET', '/inputs/jobs/add/a0b1');

    expect(inputs_add_job).toEqual(second);
    expect(inputs_add_job).toMatchObject({
      id: 'a0b1',
      status: { code: 64002 },
      progress: {
        pending_count: '0',
        in_progress_count: '0',
        success_count: '3',
        failed_count: '1',
      },
    });
    expect(idsOf((await lab.must('GET', '/inputs/jobs/add')).inputs_add_jobs)).toEqual(['a0b1']);
  });

  test('a cancelled one takes no further inputs', async () => {
    await lab.must('POST', '/inputs', job(['c1'], 'cancelled'));

    const { inputs_add_job } = await lab.must('PATCH', '/inputs/jobs/add/cancelled', {});

    expect(inputs_add_job.status.code).toBe(64004);
    const [, code, details] = await lab.refused('POST', '/inputs', job(['c2'], 'cancelled'));
    expect([code, details]).toEqual([11102, expect.stringMatching(/was cancelled/)]);
    expect((await lab.refused('GET', '/inputs/c2'))[1]).toBe(11101);
  });

  test('an unknown one does not exist', async () => {
    expect((await lab.refused('GET', '/inputs/jobs/add/none'))[1]).toBe(11101);
    expect((await lab.refused('PATCH', '/inputs/jobs/add/none', {}))[1]).toBe(11101);
  });
});

describe('listing inputs', () => {
  test('by status, named or numbered', async () => {
    await lab.send('POST', `${lab.base}/inputs`, { inputs: [{ id: 'empty', data: {} }] });

    const failed = (await lab.must('GET', '/inputs?status.code=INPUT_INVALID_ARGUMENT')).inputs;
    const numbered = (await lab.must('GET', '/inputs?status.code=30104')).inputs;

    expect(idsOf(failed)).toContain('empty');
    expect(idsOf(numbered)).toEqual(idsOf(failed));
    const good = idsOf((await lab.must('GET', '/inputs?status.code=INPUT_SUCCESS')).inputs);
    expect(good).toContain('taken');
    expect(good).not.toContain('empty');
    expect((await lab.refused('GET', '/inputs?status.code=FINE'))[2]).toMatch(/INPUT_SUCCESS/);
  });

  test('a stream goes on after the last id that was seen, in either order', async () => {
    const all = idsOf((await lab.must('GET', '/inputs')).inputs);
    const stream = async (query: string) =>
      idsOf((await lab.must('GET', `/inputs/stream?order_by_id=True&per_page=2${query}`)).inputs);

    expect(await stream('')).toEqual(all.slice(0, 2));
    expect(await stream(`&last_id=${all[1]}`)).toEqual(all.slice(2, 4));
    expect(await stream('&descending=True')).toEqual(all.toReversed().slice(0, 2));
    expect(await stream(`&last_id=${all.at(-1)}`)).toEqual([]);
    expect((await lab.refused('GET', '/inputs/stream?last_id=none'))[1]).toBe(11101);
  });
});

describe('patching inputs', () => {
  const patch = (action: string, data: object) =>
    lab.must('PATCH', '/inputs', { inputs: [{ id: 'patched', data }], action });
  const read = async () => (await lab.must('GET', '/inputs/patched')).input;

  beforeAll(async () => {
    const data = {
      text: { raw: 'a text' },
      concepts: [label('cat'), label('dog', 0)],
      metadata: { a: { b: 1, c: 2 }, d: 'kept' },
      geo: { geo_point: { longitude: -30, latitude: 40 } },
    };
    await lab.must('POST', '/inputs', { inputs: [{ id: 'patched', data }] });
  });

  test('merge adds and changes, and goes into objects', async () => {
    await patch('merge', {
      concepts: [label('dog'), label('bird', 0)],
      metadata: { a: { c: 3 } },
      geo: { geo_point: { longitude: 5 } },
    });

    const input = await read();
    expect(conceptsOf(input)).toEqual({ cat: 1, dog: 1, bird: 0 });
    expect(input.data.metadata).toEqual({ a: { b: 1, c: 3 }, d: 'kept' });
    expect(input.data.geo.geo_point).toEqual({ longitude: 5, latitude: 0 });
    expect(input.data.text.raw).toBe('a text');
  });

  test('remove takes away what is named, whatever its value', async () => {
    await patch('remove', { concepts: [label('bird')], metadata: { a: { b: 'any' } } });

    const input = await read();
    expect(conceptsOf(input)).toEqual({ cat: 1, dog: 1 });
    expect(input.data.metadata).toEqual({ a: { c: 3 }, d: 'kept' });
  });

  test('overwrite replaces what the patch has and leaves the rest', async () => {
    await patch('overwrite', { concepts: [label('cow')] });

    const input = await read();
    expect(conceptsOf(input)).toEqual({ cow: 1 });
    expect(input.data.metadata).toEqual({ a: { c: 3 }, d: 'kept' });
  });

  test('one that is not there leaves the others as they were', async () => {
    const inputs = [
      { id: 'patched', data: { concepts: [label('never')] } },
      { id: 'nowhere', data: {} },
    ];

    expect((await lab.refused('PATCH', '/inputs', { inputs, action: 'merge' }))[1]).toBe(11101);
    expect(conceptsOf(await read())).toEqual({ cow: 1 });
  });
});

describe('deleting inputs', () => {
  test('one that is not there does not exist; of a list it is no error', async () => {
    expect((await lab.refused('DELETE', '/inputs/nowhere'))[1]).toBe(11101);
    await lab.must('DELETE', '/inputs', { ids: ['nowhere'] });
  });

  test('delete_all deletes every one, and nothing else does', async () => {
    await lab.must('DELETE', '/inputs', {});
    expect((await lab.must('GET', '/inputs')).inputs.length).toBeGreaterThan(5);

    await lab.must('DELETE', '/inputs', { delete_all: true });

    expect((await lab.must('GET', '/inputs')).inputs).toEqual([]);
    expect((await lab.must('GET', '/inputs/status')).counts).toMatchObject({
      processed: 0,
      errors: 0,
    });
  });
});
