import { useLocation } from 'preact-iso';
import { addresses } from '../../../addresses.ts';
import { useAppId } from '../../../api/use-call.ts';
import { dollars, dollarsUp, duration } from '../../../parts/figures/in-words.ts';
import { Spinner } from '../../../parts/states.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import type { Column } from '../../../parts/table/data-table.tsx';
import type { Quotes } from './use-quotes.ts';
import type { Variant } from './variants.ts';

/** Several settings side by side, with quotes that share one maximum. */
export function Comparison({ quotes }: { quotes: Quotes }) {
  const { kept, now, drop, ask, isAsking } = quotes;
  const app = useAppId();
  const { route } = useLocation();
  const group = kept[0]?.quote?.group;
  const isShared = group !== undefined && kept.every(({ quote }) => quote?.group?.id === group.id);
  const settings: Column<Variant> = {
    name: 'Settings',
    cell: ({ key, query, name }) => (
      <>
        {name}
        <div>
          {key === now.key ? (
            <b>chosen</b>
          ) : (
            <button type="button" class="link" onClick={() => route(addresses.train(app, query))}>
              Choose<span class="hidden"> {name}</span>
            </button>
          )}{' '}
          <button type="button" class="link" onClick={() => drop(key)}>
            Drop<span class="hidden"> {name}</span>
          </button>
        </div>
      </>
    ),
  };
  return (
    <div class="stack">
      <div class="compared">
        <DataTable
          label="Settings to compare"
          rows={kept}
          keyOf={({ key }) => key}
          columns={[settings, price]}
        />
      </div>
      {isShared ? (
        <p>
          All {kept.length} together are never billed above <b>{dollarsUp(group.maxPriceMicros)}</b>
          , less than their maxima add up to: not all of them will take that long.
        </p>
      ) : (
        <button type="button" disabled={isAsking} onClick={() => ask(kept)}>
          {isAsking && <Spinner />} Get quotes for all {kept.length} under one maximum
        </button>
      )}
    </div>
  );
}

const price: Column<Variant> = {
  name: 'Price',
  cell: ({ quote }) =>
    quote ? (
      <>
        {dollars(quote.priceMicros)}
        <div class="hint">at most {dollarsUp(quote.maxPriceMicros)}</div>
        <div class="hint">{duration(quote.p50Seconds)}</div>
      </>
    ) : (
      '–'
    ),
};
