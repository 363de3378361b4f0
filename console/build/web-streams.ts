/** What csv-parse takes from `node:stream/web`, which is global in browsers. */
export const TransformStream = globalThis.TransformStream;
export const CountQueuingStrategy = globalThis.CountQueuingStrategy;
