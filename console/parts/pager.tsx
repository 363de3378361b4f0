interface PagerProps {
  /** What is paged, for screen readers: `models`. */
  readonly what: string;
  /** From 1. */
  readonly page: number;
  readonly hasNext: boolean;
  /** Where a page is: its number stands in the address. */
  readonly hrefOf: (page: number) => string;
}

/** To the pages before and after; nothing where there is one page only. */
export function Pager({ what, page, hasNext, hrefOf }: PagerProps) {
  if (page === 1 && !hasNext) return null;
  return (
    <nav class="pager" aria-label={`Pages of ${what}`}>
      {page > 1 ? <a href={hrefOf(page - 1)}>Previous</a> : <span class="hint">Previous</span>}
      <span>Page {page}</span>
      {hasNext ? <a href={hrefOf(page + 1)}>Next</a> : <span class="hint">Next</span>}
    </nav>
  );
}
