export type Xml = { readonly [name: string]: string | number | Xml | readonly Xml[] };

/** Elements by name; an array repeats its element. */
export function tags(content: Xml): string {
  return Object.entries(content)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one]))
    .map(([name, value]) => {
      const inner = typeof value === 'object' ? tags(value as Xml) : escaped(String(value));
      return `<${name}>${inner}</${name}>`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
