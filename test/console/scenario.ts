import type { Page } from 'playwright-core';
import type { Client } from '../../client/client.ts';

/** How a person looks at the console. */
export interface Variant {
  readonly scheme: 'light' | 'dark';
  /** Of the window, in CSS pixels. */
  readonly width: number;
}

/** Light and dark, a laptop and a telephone. */
export const everyVariant: readonly Variant[] = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 390 },
];

/**
 * What a person does in the console, and what must come of it. All scenarios share one host, one
 * after another: whoever changes something makes an app of his own.
 */
export interface Scenario {
  /** `models: a version is compared`: the page, then what is shown. */
  readonly name: string;
  /** Absent: light, 1280 pixels wide. */
  readonly variants?: readonly Variant[];
  /** True: needs the app `huge`, with 100,000 inputs and 10,000 versions, which takes a minute. */
  readonly isHuge?: boolean;
  /** @throws Error where something else comes of it */
  run(stage: Stage): Promise<void>;
}

/** A browser of its own, the host, and what is asked of both. */
export interface Stage {
  readonly page: Page;
  readonly variant: Variant;
  /** Where the host listens: `http://127.0.0.1:40321`. */
  readonly url: string;
  /** The key of the folder: it may do everything. */
  readonly key: string;
  /** The service itself, in the app `tour` unless a call names another. */
  readonly client: Client;
  /**
   * Signs in as a person does, by typing a key (absent: `key`), and waits for the page of the
   * address.
   */
  signIn(path?: string, key?: string): Promise<void>;
  /** Opens an address of the console, signed in, and waits for its heading. */
  open(path: string): Promise<void>;
  /** @throws Error that lists axe-core's serious and critical findings on what is shown */
  axe(): Promise<void>;
  /** Writes what is shown as `<name>-<scheme>-<width>.png` below `--pictures`. */
  screenshot(name: string): Promise<void>;
  /**
   * A message of the browser's console that this scenario provokes, such as that of a refused
   * request (`/status of 404/`); every other error fails.
   */
  expectConsole(pattern: RegExp): void;
}
