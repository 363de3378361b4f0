import type { Entry, Problem } from './entry.ts';
import type { SourceFiles } from './source-files.ts';

/** What the caller says of a source; absent: it is found out. */
export interface Reading {
  /** Label of the WHATWG Encoding Standard, for text files. */
  readonly encoding?: string;
  /** Of CSV: one character. */
  readonly delimiter?: string;
  /** False: the first row of a CSV is no header; columns are called 1, 2, …. */
  readonly hasHeader?: boolean;
  readonly columns?: Columns;
}

/** Which column (or field of JSON) holds what, by its name there; `none`: no column does. */
export interface Columns {
  readonly id?: string;
  readonly text?: string;
  readonly image?: string;
  readonly label?: string;
  /** Of text-to-text: what should follow the text. */
  readonly completion?: string;
  /** Between several labels of one cell; absent: `|`. */
  readonly separator?: string;
}

/** A way in which people lay out their data. */
export interface Layout {
  /** For a person: `COCO`, `CSV`, `folder of images`. */
  readonly name: string;
  /**
   * Looks at names and the beginnings of files, no more than it needs.
   * @param file the one that was named among the files; absent: the whole folder was
   * @returns undefined where the source is laid out otherwise
   * @throws Error where it is this layout, but broken: one sentence for a person
   */
  recognise(files: SourceFiles, file?: string, reading?: Reading): Promise<Recognised | undefined>;
}

/** A source whose layout is known. */
export interface Recognised {
  /** The layout's name. */
  readonly layout: string;
  /** For a person, what was found: `CSV, UTF-16 LE, delimiter ";"`. */
  readonly description: string;
  /** More lines for a person: each column and how it is used. */
  readonly details?: readonly string[];
  /** What entries name files of, where it is not the source itself: the inside of an archive. */
  readonly files?: SourceFiles;
  /** From the beginning, always in the same order, as they are needed. */
  read(): AsyncIterable<Entry | Problem>;
}
