import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sites } from '../../lambda/aws/fault-sites.ts';
import { trainingCalls } from '../../lambda/training/training-calls.ts';
import { callsIn, root, tableUnder } from './aws-calls.ts';
import { allowing } from '../security/statements.ts';
import { synthesize } from '../synthesized.ts';

const changing = tableUnder('Changing calls of the service');
const reading = tableUnder('Reading calls of the service');
const ofTools = tableUnder("Calls of the operator's tools");
const { service } = synthesize();

const listed = (rows: typeof changing) =>
  rows.flatMap(({ call, files }) => files.map((file) => `${call} in ${file}`)).sort();
const made = (folder: string, shown: (file: string) => string) =>
  callsIn(folder)
    .map(({ call, file }) => `${call} in ${shown(file)}`)
    .sort();

test('the tables list every call that the service makes, and no other', () => {
  expect(changing.length).toBeGreaterThan(20);
  expect(listed([...changing, ...reading])).toEqual(made('lambda', basename));
});

test("and every call of the operator's tools", () => {
  expect(listed(ofTools)).toEqual(made('operator', (file) => file));
});

test('a call is under the heading that its name says', () => {
  const reads = / (Get|Head|List|Describe|Query|Filter|Invoke)/;

  expect(changing.filter(({ call }) => reads.test(call))).toEqual([]);
  expect(reading.filter(({ call }) => !reads.test(call))).toEqual([]);
});

describe.each([...changing, ...reading])('$call', ({ permission }) => {
  const [needed, grants = ''] = permission.split('(');
  const actions = [...(needed ?? '').matchAll(/`([a-z0-9]+:\w+)`/g)].map(([, action]) => action);

  test('its permissions are deployed, or it says that nobody needs them', () => {
    if (permission.startsWith('none: ')) return;
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) {
      expect([action, allowing(service, action ?? '').length > 0]).toEqual([action, true]);
    }
  });

  test('what grants them exists', () => {
    for (const [, construct = '', grant] of grants.matchAll(/(\w+)\.(grant\w+)/g)) {
      const file = `${construct.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}.ts`;
      const path = ['storage', 'workflow', 'inference', 'schedules', 'notifications']
        .map((folder) => join(root, 'lib', folder, file))
        .find((candidate) => existsSync(candidate));
      expect([construct, readFileSync(path ?? '', 'utf8').includes(`${grant}(`)]).toEqual([
        construct,
        true,
      ]);
    }
  });
});

test('every changing call names the tests of its faults, and is in them', () => {
  const inSites = new Set(sites.map(({ operation }) => operation));
  const operationsWith = (mark: string) =>
    changing
      .filter(({ faults }) => faults.includes(mark))
      .map(({ call }) => call.split(' ')[1] ?? '');

  expect(changing.filter(({ faults }) => faults === '')).toEqual([]);
  expect(operationsWith('[sites]').sort()).toEqual([...inSites].sort());
  expect(operationsWith('[training]').sort()).toEqual(
    [...new Set(Object.values(trainingCalls).flatMap((calls) => Object.keys(calls)))].sort(),
  );
  // Two have a test of their own.
  expect(changing.length - operationsWith('[sites]').length).toBe(2);
});
