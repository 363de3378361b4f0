import { widthOf } from './safe-text.ts';
import type { TextStream } from './stream.ts';

/**
 * A line for people as a terminal shows it: broken between words, with what follows further in;
 * the label before a colon and the dash of a list stand out. Without a terminal: as it is.
 */
export function toldLine(line: string, { isTerminal, columns, style }: TextStream): string {
  if (!isTerminal) return line;
  const [first = '', ...more] = broken(line, columns - 1);
  const rest = line.startsWith('  ') ? more.map(style.dim) : more;
  return [styled(first, style), ...rest].join('\n');
}

const maxLabel = 20;

function styled(line: string, { cyan, yellow, dim }: TextStream['style']): string {
  if (line.startsWith('- ')) return yellow('-') + line.slice(1);
  if (line.startsWith('  ')) return dim(line);
  const label = /^[a-z][\w ]*(?=: )/i.exec(line)?.[0] ?? '';
  return label !== '' && label.length <= maxLabel ? cyan(label) + line.slice(label.length) : line;
}

/** A line broken between words, so that none is wider; what follows stands further in. */
export function broken(line: string, columns: number): string[] {
  if (widthOf(line) <= columns) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const further = `${indent}  `;
  const lines: string[] = [];
  let current = indent;
  for (const word of line.slice(indent.length).split(' ')) {
    const isFirst = current.trim() === '';
    const longer = isFirst ? current + word : `${current} ${word}`;
    if (!isFirst && widthOf(longer) > columns) {
      lines.push(current);
      current = further + word;
    } else current = longer;
  }
  return [...lines, current];
}
