import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPurgeOptions } from '../../cli/purge/options.ts';
import { carryOutPurge, lookAtPurge, notFoundIn, purgeInWords } from '../../cli/purge/purge.ts';
import { Lab } from '../core/api/lab.ts';

const asIs = (path: string) => path;

describe('npm run purge', () => {
  let written: string;
  beforeEach(() => {
    written = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      written += String(text);
      return true;
    });
  });
  afterEach(() => void jest.restoreAllMocks());

  test('takes ids from the line and from a file, each once', () => {
    const folder = mkdtempSync(join(tmpdir(), 'purge-'));
    const path = join(folder, 'ids.txt');
    writeFileSync(path, '\uFEFFb\r\n\r\n c \r\n');

    const options = readPurgeOptions(['--app', 'shop', '--ids', 'a, b', '--from-file', path], asIs);

    expect(options).toMatchObject({ app: 'shop', ids: ['a', 'b', 'c'], yes: false, user: 'local' });
    rmSync(folder, { recursive: true });
  });

  test.each([
    [['--ids', 'a'], /--app <id>' not specified/],
    [['--app', 'shop'], /no id is given/],
    [['--app', 'shop', '--ids', ' , '], /no id is given/],
    [['--app', 'shop', '--from-file', '/no/such/file'], /\/no\/such\/file cannot be read/],
    [['--app', 'shop', '--ids', 'a', '--no-such-option'], /unknown option '--no-such-option'/],
    [['--app', 'shop', '--ids', 'a', 'b'], /too many arguments/],
  ])('%j is refused with words', (args, message) => {
    expect(() => readPurgeOptions(args, asIs)).toThrow(expect.objectContaining({ exitCode: 1 }));
    expect(written).toMatch(message);
  });

  test('more ids than a request takes go in several', async () => {
    const lab = await Lab.open();
    await lab.addTexts('texts', 2);
    const ids = [...Array.from({ length: 1_500 }, (_, n) => `none-${n}`), 'texts-good-0'];

    const found = await lookAtPurge(lab.client(), ids);

    expect(found).toHaveLength(2);
    expect(notFoundIn(found)).toBe(1_500);
    expect(purgeInWords(found)).toEqual([
      '1 inputs: texts-good-0',
      expect.stringMatching(/^1500 found nowhere: none-0, .* and 1480 more$/),
      expect.stringMatching(/^stays: Backups go by themselves/),
    ]);
    expect(
      (await carryOutPurge(lab.client(), ['texts-good-0'])).map(({ isDone }) => isDone),
    ).toEqual([true]);
    expect((await lab.get('/inputs/texts-good-0')).status).toBe(404);
    await lab.close();
  });
});
