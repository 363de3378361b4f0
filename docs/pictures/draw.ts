import { instance } from '@viz-js/viz';

/**
 * The pictures of this folder: `<name>.dot` is what is edited, `<name>.svg` what
 * `npm run docs:pictures` makes of it.
 */
export const pictureNames = ['architecture', 'training'] as const;

/**
 * Lays out a picture with Graphviz. It needs no browser, no font and no network, so that the same
 * text gives the same bytes on every machine.
 *
 * @param source a graph in Graphviz's DOT language
 * @returns the picture as an SVG document
 * @throws Error with Graphviz's own messages where the source is not valid
 */
export async function drawPicture(source: string): Promise<string> {
  const viz = await instance();
  const { status, output, errors } = viz.render(source, { format: 'svg' });
  if (status !== 'success' || errors.length > 0) {
    throw new Error(errors.map(({ message }) => message).join('\n'));
  }
  // Widths are Helvetica's; Arial and Liberation Sans have the same.
  return output.replaceAll('Helvetica,sans-Serif', 'Helvetica,Arial,Liberation Sans,sans-serif');
}
