import { describeTable } from '../contract/table.contract.ts';
import { MemoryTable } from './memory-table.ts';

describeTable('in memory, for properties', async () => ({ port: new MemoryTable() }));

test('what was read cannot be changed', async () => {
  const table = new MemoryTable();
  const data = { list: [1] };
  await table.write([{ put: { pk: 'p', sk: 's', data } }]);
  data.list.push(2);

  const item = await table.get({ pk: 'p', sk: 's' });

  expect(item?.data).toEqual({ list: [1] });
  expect(() => Object.assign(item!.data, { list: [] })).toThrow('read only');
});
