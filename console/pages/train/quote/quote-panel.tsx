import { useLocation } from 'preact-iso';
import { addresses } from '../../../addresses.ts';
import type { Quote } from '../../../../core/api/wire/messages.ts';
import { useAppId } from '../../../api/use-call.ts';
import { AsIf } from '../../../parts/figures/as-if.tsx';
import { Flash } from '../../../parts/flash.tsx';
import { dollars, dollarsUp, duration } from '../../../parts/figures/in-words.ts';
import { KeyValues } from '../../../parts/key-values.tsx';
import { Problem, Spinner } from '../../../parts/states.tsx';
import { Comparison } from './comparison.tsx';
import { Countdown, useIsOver } from './countdown.tsx';
import type { Quotes } from './use-quotes.ts';
import type { Variant } from './variants.ts';

/** A price that binds: asked for, shown as long as it holds, and said where it does not. */
export function QuotePanel({ quotes }: { quotes: Quotes }) {
  const { now, kept, quoted, error } = quotes;
  const isOver = useIsOver(quoted?.quote?.expiresAt);
  const others = kept.filter(({ quote, key }) => quote && key !== now.key);
  return (
    <section class="stack" aria-label="Quote">
      <h3>Quote</h3>
      {quoted?.quote && !isOver && <Standing quote={quoted.quote} />}
      {isOver && (
        <Flash tone="warn">
          This quote has expired and holds no more. Ask for another one, or start without: then one
          is made as it starts.
        </Flash>
      )}
      {!quoted && others.length > 0 && <Changed others={others} />}
      {!quoted && others.length === 0 && (
        <p class="hint">
          An estimate may change. A quote binds for a day: the training is never billed above its
          maximum, however long it takes. Without one, one is made as it starts. Asking costs
          nothing; a new model is made for it.
        </p>
      )}
      {error && <Problem error={error} title="No quote" />}
      {kept.length > 1 && <Comparison quotes={quotes} />}
    </section>
  );
}

interface QuoteActionsProps {
  readonly quotes: Quotes;
  /** False: what is chosen cannot be trained yet. */
  readonly isReady: boolean;
}

/** Asks for a quote of what is chosen, or keeps it to be compared. */
export function QuoteActions({ quotes, isReady }: QuoteActionsProps) {
  const { now, kept, quoted, ask, keep, isAsking } = quotes;
  const isOver = useIsOver(quoted?.quote?.expiresAt);
  return (
    <p class="row">
      {(!quoted || isOver) && (
        <button type="button" disabled={!isReady || isAsking} onClick={() => ask([now])}>
          {isAsking && <Spinner />} Get a quote
        </button>
      )}
      {!kept.some(({ key }) => key === now.key) && (
        <button type="button" disabled={!isReady} onClick={keep}>
          Keep to compare
        </button>
      )}
    </p>
  );
}

function Standing({ quote }: { quote: Quote }) {
  const { priceMicros, maxPriceMicros, chargedP50Seconds, group, expiresAt, asIfOn } = quote;
  const items = [
    {
      name: 'Price',
      value: <span class="large">{dollars(priceMicros)}</span>,
      hint: `${duration(chargedP50Seconds)} charged, at ${dollars(quote.microsPerHour)} per hour`,
    },
    {
      name: 'Never billed above',
      value: <span class="large">{dollarsUp(maxPriceMicros)}</span>,
      hint: group
        ? `and never above ${dollarsUp(group.maxPriceMicros)} with the others that were quoted with it`
        : 'however long it takes',
    },
    { name: 'Holds for', value: <Countdown until={expiresAt} /> },
    { name: 'Quote', value: <code>{quote.id}</code> },
  ];
  return (
    <>
      <KeyValues items={items} />
      <AsIf on={asIfOn} />
      {quote.explanation.length > 0 && (
        <details>
          <summary>How the quote was reckoned</summary>
          <ul>
            {quote.explanation.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** The choices are others than those that were quoted: the quote does not hold for them. */
function Changed({ others }: { others: readonly Variant[] }) {
  const app = useAppId();
  const { route } = useLocation();
  const last = others.at(-1)!;
  return (
    <Flash tone="warn">
      <p>
        <b>Void for these settings.</b> The quote of {dollars(last.quote!.priceMicros)}, at most{' '}
        {dollarsUp(last.quote!.maxPriceMicros)}, is of other settings: {last.name}.
      </p>
      <button type="button" class="link" onClick={() => route(addresses.train(app, last.query))}>
        Back to the quoted settings
      </button>
    </Flash>
  );
}
