import { blocksOf, runsOf } from '../../../console/pages/model/overview/markdown.ts';

describe('a model card', () => {
  test('is headings, tables and paragraphs, without what is for machines', () => {
    const card = [
      '---\nlibrary_name: transformers\n---\n',
      '# Model version 3',
      '',
      '| | |\n|---|---|\n| Seed | 0 |\n| Name | a \\| b |',
      '',
      'On held-out data:\nbetter than `x`.',
    ].join('\n');
    expect(blocksOf(card)).toEqual([
      { kind: 'heading', level: 1, text: 'Model version 3' },
      {
        kind: 'table',
        rows: [
          ['', ''],
          ['Seed', '0'],
          ['Name', 'a | b'],
        ],
      },
      { kind: 'paragraph', text: 'On held-out data: better than `x`.' },
    ]);
  });

  test('markup in it is text', () => {
    const hostile = '<img src=x onerror="alert(1)"> [link](javascript:alert(1))';
    expect(blocksOf(hostile)).toEqual([{ kind: 'paragraph', text: hostile }]);
    expect(blocksOf('')).toEqual([]);
  });

  test.each([
    ['a `b` c', ['a ', '`b`', ' c']],
    ['``', ['``']],
    ['`open', ['`open']],
  ])('%s has code in back quotes', (text, runs) => {
    expect(runsOf(text).map(({ text: run, isCode }) => (isCode ? `\`${run}\`` : run))).toEqual(
      runs,
    );
  });
});
