import type { Command } from 'commander';
import type { CommandContext } from '../frame/context.ts';
import { globalsOf } from '../frame/global-options.ts';
import { cut } from '../frame/safe-text.ts';

/** One line on stderr that says how far something is. */
export interface StatusLine {
  show(words: string): void;
  /** Takes the line away, before other words come. */
  end(): void;
}

/** Redraws faster than eyes read are left out. */
const minMilliseconds = 100;

/**
 * A line that is drawn over itself on a terminal. Elsewhere it is silent: files and pipes are told
 * what came of it, not how it came about.
 */
export function statusLine(
  { err, now }: Pick<CommandContext, 'err' | 'now'>,
  own: Command,
): StatusLine {
  if (!err.isTerminal || globalsOf(own).quiet)
    return { show: () => undefined, end: () => undefined };
  let last = 0;
  let isShown = false;
  return {
    show: (words) => {
      const at = now().getTime();
      if (at - last < minMilliseconds) return;
      last = at;
      isShown = true;
      err.write(`\r\u001b[2K${cut(words, err.columns - 1)}`);
    },
    end: () => {
      if (isShown) err.write('\r\u001b[2K');
      isShown = false;
      last = 0;
    },
  };
}
