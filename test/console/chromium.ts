import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * A real browser, without a window.
 * @throws Error that says how to install one
 */
export function launchChromium(environment: NodeJS.ProcessEnv = process.env): Promise<Browser> {
  const args = [
    ...['--no-first-run', '--disable-gpu', '--disable-quic', '--disable-sync'],
    ...['--disable-background-networking', '--disable-component-update'],
    // Chromium refuses its sandbox to root, which containers and CI run as.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  return chromium.launch({ executablePath: findChromium(environment), args });
}

/**
 * `DEEPTUNE_CHROMIUM`, or the first Chromium or Chrome on PATH. @throws Error where there is none
 */
export function findChromium(environment: NodeJS.ProcessEnv): string {
  const { DEEPTUNE_CHROMIUM: named, PATH = '' } = environment;
  if (named) {
    if (isProgram(named)) return named;
    throw new Error(`DEEPTUNE_CHROMIUM is '${named}', which is not a program`);
  }
  const candidates = PATH.split(delimiter).flatMap((folder) =>
    names.map((name) => join(folder, name)),
  );
  const found = candidates.find(isProgram);
  if (found !== undefined) return found;
  throw new Error(
    `No Chromium on PATH (${names.join(', ')}). Install it: 'apt-get install chromium' (Debian), ` +
      "'snap install chromium' (Ubuntu), 'brew install --cask chromium' (macOS); " +
      'or set DEEPTUNE_CHROMIUM to one',
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
