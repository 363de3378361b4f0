import { Field } from '../../../parts/form/field.tsx';
import { SearchSelect } from '../../../parts/list/search-select.tsx';

interface WhenFieldsProps {
  readonly expression: string;
  readonly timezone: string;
  readonly onExpression: (expression: string, isReplaced?: boolean) => void;
  readonly onTimezone: (timezone: string) => void;
}

const usual = [
  { expression: 'rate(1 hour)', text: 'every hour' },
  { expression: 'cron(0 3 * * ? *)', text: 'every day at 03:00' },
  { expression: 'cron(0 3 ? * MON-FRI *)', text: 'on weekdays at 03:00' },
  { expression: 'cron(0 3 ? * SUN *)', text: 'every Sunday at 03:00' },
  { expression: 'cron(0 3 1 * ? *)', text: 'on the first of every month at 03:00' },
];

/** How often: one of the usual ways, or an expression of one's own. */
export function WhenFields({ expression, timezone, onExpression, onTimezone }: WhenFieldsProps) {
  const known = usual.some((each) => each.expression === expression);
  return (
    <div class="columns">
      <Field label="How often">
        <select
          value={known ? expression : ''}
          onChange={({ currentTarget }) => {
            if (currentTarget.value !== '') onExpression(currentTarget.value);
          }}
        >
          {usual.map((each) => (
            <option key={each.expression} value={each.expression}>
              {each.text}
            </option>
          ))}
          <option value="">as written in the expression</option>
        </select>
      </Field>
      <Field
        label="Expression"
        hint="rate(6 hours), or cron(minutes hours day-of-month month day-of-week year), as in EventBridge Scheduler; one of both days is ?"
      >
        <input
          class="mono"
          required
          spellcheck={false}
          autocomplete="off"
          value={expression}
          onInput={({ currentTarget }) => onExpression(currentTarget.value, true)}
        />
      </Field>
      <SearchSelect
        label="Time zone"
        value={timezone}
        options={zonesWith(timezone).map((id) => ({ id, text: id }))}
        onChange={onTimezone}
      />
    </div>
  );
}

function zonesWith(timezone: string): string[] {
  return [...new Set(['UTC', timezone, ...Intl.supportedValuesOf('timeZone')])];
}
