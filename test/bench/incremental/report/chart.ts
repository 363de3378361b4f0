/** A line of points, or points alone, drawn alike. */
export interface Series {
  readonly title: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly isLine: boolean;
  readonly colour: string;
  readonly mark: 'circle' | 'square' | 'cross';
}

export interface Panel {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  readonly series: readonly Series[];
  /** How a tick of the horizontal axis is written; absent: as the number. */
  readonly xText?: (tick: number) => string;
}

const size = { width: 480, height: 330, left: 56, right: 14, top: 34, bottom: 44 } as const;
const legendLine = 18;

/**
 * Panels in two columns with one legend below: an SVG whose bytes are the same for the same
 * panels.
 */
export function drawPanels(title: string, panels: readonly Panel[]): string {
  const columns = Math.min(2, panels.length);
  const rows = Math.ceil(panels.length / columns);
  const legends = [
    ...new Map(panels.flatMap(({ series }) => series).map((each) => [each.title, each])).values(),
  ];
  const perColumn = Math.ceil(legends.length / columns);
  const [width, below] = [columns * size.width, rows * size.height];
  const height = below + perColumn * legendLine + 12;
  const text = `font-family="Helvetica,Arial,Liberation Sans,sans-serif" font-size="12" fill="#1f2937"`;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" ${text}>`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...panels.flatMap((panel, place) => [
      `<g transform="translate(${(place % columns) * size.width} ${Math.floor(place / columns) * size.height})">`,
      ...drawn(panel),
      '</g>',
    ]),
    ...legends.flatMap((each, place) => legend(each, place, { perColumn, below })),
    '</svg>',
  ].join('\n')}\n`;
}

interface Scale {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

function drawn(panel: Panel): string[] {
  const scale = scaleOf(panel);
  const { left, top, width } = size;
  return [
    `<text x="${left}" y="20" font-weight="bold">${escaped(panel.title)}</text>`,
    ...axes(panel, scale),
    ...panel.series.flatMap((each) => lineOf(each, scale)),
    `<text x="${(left + width - size.right) / 2}" y="${size.height - 8}" text-anchor="middle">${escaped(panel.xTitle)}</text>`,
    `<text x="14" y="${(top + size.height - size.bottom) / 2}" text-anchor="middle" transform="rotate(-90 14 ${(top + size.height - size.bottom) / 2})">${escaped(panel.yTitle)}</text>`,
  ];
}

function scaleOf({ xTicks, yTicks }: Panel): Scale {
  const { left, right, top, bottom, width, height } = size;
  const share = (value: number, ticks: readonly number[]) => {
    const [low, high] = [ticks[0]!, ticks.at(-1)!];
    return Math.min(1, Math.max(0, (value - low) / (high - low)));
  };
  return {
    x: (value) => left + share(value, xTicks) * (width - left - right),
    y: (value) => height - bottom - share(value, yTicks) * (height - top - bottom),
  };
}

function axes({ xTicks, yTicks, xText = String }: Panel, { x, y }: Scale): string[] {
  const { left, right, bottom, width, height } = size;
  return [
    ...yTicks.flatMap((tick) => [
      `<line x1="${left}" y1="${at(y(tick))}" x2="${width - right}" y2="${at(y(tick))}" stroke="#e5e7eb"/>`,
      `<text x="${left - 6}" y="${at(y(tick) + 4)}" text-anchor="end">${tick}</text>`,
    ]),
    ...xTicks.map(
      (tick) =>
        `<text x="${at(x(tick))}" y="${height - bottom + 16}" text-anchor="middle">${xText(tick)}</text>`,
    ),
  ];
}

function lineOf({ points, isLine, colour, mark }: Series, scale: Scale): string[] {
  const places = points.map(({ x, y }) => ({ x: at(scale.x(x)), y: at(scale.y(y)) }));
  const path = places.map(({ x, y }) => `${x},${y}`).join(' ');
  const line = `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
  return [...(isLine ? [line] : []), ...places.map((place) => marked(mark, place, colour))];
}

/** Told apart by shape too. */
function marked(mark: Series['mark'], { x, y }: { x: string; y: string }, colour: string): string {
  if (mark === 'circle') return `<circle cx="${x}" cy="${y}" r="3.5" fill="${colour}"/>`;
  const [left, top] = [at(Number(x) - 3), at(Number(y) - 3)];
  if (mark === 'square')
    return `<rect x="${left}" y="${top}" width="6" height="6" fill="#ffffff" stroke="${colour}" stroke-width="1.5"/>`;
  return `<path d="M ${left} ${top} l 6 6 m 0 -6 l -6 6" stroke="${colour}" stroke-width="1.5"/>`;
}

function legend(
  { title, colour, mark, isLine }: Series,
  place: number,
  { perColumn, below }: { readonly perColumn: number; readonly below: number },
): string[] {
  const x = Math.floor(place / perColumn) * size.width + 20;
  const y = below + (place % perColumn) * legendLine + 10;
  const line = `<line x1="${x - 10}" y1="${y}" x2="${x + 10}" y2="${y}" stroke="${colour}" stroke-width="1.5"/>`;
  return [
    ...(isLine ? [line] : []),
    marked(mark, { x: at(x), y: at(y) }, colour),
    `<text x="${x + 18}" y="${y + 4}">${escaped(title)}</text>`,
  ];
}

const at = (pixels: number) => pixels.toFixed(1);

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
