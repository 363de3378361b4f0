import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { PredictOptions } from './predict-options.ts';
import type { CommandContext } from '../frame/context.ts';
import { CommandFailure, exitStatus, usageFailure } from '../frame/failure.ts';
import { globalsOf } from '../frame/global-options.ts';
import { safeLines, safeText } from '../frame/output/safe-text.ts';
import { counted } from '../frame/output/words.ts';
import { answerWriter } from './answer-writer.ts';
import type { AnswerColumns, AnswerFormat, AnswerWriter } from './answer-writer.ts';
import type { Drawings, DrawingCounts } from './drawings.ts';
import type { AnsweredSource } from './predict-now.ts';
import type { InputField } from './sources.ts';

interface SinkOptions {
  readonly options: PredictOptions;
  /** All that may be drawn. */
  readonly concepts: readonly string[];
  readonly columns: AnswerColumns;
}

const maxNamed = 5;

/** Where answers go: stdout or a file, and a folder of drawn pictures; what failed is counted. */
export class AnswerSink {
  readonly #context: CommandContext;
  readonly #own: Command;
  readonly #writer: AnswerWriter;
  readonly #drawAbove: number;
  readonly #drawings: Drawings | undefined;
  readonly #file: { readonly path: string; readonly stream: WriteStream } | undefined;
  readonly #isShown: boolean;
  #answered = 0;
  #failed = 0;

