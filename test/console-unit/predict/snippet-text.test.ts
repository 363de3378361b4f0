import { execFileSync } from 'node:child_process';
import {
  cliSnippet,
  curlSnippet,
  quoted,
} from '../../../console/pages/model/predict/snippet-text.ts';

const facts = {
  url: 'http://127.0.0.1:8420',
  userId: 'local',
  appId: 'shop',
  modelId: 'reader',
  takesText: false,
};

/** What a shell makes of words. */
function words(command: string): string[] {
  return execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');
}

test.each(["it's", '$(rm -rf x)', '`id`', 'a b', '"; exit', 'plain-1'])(
  'a shell reads %s as one word',
  (word) => {
    expect(words(quoted(word))).toEqual([word]);
  },
);

test('the command names the version only where one was chosen', () => {
  expect(cliSnippet(facts)).toBe('deeptune predict reader picture.jpg --app shop');
  expect(cliSnippet({ ...facts, versionId: 'v1', takesText: true })).toBe(
    'deeptune predict reader text.txt --app shop --version v1',
  );
});

test('curl asks the same address, with the key from the environment', () => {
  const text = curlSnippet({ ...facts, modelId: "it's", versionId: 'v 1' });

  expect(text).toContain("'http://127.0.0.1:8420/v2/users/local/apps/shop/models/it'\\''s");
  expect(text).toContain('/versions/v%201/outputs');
  expect(text).toContain('$DEEPTUNE_KEY');
});
