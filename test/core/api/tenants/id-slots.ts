import type { Body } from '../app-under-test.ts';

/** A place in a body where an id stands: `inputs[].dataset_ids[]`. */
export type Slot = string;

const isIdName = (name: string) =>
  /(^|_)ids?$/.test(name) || ['training_file', 'validation_file'].includes(name);

/** Every slot that a body's schema has, however deep. */
export function slotsOfSchema(schema: Body, at: Slot = ''): Slot[] {
  if (schema.anyOf)
    return [...new Set<Slot>(schema.anyOf.flatMap((each: Body) => slotsOfSchema(each, at)))];
  if (schema.type === 'array') return slotsOfSchema(schema.items, `${at}[]`);
  if (schema.properties)
    return Object.entries(schema.properties).flatMap(([name, each]) =>
      slotsOfSchema(each as Body, at ? `${at}.${name}` : name),
    );
  return isIdName(lastName(at)) ? [at] : [];
}

/** Every slot that is filled in a body. */
export function slotsOfBody(body: unknown, at: Slot = ''): Slot[] {
  if (Array.isArray(body)) return body.flatMap((each) => slotsOfBody(each, `${at}[]`));
  if (typeof body === 'object' && body !== null)
    return Object.entries(body).flatMap(([name, each]) =>
      slotsOfBody(each, at ? `${at}.${name}` : name),
    );
  return isIdName(lastName(at)) ? [at] : [];
}

function lastName(slot: Slot): string {
  return slot.replaceAll('[]', '').split('.').at(-1) ?? '';
}

/** The body with an id in one slot; what leads there is made where it is missing. */
export function withId(body: Body, slot: Slot, id: string): Body {
  if (slot === '') return id;
  if (slot.startsWith('[]')) {
    const [first = {}, ...others] = Array.isArray(body) ? body : [];
    return [withId(first, slot.slice(2).replace(/^\./, ''), id), ...others];
  }
  const [, name = '', rest = ''] = /^(\w+)\.?(.*)$/.exec(slot) ?? [];
  return { ...body, [name]: withId(body?.[name], rest, id) };
}