  private constructor(
    context: CommandContext,
    own: Command,
    parts: {
      readonly writer: AnswerWriter;
      readonly drawings: Drawings | undefined;
      readonly path: string | undefined;
      readonly isTable: boolean;
      readonly drawAbove: number;
    },
  ) {
    this.#context = context;
    this.#own = own;
    this.#writer = parts.writer;
    this.#drawings = parts.drawings;
    this.#drawAbove = parts.drawAbove;
    this.#file = parts.path === undefined ? undefined : openFile(parts.path);
    this.#isShown = parts.isTable && this.#file === undefined;
    for (const line of this.#writer.head) this.#write(line);
  }

  /** @throws CommandFailure: a file of another ending (2), one that is there (1) */
  static async open(
    context: CommandContext,
    own: Command,
    { options, concepts, columns }: SinkOptions,
  ): Promise<AnswerSink> {
    const format = formatOf(context, own, options);
    const writer = answerWriter(format, columns);
    const path = options.out === undefined ? undefined : resolve(context.folder, options.out);
    if (path !== undefined && existsSync(path)) {
      if (statSync(path).isDirectory())
        throw usageFailure(`--out is '${options.out}', a folder: name a .jsonl or .csv file`);
      await context.confirm(own, `${path} is there already. Replace it?`);
    }
    const { draw, drawAbove } = options;
    const drawings =
      draw === undefined
        ? undefined
        : await drawingsIn(context, own, {
            folder: resolve(context.folder, draw),
            concepts,
            drawAbove,
          });
    const isTable = format === 'table';
    return new AnswerSink(context, own, { writer, drawings, path, isTable, drawAbove });
  }

  async add({ row, drawnAs, bytes }: AnsweredSource): Promise<void> {
    for (const line of this.#writer.lines(row)) this.#write(line);
    if ('error' in row) {
      this.#failed += 1;
      this.#sayFailed(row.source, row.error.message);
      return;
    }
    this.#answered += 1;
    if (!this.#drawings) return;
    const read = typeof bytes === 'function' ? await bytes() : bytes;
    await this.#drawings.add(row, { drawnAs, bytes: read });
  }

  /** Names what a folder holds besides inputs. */
  sayLeftOut(names: readonly string[], field: InputField): void {
    if (names.length === 0) return;
    const what = field === 'image' ? 'no picture by its name' : 'no text by its name';
    const shown = names.slice(0, 3).map(safeText).join(', ');
    const more = names.length > 3 ? ', …' : '';
    this.#say(`${counted(names.length, 'file')} left out, ${what}: ${shown}${more}`);
  }

  /**
   * Puts the file in its place, says the counts.
   * @throws CommandFailure (1) where something was not answered or not drawn, or nothing was asked
   */
  async finish(): Promise<void> {
    if (this.#file) await this.#place(this.#file);
    const drawn = this.#drawings?.counts();
    this.#say(`${counted(this.#answered, 'input')} answered${this.#drawnWords(drawn)}`);
    if (drawn) this.#sayDrawn(drawn);
    const total = this.#answered + this.#failed;
    if (total === 0)
      throw new CommandFailure('There was nothing to answer: no input was found', {
        exitStatus: exitStatus.refused,
        code: 'no-inputs',
      });
    if (this.#failed > maxNamed && !this.#isShown)
      this.#say(`and ${this.#failed - maxNamed} more, each with its reason among the answers`);
    if (this.#failed > 0)
      throw new CommandFailure(
        `${this.#failed} of ${counted(total, 'input')} could not be answered`,
        {
          exitStatus: exitStatus.refused,
          code: 'inputs-not-answered',
        },
      );
    if (drawn && drawn.problems.length > 0)
      throw new CommandFailure(`${counted(drawn.problems.length, 'picture')} could not be drawn`, {
        exitStatus: exitStatus.refused,
        code: 'pictures-not-drawn',
      });
  }

  /** What was begun and not finished is taken away. */
  close(): void {
    if (!this.#file || !existsSync(`${this.#file.path}.part`)) return;
    this.#file.stream.destroy();
    rmSync(`${this.#file.path}.part`, { force: true });
  }

  async #place({ path, stream }: { path: string; stream: WriteStream }): Promise<void> {
    await new Promise<void>((done, reject) => {
      stream.once('error', reject);
      stream.end(done);
    });
    renameSync(`${path}.part`, path);
    this.#say(`answers in ${safeText(path)}`);
  }

  #write(line: string): void {
    if (this.#file) this.#file.stream.write(`${line}\n`);
    else this.#context.out.write(`${this.#context.out.isTerminal ? safeLines(line) : line}\n`);
  }

  #say(line: string): void {
    this.#context.say(this.#own, line);
  }

  /** Said also with `--quiet`: it decides the exit status. */
  #sayFailed(source: string, message: string): void {
    // On stdout for people it stands already.
    if (this.#failed > maxNamed || this.#isShown) return;
    const { style } = this.#context.err;
    this.#context.err.write(
      `${style.red('not answered:')} ${safeText(source)}: ${safeText(message)}\n`,
    );
  }

  #drawnWords(drawn: DrawingCounts | undefined): string {
    if (!drawn) return '';
    return `, ${counted(drawn.pictures, 'picture')} drawn`;
  }

  #sayDrawn({ regionsLeft, enlarged, nothingToDraw, problems }: DrawingCounts): void {
    if (regionsLeft > 0)
      this.#say(
        `${counted(regionsLeft, 'region')} not drawn, less sure than ${this.#drawAbove} (--draw-above)`,
      );
    if (enlarged > 0) this.#say(`${counted(enlarged, 'small picture')} drawn enlarged`);
    if (nothingToDraw > 0)
      this.#say(`${counted(nothingToDraw, 'answer')} with nothing to draw (numbers or texts)`);
    for (const { source, reason } of problems.slice(0, maxNamed))
      this.#context.err.write(`not drawn: ${safeText(source)}: ${safeText(reason)}\n`);
  }
}

/** By its own flag, then by the file's ending, then by `--format`. */
function formatOf(context: CommandContext, own: Command, options: PredictOptions): AnswerFormat {
  const { as, out } = options;
  const ending = out === undefined ? '' : extname(out).toLowerCase();
  if (out !== undefined && as === undefined && !['.jsonl', '.ndjson', '.csv'].includes(ending))
    throw usageFailure(
      `--out is '${out}': its ending must be .jsonl or .csv, or --as says what is written`,
      `deeptune predict … --out ${out} --as jsonl`,
    );
  if (as !== undefined) return as;
  if (out !== undefined) return ending === '.csv' ? 'csv' : 'jsonl';
  const { format } = context.output(own);
  return format === 'json' ? 'jsonl' : format;
}

async function drawingsIn(
  context: CommandContext,
  own: Command,
  at: { readonly folder: string; readonly concepts: readonly string[]; readonly drawAbove: number },
): Promise<Drawings> {
  // Pictures are decoded by a native module, which other commands do without.
  const { Drawings: Drawn } = await import('./drawings.ts');
  if (!(await Drawn.hasFont()))
    context.say(
      own,
      'This machine has no font: what is drawn has no names. Install one, such as fonts-dejavu-core',
    );
  if (!globalsOf(own).quiet) context.say(own, `drawing into ${safeText(at.folder)}`);
  return new Drawn(at.folder, at.concepts, at.drawAbove);
}

function openFile(path: string) {
  mkdirSync(dirname(path), { recursive: true });
  return { path, stream: createWriteStream(`${path}.part`) };
}
