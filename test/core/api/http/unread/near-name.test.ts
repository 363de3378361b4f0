import { editDistance, nearName } from '../../../../../core/api/http/unread/near-name.ts';

test.each([
  ['trian_info', ['train_info', 'output_info'], 'train_info'],
  ['trainInfo', ['train_info', 'output_info'], 'train_info'],
  ['train-info', ['train_info'], 'train_info'],
  ['min_inputs', ['min_new_inputs', 'params', 'id'], 'min_new_inputs'],
  ['dataset', ['dataset_id', 'params'], 'dataset_id'],
  ['datset_id', ['dataset_id', 'id'], 'dataset_id'],
  ['expires', ['expires_at', 'scopes'], 'expires_at'],
  ['colour', ['dataset_id', 'params'], undefined],
  ['x', ['id'], undefined],
  ['a'.repeat(10_000), ['dataset_id'], undefined],
  ['', ['id'], undefined],
])('%.20s is near %j: %s', (asked, known, near) => {
  expect(nearName(asked, known)).toBe(near);
});

test.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['trian', 'train', 1],
  ['kitten', 'sitting', 3],
])('%j and %j are %i edits apart', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});
