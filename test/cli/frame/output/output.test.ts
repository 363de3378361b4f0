import { outputTo } from '../../../../cli/frame/output/output.ts';
import type { Column } from '../../../../cli/frame/output/output.ts';
import type { Format } from '../../../../cli/frame/output/format.ts';
import { hasColour, styleOf } from '../../../../cli/frame/output/stream.ts';

interface Row {
  readonly id: string;
  readonly micros: number | undefined;
}

const columns: readonly Column<Row>[] = [
  { name: 'id', value: ({ id }) => id },
  {
    name: 'amountMicros',
    value: ({ micros }) => micros,
    shown: ({ micros }) => (micros === undefined ? '' : `$${micros / 1e6}`),
    align: 'right',
  },
];
const rows: Row[] = [
  { id: 'a,"b"', micros: 2_500_000 },
  { id: 'evil\u001b[31m\u202e', micros: undefined },
];

function written(format: Format, terminal: { columns?: number } | undefined, given = rows) {
  let text = '';
  const write = (more: string) => void (text += more);
  const isTerminal = terminal !== undefined;
  const stream = {
    write,
    isTerminal,
    columns: terminal?.columns ?? 80,
    style: styleOf(isTerminal),
  };
  outputTo(stream, format).rows(given, columns);
  return text;
}

test('a table shows what people read, and no control character of a stored name', () => {
  expect(written('table', undefined)).toBe(
    'ID                    AMOUNT\na,"b"                   $2.5\nevil\\u001b[31m\\u202e\n',
  );
});

test('JSON and CSV have the values', () => {
  expect(JSON.parse(written('json', undefined))).toEqual([
    { id: 'a,"b"', amountMicros: 2_500_000 },
    { id: rows[1]?.id, amountMicros: null },
  ]);
  expect(written('csv', undefined)).toBe(`id,amountMicros\n"a,""b""",2500000\n${rows[1]?.id},\n`);
});

test('nothing is an empty list, a header, nothing', () => {
  expect(written('json', undefined, [])).toBe('[]\n');
  expect(written('csv', undefined, [])).toBe('id,amountMicros\n');
  expect(written('table', undefined, [])).toBe('');
});

test('only a terminal cuts', () => {
  const long = [{ id: 'x'.repeat(100), micros: 1 }];

  expect(written('table', undefined, long)).toContain('x'.repeat(100));
  const [, line = ''] = written('table', { columns: 40 }, long).split('\n');
  expect(line).toMatch(/^x+… +\$/);
  expect(line.length).toBeLessThanOrEqual(40);
});

test('wide letters take two columns', () => {
  const lines = written('table', undefined, [
    { id: '日本', micros: 1_000_000 },
    { id: 'abcd', micros: 2_000_000 },
  ]).split('\n');

  expect(lines.slice(1, 3)).toEqual(['日本      $1', 'abcd      $2']);
});

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
])('terminal %s with %j is coloured: %s', (isTerminal, environment, isColoured) => {
  expect(hasColour(isTerminal, environment)).toBe(isColoured);
});
