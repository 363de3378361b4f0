import type { Command } from 'commander';
import type { Columns, Reading } from '../../import/layout.ts';

/** Options that say how a table is read, as those of `deeptune import`. */
export function withColumns(command: Command): Command {
  return command
    .optionsGroup('How a table is read (more: deeptune import --help):')
    .option('--encoding <label>', 'of text files: utf-8, windows-1252, …')
    .option('--delimiter <character>', 'between the fields of a CSV; or the word tab')
    .option('--text-column <name>', 'holds the text')
    .option('--image-column <name>', 'holds the path or URL of an image')
    .option('--label-column <name>', 'holds the concepts')
    .option('--completion-column <name>', 'holds what should follow the text')
    .option('--id-column <name>', "holds the input's id");
}

/** What the options say; undefined: nothing, it is found out. */
export function readingOf(options: Readonly<Record<string, unknown>>): Reading | undefined {
  const text = (name: string) => options[name] as string | undefined;
  const columns = {
    ...{ text: text('textColumn'), image: text('imageColumn'), label: text('labelColumn') },
    ...{ completion: text('completionColumn'), id: text('idColumn') },
  };
  const named = Object.entries(columns).filter(([, value]) => value !== undefined);
  const [encoding, delimiter] = [text('encoding'), text('delimiter')];
  if (named.length === 0 && encoding === undefined && delimiter === undefined) return undefined;
  return {
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    hasHeader: true,
    columns: Object.fromEntries(named) as Columns,
  };
}
