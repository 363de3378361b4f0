import fc from 'fast-check';
import type { ManifestRow } from '../../../core/dataset/version/dataset-version.ts';
import type { DeletedTest } from '../../../core/dataset/version/deleted-rows.ts';
import { KnownLine } from '../../../core/training/line/known-line.ts';
import type { LineRow } from '../../../core/training/line/line.ts';
import { choose, many, row, sha256 } from './line-under-test.ts';

interface Step {
  readonly rows: readonly ManifestRow[];
  readonly deleted: readonly string[];
  readonly percent: number;
}

/** Few ids and contents, so that copies, relabellings and contents under other ids are common. */
const oneRow = fc
  .record({
    id: fc.nat(30),
    content: fc.nat(20),
    concepts: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 3 }),
    split: fc.constantFrom('train', 'test'),
  })
  .map(({ id, content, concepts, split }) =>
    row(`i${id}`, concepts, { content: `content ${content}`, split }),
  );
const oneStep = fc.record({
  rows: fc.uniqueArray(oneRow, { maxLength: 30, selector: ({ id }) => id }),
  deleted: fc.uniqueArray(
    fc.nat(30).map((id) => `i${id}`),
    { maxLength: 4 },
  ),
  percent: fc.constantFrom(1, 20, 40, 100),
});
const steps = fc.array(oneStep, { minLength: 1, maxLength: 10 });

/** Rows whose ids are in the set are deleted. */
function deleting(ids: readonly string[]): DeletedTest {
  const gone = new Set(ids);
  const isDeleted = ({ id }: ManifestRow) => Promise.resolve(gone.has(id));
  return Object.assign(isDeleted, { isNeeded: gone.size > 0 });
}

/** As each child reads its parent's file. */
function reread(line: KnownLine): KnownLine {
  const text = [...line.lines()].map((each) => JSON.stringify(each));
  return new KnownLine(
    sha256,
    text.map((each) => JSON.parse(each) as LineRow),
  );
}

async function walk(
  all: readonly Step[],
  look: (
    rows: readonly ManifestRow[],
    at: { readonly before: KnownLine; readonly after: KnownLine; readonly step: Step },
  ) => void,
): Promise<void> {
  let line = new KnownLine(sha256);
  for (const [index, step] of all.entries()) {
    await line.forget(deleting(step.deleted));
    const before = reread(line);
    const own = step.rows.filter(({ id }) => !step.deleted.includes(id));
    const { rows } = choose(line, own, { versionId: `v${index}`, percent: step.percent });
    look(rows, { before, after: line, step });
    line = reread(line);
  }
}

const contentsOf = (rows: Iterable<ManifestRow>, split: string) =>
  new Set([...rows].filter((each) => each.split === split).map(({ object }) => object));
const known = (line: KnownLine) => [...line.distinct()].map((each) => each.row);

describe('along any line of versions', () => {
  test('a content is learnt or measured, never one and then the other, deleted in between or not', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const sides = { train: new Set<string | null>(), test: new Set<string | null>() };
        await walk(all, (rows) => {
          for (const split of ['train', 'test'] as const)
            for (const content of contentsOf(rows, split)) sides[split].add(content);
        });
        expect([...sides.train].filter((content) => sides.test.has(content))).toEqual([]);
      }),
    );
  });

  test('what is measured grows, but for what was deleted or stands for another content', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        await walk(all, (rows, { before, step }) => {
          const replaced = new Set(step.rows.map(({ id }) => id));
          const measured = contentsOf(rows, 'test');
          for (const { row: old } of before.lines())
            if (old.object !== null && old.split === 'test' && !replaced.has(old.id))
              expect(measured).toContain(old.object);
        });
      }),
    );
  });

  test('of each concept twenty rows are learnt, or all that there are', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        await walk(all, (rows, { after }) => {
          const has = (concept: string) => (each: ManifestRow) =>
            each.split === 'train' && each.concepts.some(({ id }) => id === concept);
          for (const concept of ['a', 'b', 'c', 'd']) {
            const there = new Set(
              known(after)
                .filter(has(concept))
                .map(({ object }) => object),
            );
            const learnt = new Set(rows.filter(has(concept)).map(({ object }) => object));
            expect(learnt.size).toBeGreaterThanOrEqual(Math.min(20, there.size));
          }
        });
      }),
    );
  });

  test('no id stands there twice, and the newest label is the one that is learnt', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        await walk(all, (rows, { step }) => {
          const ids = rows.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          const own = new Map(step.rows.map((each) => [each.id, each]));
          for (const each of rows)
            if (own.has(each.id)) expect(each.concepts).toEqual(own.get(each.id)?.concepts);
        });
      }),
    );
  });

  test('the same rows come out, in whatever order the line and the dataset are read', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        await walk(all, (rows, { before, step }) => {
          const line = new KnownLine(sha256, [...before.lines()].reverse());
          const own = step.rows.filter(({ id }) => !step.deleted.includes(id)).reverse();
          expect(choose(line, own, { percent: step.percent }).rows).toEqual(rows);
        });
      }),
    );
  });
});

test('after ten steps of new concepts alone, the first ones are still learnt and measured', () => {
  let line = new KnownLine(sha256);
  const of = (step: number) =>
    [0, 1].flatMap((which) => {
      const concept = `c${2 * step + which}`;
      const held = row(`${concept} held`, concept, { split: 'test' });
      return [...many(`${concept} `, concept, 40), held];
    });
  for (let step = 0; step < 10; step += 1) {
    const { rows } = choose(line, of(step));
    for (let earlier = 0; earlier < 2 * step; earlier += 1) {
      const own = rows.filter(({ concepts }) => concepts[0]?.id === `c${earlier}`);
      expect(own.filter(({ split }) => split === 'train').length).toBeGreaterThanOrEqual(20);
      expect(own.filter(({ split }) => split === 'test')).toHaveLength(1);
    }
    line = reread(line);
  }
});
