import type { Objects } from '../../../../core/ports/objects.ts';
import { readPairedAnswers } from '../../../../core/training/gate/read-paired-answers.ts';
import { answers } from './answers.ts';

const known = { parent: new Set(['cat']), candidate: new Set(['cat', 'dog']) };
const lines = answers('cat', 4, [1, 0]).map((each) => JSON.stringify(each));

const head = (answered: number, more: object = {}) =>
  JSON.stringify({
    schemaVersion: 1,
    score: 'right',
    rows: { heldOut: 4, chosen: 4, answered, ...more },
  });

/** One object, and what is read of it. */
function read(text: string | undefined) {
  const bytes = text === undefined ? undefined : new TextEncoder().encode(text);
  const objects = {
    head: () => Promise.resolve(bytes && { size: bytes.length }),
    get: (_: string, range: { start: number; end: number }) =>
      Promise.resolve(bytes?.slice(range.start, range.end + 1)),
  } as unknown as Objects;
  return readPairedAnswers(objects, 'gate-answers.jsonl', known);
}

const file = (...all: readonly string[]) => all.map((line) => `${line}\n`).join('');
const answer = (more: object) =>
  JSON.stringify({ id: 'x', scores: [{ conceptId: 'cat', parent: 1, candidate: 1 }], ...more });

describe('the answers of parent and candidate', () => {
  test('whole, with and without the last line break', async () => {
    const whole = file(head(4), ...lines);
    for (const text of [whole, whole.trimEnd()])
      expect(await read(text)).toMatchObject({
        tally: { inputs: 4 },
        head: { rows: { answered: 4 } },
      });
  });

  test('a hundred thousand of them', async () => {
    const many = answers('cat', 100_000, [1, 1]).map((each) => JSON.stringify(each));
    const counts = { heldOut: 100_000, chosen: 100_000 };
    expect(await read(file(head(100_000, counts), ...many))).toMatchObject({
      tally: { inputs: 100_000 },
    });
  });

  test.each([
    ['no file', undefined, /kept no answers/],
    ['an empty file', '', /kept no answers/],
    ['no head', file(...lines), /^Line 1 /],
    ['a head that counts less than nothing', file(head(-1), ...lines), /^Line 1 /],
    ['a head with more answers than inputs', file(head(5), ...lines), /^Line 1 /],
    ['a file cut within a line', file(head(4), ...lines).slice(0, -9), /^Line 5 /],
    ['a file cut between two lines', file(head(4), ...lines.slice(1)), /^Of 4 .* 3 are there/],
    ['more lines than the head counts', file(head(3), ...lines), /^Of 3 .* 4 are there/],
    [
      'an input that stands there twice',
      file(head(4), ...lines, lines[0]!),
      /^Line 6 .*'cat-1-0-0' again/,
    ],
    ['NaN', file(head(1), answer({}).replace('"parent":1', '"parent":NaN')), /^Line 2 /],
    ['infinity', file(head(1), answer({}).replace('"parent":1', '"parent":1e999')), /^Line 2 /],
    [
      'a score above 1',
      file(head(1), answer({}).replace('"parent":1', '"parent":1.01')),
      /^Line 2 /,
    ],
    [
      'a concept twice',
      file(
        head(1),
        answer({ scores: Array(2).fill({ conceptId: 'cat', parent: 1, candidate: 1 }) }),
      ),
      /^Line 2 /,
    ],
    ['a word that is none', file(head(1), answer({ parentAnswer: { a: 1 } })), /^Line 2 /],
  ])('%s is no comparison, and is said', async (_, text, says) => {
    expect(await read(text)).toEqual(expect.stringMatching(says));
  });
});
