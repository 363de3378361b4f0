import { createRecord, createRecords } from '../../../core/records/records.ts';
import { MemoryTable } from '../../properties/memory-table.ts';

const key = { pk: 'p', sk: 's' };

test('a new record takes no other’s place', async () => {
  const table = new MemoryTable();
  await createRecord(table, { ...key, data: { by: 'first' } }, "App 'a'");

  const again = createRecord(table, { ...key, data: { by: 'second' } }, "App 'a'");

  await expect(again).rejects.toMatchObject({
    code: 'already-exists',
    message: "App 'a' already exists; choose another id",
  });
  expect((await table.get(key))?.data).toEqual({ by: 'first' });
});

test('several are made or none', async () => {
  const table = new MemoryTable();
  await createRecord(table, { ...key, data: {} }, 'It');
  const other = { put: { pk: 'p', sk: 'other', data: {} }, if: 'absent' as const };

  const both = createRecords(table, [{ put: { ...key, data: {} }, if: 'absent' }, other], 'It');

  await expect(both).rejects.toMatchObject({ code: 'already-exists' });
  expect(await table.get({ pk: 'p', sk: 'other' })).toBeUndefined();
});
