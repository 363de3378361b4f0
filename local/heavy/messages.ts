import type { LocalSettings } from '../settings.ts';
import type { Settings } from '../../core/ports/host.ts';
import type { ErrorMessage } from './thread-errors.ts';

/** What the thread for heavy requests is started with. */
export interface HeavyThreadData {
  readonly local: LocalSettings;
  /** The settings on the device that was found. */
  readonly settings: Settings;
  readonly baseUrl: string;
  readonly databasePath: string;
  readonly signingKey: string;
}

/** A piece of a body, with memory of its own. */
export type Chunk = Uint8Array<ArrayBuffer>;

/** A request as it goes to the thread, with its whole body. */
export interface HeavyRequest {
  readonly id: number;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly [string, string][];
  readonly body?: readonly Chunk[] | undefined;
}

/** Its answer. */
export interface HeavyAnswer {
  readonly id: number;
  readonly status: number;
  readonly headers: readonly [string, string][];
  readonly body: Chunk;
}

/** The ports that run something: they live in the main thread, and are asked there. */
export const remotePorts = ['jobs', 'workflow', 'schedules', 'events', 'predictor'] as const;
export type RemotePort = (typeof remotePorts)[number];

/** A call of a port in the main thread. Writes of the table too: they are made safe together. */
export interface PortCall {
  readonly call: number;
  readonly port: RemotePort | 'table';
  readonly method: string;
  readonly args: readonly unknown[];
}

export type PortResult = { readonly call: number } & (
  { readonly result: unknown } | { readonly error: ErrorMessage }
);

/** What the thread says. */
export type FromThread = HeavyAnswer | PortCall | { readonly log: string };
/** What it is told; `close`: answer what is under way, and end. */
export type ToThread = HeavyRequest | PortResult | 'close';
