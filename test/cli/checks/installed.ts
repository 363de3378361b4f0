import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inPipe } from '../harness/deeptune.ts';
import { root } from '../harness/world.ts';
import { assert } from './check.ts';
import type { Check } from './check.ts';

/** The ways in which the command is started. */
export const installedChecks: readonly Check[] = [
  {
    name: 'npm run deeptune takes paths from where the person stands',
    run: async (world) => {
      const line = `npm run --silent --prefix "$ROOT" deeptune -- import --from pictures --check`;
      const way = { ...world, environment: { ...world.environment, ROOT: root } };
      const { status, stdout, stderr } = await inPipe(way, line);
      assert(status === 0 && stdout.includes('"wouldSend":120'), '120', { status, stdout, stderr });
    },
  },
  {
    name: 'npx deeptune works in the folder of the package',
    run: async (world) => {
      const way = { ...world, folder: root };
      const { status, stdout, stderr } = await inPipe(way, 'npx --no-install deeptune types');
      assert(status === 0 && stdout.includes('visual-classifier'), 'types', { status, stderr });
    },
  },
  {
    name: 'shells read the completion and offer what fits',
    run: async (world) => {
      const script = `
        source <(deeptune completion bash)
        try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _deeptune; printf '%s\\n' "\${COMPREPLY[@]}" '--'; }
        try deeptune sched; try deeptune schedules cr; try deeptune types --format j; try deeptune train pictures/sym`;
      const { status, stdout, stderr } = await inPipe(world, script);
      const offered = stdout.split('\n').filter((each) => each !== '');
      const wanted = ['schedules', '--', 'create', '--', 'json', '--', 'pictures/symbols', '--'];
      assert(status === 0 && offered.join() === wanted.join(), wanted.join(), { stdout, stderr });
      for (const shell of ['zsh', 'fish']) {
        const found = await inPipe(
          world,
          `deeptune completion ${shell} > c && { ! command -v ${shell} || ${shell} -n c; }`,
        );
        assert(found.status === 0, `${shell} to read it`, found);
      }
    },
  },
  {
    name: '--local starts a host where none answers, and stops it at the end',
    run: async (world) => {
      const data = mkdtempSync(join(tmpdir(), 'deeptune-local-'));
      const port = '18431';
      const environment = {
        ...world.environment,
        ...{
          DEEPTUNE_FOLDER: data,
          DEEPTUNE_PORT: port,
          DEEPTUNE_GRPC_PORT: '0',
          DEEPTUNE_CALIBRATE: '0',
        },
      };
      const way = { ...world, environment };
      try {
        const { status, stderr } = await inPipe(way, 'deeptune apps --local');
        assert(status === 0 && stderr.includes('starting one'), 'started', { status, stderr });
        const after = await inPipe(way, 'deeptune apps');
        assert(after.status === 1, 'nothing answers any more', after);
      } finally {
        rmSync(data, { recursive: true, force: true, maxRetries: 20 });
      }
    },
  },
];
