import { coloursOf } from '../../../client/drawing/concept-colours.ts';
import { FileNames, safeFileName } from '../../../cli/drawing/file-names.ts';
import { freePlace, sharedPixels } from '../../../cli/drawing/place.ts';

describe('colours', () => {
  test('of a concept are the same, whatever else is drawn', () => {
    const alone = coloursOf(['screw']).get('screw');
    expect(coloursOf(['screw', 'bolt', 'nut']).get('screw')).toEqual(alone);
    expect(coloursOf(['nut', 'screw', 'bolt'])).toEqual(coloursOf(['bolt', 'nut', 'screw']));
  });

  test('of up to twelve concepts differ; beyond that each still has one', () => {
    const ids = Array.from({ length: 30 }, (_, index) => `concept-${index}`);
    const twelve = coloursOf(ids.slice(0, 12));
    expect(new Set([...twelve.values()].map(({ hex }) => hex)).size).toBe(12);
    expect(coloursOf(ids).size).toBe(30);
  });

  test('have an ink that is read on them', () => {
    const inks = [...coloursOf(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']).values()];
    expect(new Set(inks.map(({ ink }) => ink)).size).toBe(2);
  });
});

describe('file names', () => {
  test.each([
    ['plain.jpg', 'plain.jpg'],
    ['größe-日本.png', 'größe-日本.png'],
  ])('%s stays', (name, expected) => expect(safeFileName(name)).toBe(expected));

  test.each([
    '../../etc/passwd',
    'a/b',
    String.raw`a\b`,
    'CON',
    '',
    '..',
    '.hidden',
    'a\u0000b',
    'x'.repeat(500),
    'name.',
  ])('%j becomes a file in the folder', (name) => {
    const safe = safeFileName(name);
    expect(safe).toMatch(/^[^/\\\u0000]+-[0-9a-f]{8}$/);
    expect(safe).not.toMatch(/^\./);
    expect(safe.length).toBeLessThanOrEqual(100);
  });

  test.each(['字'.repeat(300), '😀x'.repeat(200), 'é'.repeat(300)])(
    'fit a file system, with a number and two endings: %s',
    (name) => {
      const safe = safeFileName(name);
      expect(Buffer.byteLength(`${safe}-10000.png.new`)).toBeLessThanOrEqual(255);
      expect(safe.isWellFormed()).toBe(true);
    },
  );

  test('of a concept and of the sheet of another never meet', () => {
    const names = new FileNames();
    const all = ['cat', 'cat.png'].flatMap((name) => [
      names.take(name, ''),
      names.take(name, '.png'),
    ]);
    expect(new Set(all).size).toBe(4);
  });

  test('are never given twice, whatever their case', () => {
    const names = new FileNames();
    expect(['a', 'A', 'a', 'a/b', 'a:b'].map((name) => names.take(name, '.png'))).toEqual([
      'a.png',
      'A-2.png',
      'a-3.png',
      expect.stringMatching(/^a_b-.{8}\.png$/),
      expect.stringMatching(/^a_b-.{8}\.png$/),
    ]);
  });
});

describe('the place of a label', () => {
  const within = { width: 100, height: 100 };
  const label = { width: 30, height: 10 };

  test('is above its box where there is room', () =>
    expect(
      freePlace(label, { left: 20, top: 40, width: 40, height: 30 }, { taken: [], within }),
    ).toEqual({ ...label, left: 20, top: 30 }));

  test('covers no other label where one place is free, and stays in the picture', () => {
    const box = { left: 90, top: 0, width: 10, height: 20 };
    const first = freePlace(label, box, { taken: [], within });
    const second = freePlace(label, box, { taken: [first], within });
    expect(sharedPixels(first, second)).toBe(0);
    for (const { left, top } of [first, second]) {
      expect(left).toBeLessThanOrEqual(70);
      expect(top).toBeGreaterThanOrEqual(0);
    }
  });
});
