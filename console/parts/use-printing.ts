import { options } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** True while the page is printed: what is shown a page at a time is then shown whole. */
export function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const before = () => atOnce(() => setPrinting(true));
    const after = () => setPrinting(false);
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }, []);
  return isPrinting;
}

/** The browser prints what is there when the event's listeners are done: nothing may wait. */
function atOnce(change: () => void): void {
  const kept = options.debounceRendering;
  options.debounceRendering = (render) => render();
  change();
  if (kept) options.debounceRendering = kept;
  else delete options.debounceRendering;
}
