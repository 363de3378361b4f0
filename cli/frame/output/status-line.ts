import { cut, safeText } from './safe-text.ts';
import type { TextStream } from './stream.ts';

/** A line that is drawn over while something goes on; without a terminal, nothing. */
export interface StatusLine {
  /** @param text without colours wider than the terminal are cut */
  readonly update: (text: string) => void;
  /** Takes the line away. */
  readonly clear: () => void;
}

const escape = '\u001b[';

export function statusLine(stream: TextStream, isQuiet: boolean): StatusLine {
  if (!stream.isTerminal || isQuiet) return { update: () => undefined, clear: () => undefined };
  let isDrawn = false;
  return {
    update: (text) => {
      stream.write(`\r${escape}K${cut(safeText(text), stream.columns - 1)}`);
      isDrawn = true;
    },
    clear: () => {
      if (isDrawn) stream.write(`\r${escape}K`);
      isDrawn = false;
    },
  };
}
