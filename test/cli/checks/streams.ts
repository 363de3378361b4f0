import type { Command } from 'commander';
import { examplesOf } from '../../../cli/frame/examples.ts';
import { inPipe, inTerminal } from '../harness/deeptune.ts';
import { assert, escapes } from './check.ts';
import type { Check } from './check.ts';
import { allCommands } from './examples.ts';

const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;

const isDefaultOf = (group: Command | null, command: Command) =>
  command.name() === 'list' && group !== null && examplesOf(group).length > 0;

/** Results on stdout, words on stderr, colours only where somebody looks. */
export const streamChecks: readonly Check[] = [
  {
    name: 'every command says how it is called, with an example',
    run: async (world) => {
      for (const command of allCommands()) {
        const path = pathOf(command);
        const { status, stdout, stderr } = await inPipe(world, `${path} --help`);
        assert(status === 0 && stderr === '', `${path} --help`, { status, stderr });
        assert(stdout.includes(`Usage: ${path}`), path, stdout);
        // What a group does by itself has its examples there.
        const isExplained = command.commands.length > 0 || isDefaultOf(command.parent, command);
        assert(isExplained || examplesOf(command).length > 0, `examples of ${path}`, stdout);
      }
    },
  },
  {
    name: '--help takes less than 300 ms of the processor (the best of five)',
    run: async (world) => {
      let best = Infinity;
      for (let run = 0; run < 5; run += 1) {
        const line = `TIMEFORMAT='%U %S'; time deeptune --help > help.txt`;
        const { stderr } = await inPipe(world, line);
        const seconds = stderr.trim().split(' ').map(Number);
        best = Math.min(
          best,
          seconds.reduce((sum, each) => sum + each, 0),
        );
      }
      assert(best < 0.3, 'less than 0.3 s', `${best} s`);
    },
  },
  {
    name: 'a terminal has colours, NO_COLOR and --no-color take them away',
    run: async (world) => {
      const line = 'deeptune types';
      const plain = [`NO_COLOR=1 ${line}`, `${line} --no-color`, `TERM=dumb ${line}`];
      assert((await inTerminal(world, line)).output.includes('\u001b['), 'colours', line);
      for (const each of plain) {
        const { output } = await inTerminal(world, each);
        assert(!escapes.test(output), `${each} without colours`, output);
      }
    },
  },
  {
    name: 'CSV and JSON are whole, and the words stay on stderr',
    run: async (world) => {
      const csv = await inPipe(world, 'deeptune apps --format csv --quiet');
      assert(csv.stdout.startsWith('app,') && csv.stderr === '', 'CSV', csv);
      const json = await inPipe(world, 'DEEPTUNE_FORMAT=json deeptune types');
      assert(Array.isArray(JSON.parse(json.stdout)), 'JSON', json);
      const none = await inPipe(world, 'deeptune schedules --format json');
      assert(none.stdout.trim() === '[]', '[] for an empty list', none);
    },
  },
  {
    name: 'whoever reads a part only is no failure',
    run: async (world) => {
      const line = 'set -o pipefail; deeptune completion bash | head -1';
      const { status, stderr } = await inPipe(world, line);
      assert(status === 0 && stderr === '', 'nothing on stderr', { status, stderr });
    },
  },
  {
    name: 'errors are JSON too, where results are',
    run: async (world) => {
      const { status, stderr } = await inPipe(world, 'deeptune models --app nope --format json');
      const { error } = JSON.parse(stderr) as { error: { exitStatus: number; code: string } };
      assert(status === 3 && error.exitStatus === 3, '3', stderr);
    },
  },
  {
    name: 'profiles keep a key from a pipe, their owner only, and never show it',
    run: async (world) => {
      const add = 'deeptune profiles add here --url "$URL" --key-stdin';
      const environment = { ...world.environment, URL: world.server.url };
      const way = { ...world, environment: { ...environment, DEEPTUNE_FOLDER: 'none' } };
      const made = await inPipe(way, `mkdir -p none; ${add}`, world.server.key);
      assert(made.status === 0, '0', made);
      const { stdout } = await inPipe(way, 'stat -c %a ~/.config/deeptune/profiles.json');
      assert(stdout.trim() === '600', '600', stdout);
      const types = await inPipe(way, 'deeptune types --profile here');
      assert(types.status === 0, '0 with the key of the profile', types);
      const list = await inPipe(way, 'deeptune profiles');
      assert(!(list.stdout + list.stderr).includes(world.server.key), 'no key', list);
      await inPipe(way, 'deeptune profiles remove here --yes');
    },
  },
];
