interface BarChartProps {
  /** What it shows, in one sentence, which stands below and is read out in place of the bars. */
  readonly title: string;
  readonly bars: readonly {
    readonly name: string;
    /** Below the bar; several bars may have none. */
    readonly label: string;
    readonly value: number;
  }[];
  readonly format: (value: number) => string;
}

/** Values beside each other, from nothing to the highest. A table beside it says them exactly. */
export function BarChart({ title, bars, format }: BarChartProps) {
  const highest = Math.max(...bars.map(({ value }) => value), 0);
  return (
    <figure class="bar-chart">
      <div class="day-bars" aria-hidden="true">
        <span class="hint highest">{format(highest)}</span>
        {bars.map(({ name, label, value }) => (
          <div key={name} title={`${name}: ${format(value)}`}>
            <i style={{ height: `${highest === 0 ? 0 : (value / highest) * 100}%` }} />
            <small>{label}</small>
          </div>
        ))}
      </div>
      <figcaption class="hint">{title}</figcaption>
    </figure>
  );
}
