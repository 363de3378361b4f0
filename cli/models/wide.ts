import type { TextStream } from '../frame/output/stream.ts';

/** From so many columns on a table has room for what is needed less often. */
const wide = 110;

/** True: a wide terminal, or no terminal at all, where nothing is cut. */
export function isWide({ isTerminal, columns }: TextStream): boolean {
  return !isTerminal || columns >= wide;
}
