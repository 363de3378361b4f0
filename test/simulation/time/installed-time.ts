import type { Cancel, VirtualClock } from './virtual-clock.ts';

const names = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] as const;
const realImmediate = setImmediate;
const real = Object.fromEntries(names.map((name) => [name, globalThis[name]]));
const RealDate = Date;
const realPerformanceNow = performance.now.bind(performance);

/** Real milliseconds, whatever time the world has. */
export const wallMilliseconds = realPerformanceNow;

/**
 * Until `restore`, this process has the clock's time: `Date`, `setTimeout`, `setInterval` and
 * `performance.now`. The SDK's pauses between its tries, and whatever asks for the time without a
 * port, wait for the world too. `setImmediate` and `process.nextTick` stay real: they are how a
 * step comes to its end.
 */
export function installTime(clock: VirtualClock): { restore(): void } {
  const timers = new Map<object, Cancel>();
  const set = (cancel: Cancel): object => {
    const timer = { ref: () => timer, unref: () => timer, hasRef: () => true };
    timers.set(timer, cancel);
    return timer;
  };
  const clear = (timer: object | undefined): void => {
    if (!timer) return;
    timers.get(timer)?.();
    timers.delete(timer);
  };
  const started = clock.now();
  Object.assign(globalThis, {
    Date: dateOf(clock),
    setTimeout: (run: (...given: unknown[]) => void, milliseconds = 0, ...given: unknown[]) => {
      const timer = set(
        clock.after(milliseconds, () => {
          timers.delete(timer);
          run(...given);
        }),
      );
      return timer;
    },
    setInterval: (run: () => void, milliseconds = 0) => set(clock.every(milliseconds, run)),
    clearTimeout: clear,
    clearInterval: clear,
  });
  performance.now = () => clock.now() - started;
  return { restore };
}

function restore(): void {
  Object.assign(globalThis, real);
  performance.now = realPerformanceNow;
}

function dateOf(clock: VirtualClock): DateConstructor {
  class VirtualDate extends RealDate {
    constructor(...given: readonly unknown[]) {
      if (given.length === 0) super(clock.now());
      else super(...(given as [number]));
    }

    static override now(): number {
      return clock.now();
    }
  }
  return VirtualDate as DateConstructor;
}

/** Once everything that can happen without time passing has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => realImmediate(resolve));
}
