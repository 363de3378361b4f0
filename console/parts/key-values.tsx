import type { ComponentChildren } from 'preact';

export interface KeyValue {
  readonly name: string;
  /** Undefined, null and empty text are shown as a dash. */
  readonly value: ComponentChildren;
  /** Below the value, small. */
  readonly hint?: ComponentChildren;
}

/** Names with their values, in as many columns as there is room for. */
export function KeyValues({ items }: { items: readonly KeyValue[] }) {
  return (
    <dl class="key-values">
      {items.map(({ name, value, hint }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value === undefined || value === null || value === '' ? '–' : value}
            {hint && <div class="hint">{hint}</div>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
