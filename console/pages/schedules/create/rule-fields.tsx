import { Field } from '../../../parts/form/field.tsx';

/** Rules of a schedule beside new inputs, as they are typed; empty: not asked. */
export interface TypedRules {
  readonly drift: string;
  readonly worth: string;
  readonly price: string;
  readonly doneBy: string;
}

export const noRules: TypedRules = { drift: '', worth: '', price: '', doneBy: '' };

/** The rules that were typed, as the API names them: dollars become micro-dollars. */
export function rulesOf({ drift, worth, price, doneBy }: TypedRules): {
  readonly drift_threshold?: number;
  readonly worth_per_point_micros?: number;
  readonly max_price_micros?: number;
  readonly done_by?: string;
} {
  const micros = (dollars: string) => Math.round(Number(dollars) * 1_000_000);
  return {
    ...(drift === '' ? {} : { drift_threshold: Number(drift) }),
    ...(worth === '' ? {} : { worth_per_point_micros: micros(worth) }),
    ...(price === '' ? {} : { max_price_micros: micros(price) }),
    ...(doneBy === '' ? {} : { done_by: doneBy }),
  };
}

interface RuleFieldsProps {
  readonly rules: TypedRules;
  readonly onChange: (rules: TypedRules) => void;
}

/** When a retraining is worth it: closed at first, since none of it has to be said. */
export function RuleFields({ rules, onChange }: RuleFieldsProps) {
  const typed = (name: keyof TypedRules) => ({
    value: rules[name],
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
      onChange({ ...rules, [name]: currentTarget.value }),
  });
  const dollars = { type: 'number', min: 0, step: 'any' } as const;
  return (
    <details>
      <summary>Drift, worth, price and time</summary>
      <div class="columns">
        <Field
          label="Or where the data shift so far"
          hint="Population stability index of the predictions; 0.25 is a clear shift. Empty: not looked at."
        >
          <input {...dollars} {...typed('drift')} />
        </Field>
        <Field
          label="What a point is worth to you, $"
          hint="Of 100 points of its metric. What it should gain, by earlier versions, must be worth its price."
        >
          <input {...dollars} {...typed('worth')} />
        </Field>
        <Field label="At most, $" hint="Each time: what might cost more is skipped.">
          <input {...dollars} {...typed('price')} />
        </Field>
        <Field
          label="Done by"
          hint="In the time zone above, as cheap as that allows: on spot capacity or on demand."
        >
          <input type="time" {...typed('doneBy')} />
        </Field>
      </div>
    </details>
  );
}
