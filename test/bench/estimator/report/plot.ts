import type { Outcome } from '../evaluation/figures.ts';

/** Points that are drawn alike. */
export interface Series {
  readonly title: string;
  readonly outcomes: readonly Outcome[];
}

const size = { width: 760, height: 620, left: 70, right: 20, top: 56, bottom: 60 } as const;
const colours = ['#b45309', '#1d4ed8'] as const;
/** Seconds that may stand at an axis. */
const ticks = [2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300] as const;

/**
 * Forecast against actual time, both logarithmic, with the 80 % intervals: what lies on the
 * diagonal was right, between the dotted lines off by less than a fifth. The same outcomes give
 * the same bytes.
 */
export function drawPlot(title: string, series: readonly Series[]): string {
  const scale = scaleOf(series.flatMap(({ outcomes }) => outcomes));
  const body = [
    ...axes(scale),
    ...[-1, 0, 1].map((side) => diagonal(scale, side)),
    ...series.flatMap((each, index) => points(each, index, scale)),
    ...series.map((each, index) => legend(each, index)),
  ];
  const { width, height } = size;
  const text = `font-family="Helvetica,Arial,Liberation Sans,sans-serif" font-size="13" fill="#1f2937"`;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" ${text}>`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...body,
    '</svg>',
  ].join('\n')}\n`;
}

interface Scale {
  readonly low: number;
  readonly high: number;
  /** Pixels of an actual, and of a forecast time. */
  readonly x: (seconds: number) => number;
  readonly y: (seconds: number) => number;
}

function scaleOf(outcomes: readonly Outcome[]): Scale {
  const all = outcomes.flatMap(({ prediction, actual }) => [prediction.seconds, actual]);
  const low = Math.min(...all) / 1.15;
  const high = Math.max(...all) * 1.15;
  const share = (seconds: number) =>
    Math.log(Math.min(high, Math.max(low, seconds)) / low) / Math.log(high / low);
  const { left, right, top, bottom, width, height } = size;
  const x = (seconds: number) => left + share(seconds) * (width - left - right);
  const y = (seconds: number) => height - bottom - share(seconds) * (height - top - bottom);
  return { low, high, x, y };
}

/** Tenths of a pixel. */
const at = (pixels: number) => String(Math.round(pixels * 10) / 10);

function axes({ low, high, x, y }: Scale): string[] {
  const { left, right, top, bottom, width, height } = size;
  const shown = ticks.filter((tick) => tick >= low && tick <= high);
  const lines = shown.flatMap((tick) => [
    `<path d="M${at(x(tick))} ${top}V${height - bottom}M${left} ${at(y(tick))}H${width - right}" stroke="#e5e7eb"/>`,
    `<text x="${at(x(tick))}" y="${height - bottom + 20}" text-anchor="middle">${tick}</text>`,
    `<text x="${left - 8}" y="${at(y(tick) + 4)}" text-anchor="end">${tick}</text>`,
  ]);
  const middle = top + (height - top - bottom) / 2;
  return [
    ...lines,
    `<text x="${left + (width - left - right) / 2}" y="${height - 16}" text-anchor="middle">actual seconds of the whole job</text>`,
    `<text transform="translate(20 ${middle}) rotate(-90)" text-anchor="middle">forecast seconds (P50; bar: P10 to P90)</text>`,
  ];
}

/** Where forecast and actual are alike (0), or a fifth apart (-1, 1). */
function diagonal({ low, high, x, y }: Scale, side: number): string {
  const factor = 1.2 ** side;
  const from = Math.max(low, low / factor);
  const to = Math.min(high, high / factor);
  const dash = side === 0 ? '' : ' stroke-dasharray="3 4"';
  const ends = `M${at(x(from))} ${at(y(from * factor))}L${at(x(to))} ${at(y(to * factor))}`;
  return `<path d="${ends}" stroke="#6b7280"${dash}/>`;
}

function points({ outcomes }: Series, index: number, { x, y }: Scale): string[] {
  const colour = colours[index % colours.length];
  return outcomes.flatMap(({ prediction: { seconds, quantiles }, actual }) => {
    const bar = quantiles
      ? [
          `<path d="M${at(x(actual))} ${at(y(quantiles.p10))}V${at(y(quantiles.p90))}" stroke="${colour}" stroke-opacity="0.3"/>`,
        ]
      : [];
    return [...bar, mark(index, { x: x(actual), y: y(seconds) }, colour)];
  });
}

/** Told apart by shape too: circles, then squares. */
function mark(index: number, place: { x: number; y: number }, colour: string | undefined): string {
  const [x, y] = [at(place.x), at(place.y)];
  if (index === 0) return `<circle cx="${x}" cy="${y}" r="4" fill="none" stroke="${colour}"/>`;
  return `<rect x="${at(place.x - 3)}" y="${at(place.y - 3)}" width="6" height="6" fill="${colour}"/>`;
}

function legend({ title, outcomes }: Series, index: number): string {
  const y = 20 + index * 20;
  const colour = colours[index % colours.length];
  const text = `${title}: ${outcomes.length} trainings`;
  return `${mark(index, { x: size.left + 8, y }, colour)}<text x="${size.left + 22}" y="${y + 4}">${text}</text>`;
}
