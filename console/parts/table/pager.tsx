interface PagerProps {
  /** From 1. */
  readonly page: number;
  /** False: this is the last one. */
  readonly hasNext: boolean;
  /** The address of a page. */
  readonly hrefOf: (page: number) => string;
  /** `1 to 20 of 10,000`. */
  readonly text?: string;
}

/** Goes through pages that the API gives one at a time; each has an address. */
export function Pager({ page, hasNext, hrefOf, text }: PagerProps) {
  if (page === 1 && !hasNext && text === undefined) return null;
  return (
    <nav class="pager" aria-label="Pages">
      <span class="hint">{text ?? `Page ${page}`}</span>
      {page > 1 && (
        <a class="button" href={hrefOf(page - 1)}>
          Previous
        </a>
      )}
      {hasNext && (
        <a class="button" href={hrefOf(page + 1)}>
          Next
        </a>
      )}
    </nav>
  );
}
