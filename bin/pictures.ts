import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand, runCommand } from '../cli/command-line.ts';
import { drawPicture, pictureNames } from '../docs/pictures/draw.ts';

/** `npm run docs:pictures`: draws docs/pictures/*.svg from the texts beside them. */
const folder = join(import.meta.dirname, '..', 'docs', 'pictures');

async function run(): Promise<void> {
  for (const name of pictureNames) {
    const source = readFileSync(join(folder, `${name}.dot`), 'utf8');
    writeFileSync(join(folder, `${name}.svg`), await drawPicture(source));
  }
}

await runCommand(npmCommand('docs:pictures', 'draws docs/pictures/*.svg').action(run));
