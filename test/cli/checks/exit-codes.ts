import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inPipe } from '../harness/deeptune.ts';
import { assert } from './check.ts';
import type { Check } from './check.ts';

/** A line of a shell, the exit status, and what must be said. */
const table: readonly (readonly [line: string, status: number, ...words: string[]])[] = [
  ['deeptune', 0],
  ['deeptune --help', 0],
  ['deeptune help train', 0],
  ['deeptune --version', 0],
  ['deeptune trian --format json', 2, '{"error":{"code":"usage"', "unknown command 'trian'"],
  ['deeptune types --url 127.0.0.1:8420', 2, 'must begin with http://', '--url http://127'],
  ["deeptune train pictures --model 'a b' --yes", 2, "'a-b' would do"],
  ['deeptune trian', 2, "unknown command 'trian'", 'train'],
  ['deeptune types --fromat json', 2, '--fromat', 'Did you mean --format?'],
  ['deeptune types --format xml', 2, 'table, json, csv'],
  ['DEEPTUNE_FORMAT=xml deeptune types', 2, "DEEPTUNE_FORMAT is 'xml'"],
  ['deeptune train', 2, 'deeptune train ./pictures'],
  ['deeptune train nowhere', 3, 'nowhere', 'does not exist'],
  ['deeptune train empty', 2, "'empty' holds nothing"],
  ['deeptune train one-class', 2, "all images have the concept 'cat'"],
  ['deeptune train reviews.csv', 2, 'the texts have no labels', '--label-column'],
  ['deeptune train pictures --type visual-clasifier', 2, 'Did you mean "visual-classifier"?'],
  ['deeptune train pictures --set num_epochs=0 --yes --model none', 1, 'from 1 to 200, but 0 was'],
  ['deeptune train pictures --set num_epochs --yes', 2, 'name=value'],
  ['deeptune train pictures --max-price lots', 2, 'Wanted dollars'],
  ['deeptune train --quote nope', 2, 'Of which model', '--model'],
  ['deeptune train pictures --quote nope', 2, 'leave out the data'],
  ['deeptune train --model visual-classifier --quote nope --yes', 3, "Quote 'nope'"],
  ['deeptune quotes visual-classifier nope', 3, "Quote 'nope'"],
  ['deeptune quote pictures --variant epochs', 2, 'name=value'],
  ['deeptune quote pictures --settings none.yaml', 3, 'none.yaml'],
  ['deeptune train -f none.yaml', 3, 'none.yaml', 'deeptune init'],
  ['deeptune train -f wrong.yaml', 2, "line 2: 'frmo' is not known here"],
  ['deeptune train pictures --model visual-detector --yes', 2, 'is a visual-detector'],
  ['deeptune watch none', 3, 'none'],
  ['deeptune watch', 3, 'Nothing is being trained'],
  ['deeptune stop', 3, 'Nothing is being trained'],
  ['deeptune resume visual-classifier', 3, 'no version that is stopped'],
  ['deeptune retrain visual-detector', 1, 'nothing-new', '--again'],
  ['deeptune schedules create visual-classifier', 2, '--every'],
  ['deeptune schedules create visual-classifier --every often', 2, "--every is 'often'"],
  ['deeptune models --app nope', 3, "App 'nope' does not exist"],
  ['deeptune types --profile nope', 3, "no profile 'nope'"],
  ['DEEPTUNE_KEY=dt_wrong deeptune types', 4, 'The key of DEEPTUNE_KEY is not taken'],
  ['DEEPTUNE_FOLDER=empty deeptune types', 4, 'There is no key for', 'deeptune serve'],
  ['DEEPTUNE_KEY=x deeptune types --url http://127.0.0.1:9', 1, 'Nothing answers at', 'serve'],
  ['deeptune open visual-classifier', 0],
  ['deeptune notifications create nowhere', 1, 'not a valid absolute URL'],
  ['deeptune notifications create ada@example.com', 1, 'sends no e-mail'],
  ['deeptune notifications create http://127.0.0.1:1/ --events nope', 1, 'nope'],
  ['deeptune notifications test nothing', 3, "'nothing'", 'deeptune notifications'],
  ['deeptune notifications update nothing', 2, 'what changes', '--off'],
  ['deeptune notifications update nothing --on --off', 2, '--on and --off'],
  ['deeptune completion tcsh', 2, 'bash, zsh, fish'],
  ['deeptune profiles use nope', 3, "no profile 'nope'"],
  ['deeptune import --from pictures --check', 0],
  ['deeptune import --from pictures', 2, '--app', 'deeptune import'],
  ['deeptune purge --app shop --ids nothing-here --yes', 1, 'found nowhere'],
  ['deeptune data-report --app shop --dataset none --version none', 3, 'none'],
  ['deeptune doctor --nope', 2, '--nope'],
  ['deeptune serve --nope', 2, '--nope'],
  ['deeptune demo --nope', 2, '--nope'],
];

export const exitCodeChecks: readonly Check[] = table.map(([line, status, ...words]) => ({
  name: `${line} ends with ${status}`,
  run: async (world) => {
    prepare(world.folder);
    const ended = await inPipe(world, line);
    assert(ended.status === status, String(status), ended);
    for (const each of words) assert(ended.stderr.includes(each), each, ended.stderr);
    if (status !== 0)
      assert(ended.stdout === '' || line.includes('purge'), 'no result', ended.stdout);
  },
}));

function prepare(folder: string): void {
  mkdirSync(join(folder, 'empty'), { recursive: true });
  mkdirSync(join(folder, 'one-class', 'cat'), { recursive: true });
  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';
  writeFileSync(join(folder, 'one-class', 'cat', '1.png'), Buffer.from(png, 'base64'));
  writeFileSync(join(folder, 'wrong.yaml'), 'data:\n  frmo: pictures\n');
}
