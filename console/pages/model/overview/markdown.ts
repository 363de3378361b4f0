/** A part of a text in Markdown, as far as model cards use it. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

/** A run of text: as it is, or as code. */
export interface Run {
  readonly text: string;
  readonly isCode: boolean;
}

/**
 * Headings, tables and paragraphs of a model card. Everything else is a paragraph: nothing of the
 * text is lost, and nothing of it is markup. The front matter, which is for machines, is left out.
 */
export function blocksOf(markdown: string): Block[] {
  const text = markdown.replaceAll('\r\n', '\n').replace(/^---\n[\s\S]*?\n---\n/, '');
  return text
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(blockOf);
}

function blockOf(part: string): Block {
  const [, marks, heading] = /^(#{1,6}) ([^\n]+)$/.exec(part) ?? [];
  if (marks !== undefined) return { kind: 'heading', level: marks.length, text: heading! };
  const lines = part.split('\n');
  if (lines.length > 1 && lines.every((line) => line.startsWith('|')))
    return { kind: 'table', rows: lines.filter((line) => !isRule(line)).map(cellsOf) };
  return { kind: 'paragraph', text: lines.join(' ') };
}

/** `|---|:-:|` */
function isRule(line: string): boolean {
  return /^[|\s:-]+$/.test(line) && line.includes('-');
}

function cellsOf(line: string): string[] {
  const inner = line.replace(/^\|/, '').replace(/(?<!\\)\|\s*$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** A text with its code in back quotes told apart. */
export function runsOf(text: string): Run[] {
  return text
    .split(/(`[^`]+`)/)
    .filter((run) => run !== '')
    .map((run) =>
      run.length > 2 && run.startsWith('`') && run.endsWith('`')
        ? { text: run.slice(1, -1), isCode: true }
        : { text: run, isCode: false },
    );
}
