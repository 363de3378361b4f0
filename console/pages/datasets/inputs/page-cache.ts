import type { Input } from '../../../../core/api/wire/messages.ts';

/** Inputs of a page: one request. */
export const pageSize = 100;
/** Pages that are kept; 2,000 inputs are far more than one sees at once. */
const maxPages = 20;

type Page = { readonly inputs: readonly Input[] } | { readonly error: Error } | 'on its way';

/**
 * Reads one page.
 * @param page from 1
 * @param signal aborted where nobody wants it any more
 */
export type ReadPage = (page: number, signal: AbortSignal) => Promise<readonly Input[]>;

/**
 * The pages of a long list that are in sight or were lately: fetched as they come into sight, given
 * up where they were scrolled past before they came, and bounded in number.
 */
export class PageCache {
  readonly #read: ReadPage;
  readonly #onChange: () => void;
  /** Latest used last. */
  readonly #pages = new Map<number, Page>();
  readonly #underWay = new Map<number, AbortController>();

  constructor(read: ReadPage, onChange: () => void) {
    this.#read = read;
    this.#onChange = onChange;
  }

  /** How many pages are held. */
  get size(): number {
    return this.#pages.size;
  }

  /** The item at a place of the whole list; undefined: not here. */
  at(index: number): Input | undefined {
    const page = this.#pages.get(pageOf(index));
    return typeof page === 'object' && 'inputs' in page ? page.inputs[index % pageSize] : undefined;
  }

  /** Why the page of this item could not be read. */
  errorAt(index: number): Error | undefined {
    const page = this.#pages.get(pageOf(index));
    return typeof page === 'object' && 'error' in page ? page.error : undefined;
  }

  /** Fetches what is missing of these items, and gives up what is on its way elsewhere. */
  want(first: number, last: number): void {
    const [from, to] = [pageOf(first), pageOf(last)];
    for (const [page, controller] of this.#underWay)
      if (page < from || page > to) this.#giveUp(page, controller);
    for (let page = from; page <= to; page += 1) this.#use(page);
    this.#forgetOldest(from, to);
  }

  /** Forgets what failed, so that it is fetched again when it is wanted. */
  retry(): void {
    for (const [page, found] of this.#pages)
      if (typeof found === 'object' && 'error' in found) this.#pages.delete(page);
    this.#onChange();
  }

  /** Shows inputs as a change has answered them. */
  replace(changed: readonly Input[]): void {
    const byId = new Map(changed.map((input) => [input.id, input]));
    for (const [page, found] of this.#pages)
      if (typeof found === 'object' && 'inputs' in found)
        this.#pages.set(page, { inputs: found.inputs.map((one) => byId.get(one.id) ?? one) });
    this.#onChange();
  }

  /** Gives up everything. */
  close(): void {
    for (const [page, controller] of this.#underWay) this.#giveUp(page, controller);
    this.#pages.clear();
  }

  #use(page: number): void {
    const found = this.#pages.get(page);
    this.#pages.delete(page);
    this.#pages.set(page, found ?? 'on its way');
    if (found === undefined) void this.#fetch(page);
  }

  async #fetch(page: number): Promise<void> {
    const controller = new AbortController();
    this.#underWay.set(page, controller);
    const found = await this.#read(page, controller.signal).then(
      (inputs): Page => ({ inputs }),
      (error: Error): Page => ({ error }),
    );
    if (controller.signal.aborted) return;
    this.#underWay.delete(page);
    this.#pages.set(page, found);
    this.#onChange();
  }

  #giveUp(page: number, controller: AbortController): void {
    controller.abort();
    this.#underWay.delete(page);
    this.#pages.delete(page);
  }

  #forgetOldest(from: number, to: number): void {
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= maxPages) return;
      if ((page < from || page > to) && !this.#underWay.has(page)) this.#pages.delete(page);
    }
  }
}

function pageOf(index: number): number {
  return Math.floor(index / pageSize) + 1;
}
