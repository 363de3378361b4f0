import { choose, lineWith, many, row, withConcept } from './line-under-test.ts';

describe('rows of an incremental training', () => {
  const old = [
    ...many('cat', 'cat', 100),
    ...many('dog', 'dog', 30),
    ...many('eel', 'eel', 3),
    row('held', 'cat', { split: 'test' }),
  ];
  const trained = (rows: ReturnType<typeof choose>, concept: string) =>
    withConcept(rows.rows, 'replay', concept).filter(({ split }) => split === 'train').length;

  test('all new rows, 40 % of what the line learnt with each concept alike, every held-out row', () => {
    const chosen = choose(lineWith(old), [...old, ...many('bird', 'bird', 7)]);

    expect(withConcept(chosen.rows, 'new', 'bird')).toHaveLength(7);
    expect(chosen.learnt.fresh).toHaveLength(7);
    // 40 % of 133, rounded up, is 54: eel has 3, and the others share what is left.
    expect(['cat', 'dog', 'eel'].map((concept) => trained(chosen, concept))).toEqual([25, 26, 3]);
    expect(chosen).toMatchObject({ replayCount: 55, replayTrainCount: 54 });
    expect(chosen.rows.find(({ id }) => id === 'held')).toMatchObject({ split: 'test' });
  });

  test.each([
    [0, [0, 0, 0]],
    [1, [20, 20, 3]],
    [100, [100, 30, 3]],
  ])(
    'of %s %, at least twenty of each concept, or all of fewer; of none none',
    (percent, counts) => {
      const chosen = choose(lineWith(old), many('bird', 'bird', 3), { percent });

      expect(['cat', 'dog', 'eel'].map((concept) => trained(chosen, concept))).toEqual(counts);
    },
  );

  test('exemplars come in turns with others, the best of them first', () => {
    const exemplars = new Map([['cat', many('cat', 'cat', 30).map(({ id }) => id)]]);
    const few = choose(lineWith(many('cat', 'cat', 100)), [], { percent: 1, exemplars });

    const isExemplar = new Set(exemplars.get('cat')?.slice(0, 10));
    expect(few.rows).toHaveLength(20);
    expect(few.rows.filter(({ id }) => isExemplar.has(id))).toHaveLength(10);
    expect(few.rows.filter(({ id }) => Number(id.slice(3)) >= 30)).toHaveLength(10);
  });

  test('exemplars that are gone are passed over', () => {
    const exemplars = new Map([['cat', ['cat77', 'gone', 'cat3', 'cat50']]]);
    const few = choose(lineWith(many('cat', 'cat', 100)), [], { percent: 1, exemplars });

    const ids = few.rows.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['cat3', 'cat50', 'cat77']));
    expect(ids).toHaveLength(20);
  });

  test('a row with several concepts stands for the rarest, and counts for all', () => {
    const both = Array.from({ length: 25 }, (_, at) => row(`both${at}`, ['cat', 'rare']));
    const chosen = choose(lineWith([...many('cat', 'cat', 200), ...both]), [], { percent: 20 });

    // 45 of 225: after the minimum of both, which rows with both fill, they are filled alike.
    expect([trained(chosen, 'rare'), chosen.replayTrainCount]).toEqual([23, 45]);
  });

  test('rows of a stopped version are as new as others, those of its parent are not', () => {
    const line = lineWith(many('cat', 'cat', 30));
    line.learn(many('dog', 'dog', 10), 'stopped');
    const chosen = choose(line, [...many('cat', 'cat', 30), ...many('dog', 'dog', 10)], {
      unlearnt: new Set(['stopped']),
    });

    expect(withConcept(chosen.rows, 'new', 'dog')).toHaveLength(10);
    expect(withConcept(chosen.rows, 'new', 'cat')).toHaveLength(0);
    expect(chosen.learnt.added).toEqual([]);
  });

  test('an input that was labelled anew is new, and stands there once', () => {
    const chosen = choose(lineWith(old), [row('cat0', 'tiger')]);

    expect(chosen.rows.filter(({ id }) => id === 'cat0')).toEqual([row('cat0', 'tiger')]);
    expect(chosen.learnt).toMatchObject({ added: [], relabelled: ['cat0'] });
  });

  test('the newest label is that of a copy under another id too', () => {
    const line = lineWith([...many('cat', 'cat', 3), row('a', 'cat', { content: 'x' })]);
    line.learn([row('b', 'tiger', { content: 'x' })], 'second');

    const { rows } = choose(line, [], { percent: 100 });
    expect(rows.filter(({ id }) => ['a', 'b'].includes(id))).toEqual([
      { ...row('a', 'tiger', { content: 'x' }), origin: 'replay' },
    ]);
  });

  test('a copy of a known content with the same labels is nothing new', () => {
    const chosen = choose(lineWith(old), [row('other', 'cat', { content: 'cat1' })]);

    expect(chosen.learnt).toMatchObject({ fresh: [], added: [], relabelled: [] });
  });

  test.each([
    ['held', 'train', 'test'],
    ['cat1', 'test', 'train'],
    ['never seen', 'test', 'test'],
  ] as const)('content %p that comes as %p is %p, and that is said', (content, split, is) => {
    const own = row('new', 'tiger', { content, split });
    const chosen = choose(lineWith(old), [own]);

    expect(chosen.rows.find(({ id }) => id === 'new')?.split).toBe(is);
    expect(chosen.learnt.turned).toEqual(split === is ? [] : ['new']);
  });

  test('an id with another content leaves the old content behind, on its side', () => {
    const line = lineWith([...old, row('id', 'cat', { content: 'first', split: 'test' })]);
    const chosen = choose(line, [row('id', 'cat', { content: 'second' })]);
    expect(chosen.rows.filter(({ id }) => id === 'id')).toHaveLength(1);

    const again = choose(line, [row('back', 'cat', { content: 'first' })]);
    expect(again.rows.find(({ id }) => id === 'back')).toMatchObject({
      split: 'test',
      origin: 'new',
    });
  });

  test('of copies that an earlier release held out and trained on, none is held out', () => {
    const twice = row('two', 'cat', { split: 'test', content: 'one' });
    const fresh = row('three', 'tiger', { split: 'test', content: 'one' });
    const chosen = choose(lineWith([row('one', 'cat'), twice]), [fresh]);

    expect(chosen.rows.find(({ id }) => id === 'three')?.split).toBe('train');
  });

  test('rows that could not be ingested are neither learnt again nor new again', () => {
    const broken = { ...row('broken', 'cat'), object: null };
    const chosen = choose(lineWith([...old, broken]), [broken]);

    expect(chosen.rows.some(({ id }) => id === 'broken')).toBe(false);
  });

  test.each([
    [true, 0],
    [false, 20],
  ])(
    'where labels are needed (%p), %p rows without a concept are learnt again',
    (needsLabels, n) => {
      const chosen = choose(
        lineWith(many('normal', '', 50).map((each) => ({ ...each, concepts: [] }))),
        [],
        {
          needsLabels,
        },
      );

      expect(chosen.replayTrainCount).toBe(n);
    },
  );
});
