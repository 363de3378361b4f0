import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { inPipe, inTerminal } from '../harness/deeptune.ts';
import { assert, escapes } from './check.ts';
import type { Check } from './check.ts';

const quick = '--template Deeptune_ResNet_Small --set num_epochs=2';

/** From a folder to a trained model, as somebody does it who has never done it. */
export const journeyChecks: readonly Check[] = [
  {
    name: 'a dry run says time, price and limit, and changes nothing',
    run: async (world) => {
      const { status, stderr } = await inPipe(world, 'deeptune train ./pictures --dry-run');
      assert(status === 0, '0', stderr);
      for (const words of ['visual-classifier', 'price: $', 'maximum: $', 'time: ', 'dry run'])
        assert(stderr.includes(words), words, stderr);
      const { datasets } = await world.client.call('ListDatasets', {});
      assert(!datasets.some(({ id }) => id === 'pictures'), 'no dataset', datasets);
    },
  },
  {
    name: 'without a terminal nothing is asked, and the flag that answers is named',
    run: async (world) => {
      const { status, stdout, stderr } = await inPipe(world, `deeptune train ./pictures ${quick}`);
      assert(status === 2 && stdout === '', '2 and nothing on stdout', { status, stdout });
      assert(stderr.includes('--yes'), '--yes', stderr);
    },
  },
  {
    name: 'declining is 1, and nothing is trained',
    run: async (world) => {
      const answers = [['[y/N] ', 'n\r']] as const;
      const line = `deeptune train ./pictures ${quick}`;
      const { status, output } = await inTerminal(world, line, { answers });
      assert(status === 1 && output.includes('Declined'), '1 and Declined', { status, output });
      const at = { model_id: 'pictures' };
      const { model_versions: versions } = await world.client.call('ListModelVersions', at);
      assert(
        versions.every(({ status: { code } }) => code === 21102),
        'no training',
        versions,
      );
    },
  },
  {
    name: 'agreeing trains, and tells what came of it beside trivial and untrained',
    run: async (world) => {
      const answers = [['[y/N] ', 'y\r']] as const;
      const line = `deeptune train ./pictures ${quick}`;
      const { status, output } = await inTerminal(world, line, { answers });
      const text = output.replaceAll(escapes, '');
      assert(status === 0, '0', text);
      for (const words of ['95 % interval', 'trivial answer', 'before training', 'billed', 'Next:'])
        assert(text.includes(words), words, text);
      assert(text.includes('deeptune retrain pictures'), 'the next commands', text);
      assert(output.includes('\u001b['), 'colours and a line that is drawn over', output);
    },
  },
  {
    name: 'done again nothing is added and nothing is trained; JSON has the figures',
    run: async (world) => {
      const line = `deeptune train ./pictures ${quick} --format json`;
      const { status, stdout, stderr } = await inPipe(world, line);
      assert(status === 0, '0', stderr);
      assert(stderr.includes('0 added, 120 there already'), '0 added', stderr);
      assert(stderr.includes('already, and nothing was started'), 'nothing started', stderr);
      const found = JSON.parse(stdout) as Record<string, unknown>;
      assert(
        typeof found['heldOut'] === 'number' && found['metric'] === 'accuracy',
        'figures',
        stdout,
      );
    },
  },
  {
    name: 'Ctrl-C leaves the training running and says how it is watched and stopped',
    run: async (world) => {
      const line =
        'deeptune train ./pictures --model slow --template Deeptune_ResNet_Small --set num_epochs=200 --set early_stopping_patience=0';
      const answers = [
        ['[y/N] ', 'y\r'],
        [' % · ', '\u0003'],
      ] as const;
      const { status, output } = await inTerminal(world, line, { answers });
      assert(status === 130, '130', { status, output });
      for (const words of ['The training goes on', 'deeptune watch slow', 'deeptune stop slow'])
        assert(output.includes(words), words, output);
      const going = await inPipe(world, 'deeptune stop slow --yes --format json');
      assert(going.status === 0, '0', going);
      const { status: ended } = JSON.parse(going.stdout) as { status: string };
      assert(ended === 'stopped', 'stopped', going.stdout);
    },
  },
  {
    name: 'watch in a pipe writes JSON lines and ends by how it ended',
    run: async (world) => {
      const { status, stdout, stderr } = await inPipe(world, 'deeptune watch slow --format json');
      const lines = stdout
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text) as { status: string });
      assert(status === 1 && lines.at(-1)?.status === 'stopped', '1 and stopped', stdout);
      assert(stderr.includes('training-stopped'), 'the code', stderr);
    },
  },
  {
    name: 'a training that may cost more than --max-price is 5, and not started',
    run: async (world) => {
      const line = `deeptune train ./pictures --model dear ${quick} --max-price 0.10 --yes`;
      const { status, stderr } = await inPipe(world, line);
      assert(status === 5 && stderr.includes('max-price-exceeded'), '5', { status, stderr });
    },
  },
  {
    name: 'what could not be imported is counted, and nobody goes on without it unasked',
    run: async (world) => {
      const line =
        'cp -r pictures torn && head -c 300 torn/symbols/"$(ls torn/symbols | head -1)" > torn/symbols/torn.png';
      await inPipe(world, line);
      const train = `deeptune train torn ${quick} --yes`;
      const refused = await inPipe(world, train);
      assert(refused.status === 1, '1', refused);
      assert(refused.stderr.includes('1 could not be imported'), 'the count', refused.stderr);
      const { status, stderr } = await inPipe(world, `${train} --skip-failed`);
      assert(status === 0, '0 with --skip-failed', stderr);
      rmSync(join(world.folder, 'torn'), { recursive: true });
    },
  },
];
