import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '../../../client/client.ts';
import { predictNow } from '../../../cli/prediction/predict-now.ts';
import { lineSources, sourcesOf } from '../../../cli/prediction/sources.ts';
import type { Source } from '../../../cli/prediction/sources.ts';

interface Asked {
  readonly inputs: readonly { readonly data: { readonly text?: { readonly raw: string } } }[];
}

/** A service that answers each text with its length, and refuses the text `bad`. */
function service(asked: number[]): Client {
  const carry = (_url: string, { body }: RequestInit) => {
    const { inputs } = JSON.parse(String(body)) as Asked;
    asked.push(inputs.length);
    const outputs = inputs.map(({ data }) =>
      data.text?.raw === 'bad'
        ? {
            status: { code: 30300, description: 'no', details: 'text-invalid: it is bad' },
            data: {},
          }
        : { status: { code: 10000, description: 'Ok' }, data: { text: { raw: data.text?.raw } } },
    );
    const failed = outputs.filter(({ status }) => status.code !== 10000).length;
    const code = failed === 0 ? 10000 : failed === outputs.length ? 30300 : 10010;
    return Promise.resolve(
      Response.json({ status: { code, description: '' }, outputs }, { status: failed ? 207 : 200 }),
    );
  };
  return new Client({ url: '', key: 'k', userId: 'u', appId: 'a', fetch: carry });
}

const request = { modelId: 'm', versionId: 'v', field: 'text', params: {} } as const;
const source = (name: string, read: () => Promise<Uint8Array>): Source => {
  return { name, drawnAs: name, read };
};
const text = (words: string) => source(words, () => Promise.resolve(Buffer.from(words)));

async function answersOf(sources: readonly Source[], asked: number[] = []) {
  const rows: (readonly [string, string])[] = [];
  for await (const { row } of predictNow(service(asked), request, sources))
    rows.push([row.source, 'error' in row ? row.error.code : (row.answer.text ?? '')]);
  return rows;
}

describe('inputs that are answered now', () => {
  test('keep their order, and what cannot be read or answered is named beside the rest', async () => {
    const broken = source('broken', () => Promise.reject(new Error('It is gone')));
    const empty = source('empty', () => Promise.resolve(new Uint8Array()));
    expect(await answersOf([text('a'), broken, text('bad'), empty, text('b')])).toEqual([
      ['a', 'a'],
      ['broken', 'unreadable'],
      ['bad', 'text-invalid'],
      ['empty', 'unreadable'],
      ['b', 'b'],
    ]);
  });

  test('go in requests of at most 32 inputs and 16 MB', async () => {
    const asked: number[] = [];
    const many = Array.from({ length: 70 }, (_, at) => text(`t${at}`));
    expect((await answersOf(many, asked)).length).toBe(70);
    expect(asked).toEqual([32, 32, 6]);
    asked.splice(0);
    await answersOf([text('x'.repeat(9_000_000)), text('y'.repeat(9_000_000))], asked);
    expect(asked).toEqual([1, 1]);
  });

  test('of which none can be answered are all rows with their reasons', async () => {
    expect(await answersOf([text('bad')])).toEqual([['bad', 'text-invalid']]);
  });
});

describe('what a folder holds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deeptune-sources-'));
  mkdirSync(join(folder, 'in', 'below'), { recursive: true });
  for (const name of ['b.PNG', 'a.jpg', 'notes.txt', 'phone.heic', 'below/c.png', '.DS_Store'])
    writeFileSync(join(folder, 'in', name), 'x');

  test('are its pictures in the order of their names, folders below it too; the rest is said', async () => {
    const { sources, leftOut } = await sourcesOf(['in'], folder, 'image');
    expect(sources.map(({ name, drawnAs }) => [name, drawnAs])).toEqual([
      ['in/a.jpg', 'a.jpg'],
      ['in/b.PNG', 'b.PNG'],
      ['in/below/c.png', 'below/c.png'],
      ['in/phone.heic', 'phone.heic'],
    ]);
    expect(leftOut.length).toBe(2);
  });

  test('a file that is named is asked about whatever it is called', async () => {
    const { sources } = await sourcesOf(['in/notes.txt'], folder, 'image');
    expect(sources.map(({ name }) => name)).toEqual(['in/notes.txt']);
    await expect(sourcesOf(['nope'], folder, 'image')).rejects.toMatchObject({ exitStatus: 2 });
  });

  test('of stdin each line that is not empty, by its number', async () => {
    const lines = lineSources('one\r\n\n  \ntwo');
    expect(lines.map(({ name }) => name)).toEqual(['line 1', 'line 4']);
    expect(Buffer.from(await lines[0]!.read()).toString()).toBe('one');
  });
});
