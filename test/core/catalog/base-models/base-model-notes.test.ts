import { readFileSync } from 'node:fs';
import {
  baseModelNote,
  beforeStaging,
} from '../../../../core/catalog/base-models/base-model-notes.ts';
import { baseModelIds } from '../../../../core/catalog/catalog.ts';

const notes = baseModelIds().map((id) => [id, baseModelNote(id)] as const);

test('every base model has an entry of its own, with what it rests on', () => {
  const nothing = baseModelNote('nobody/nothing');

  expect(nothing).toMatchObject({ safetensors: 'unknown', isGated: 'unknown' });
  for (const [id, note] of notes) {
    expect([id, note.source.length > 20]).toEqual([id, true]);
    // What is not known is not claimed either.
    if (note.safetensors === 'unknown') expect([id, note]).toEqual([id, nothing]);
  }
  expect(notes.filter(([, { safetensors }]) => safetensors !== 'unknown').length).toBeGreaterThan(
    10,
  );
});

test('docs/deploy.md lists each, and says yes and no as here', () => {
  const text = readFileSync(new URL('../../../../docs/deploy.md', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));

  for (const [id, { safetensors, isGated }] of notes) {
    const family = id.replace(/^(PekingU\/rtdetr_).*/, '$1*');
    const row = rows.find((line) => line.split('|')[1]?.includes(`\`${family}\``)) ?? '';
    const [, , files = '', terms = ''] = row
      .split('|')
      .map((cell) => cell.replaceAll('*', '').trim());
    expect([id, files.startsWith(safetensors), terms]).toEqual([id, true, isGated]);
  }
});

test.each([
  ['meta-llama/Llama-2-7b-chat-hf', [/^Accept its terms at https:.*Llama-2-7b-chat-hf/, /Llama 2/]],
  ['mistralai/Mistral-7B-Instruct-v0.2', [/^Accept its terms/, /Apache-2.0/]],
  ['facebook/opt-125m', [/no safetensors, only pickles/]],
  ['nvidia/segformer-b0-finetuned-ade-512-512', [/non-commercial/]],
  ['microsoft/resnet-18', []],
  ['packaged/minilm', []],
])('%s: what comes before it is staged', (id, expected) => {
  const lines = beforeStaging(id);

  expect(lines).toHaveLength(expected.length);
  expected.forEach((pattern, n) => expect(lines[n]).toMatch(pattern));
});
