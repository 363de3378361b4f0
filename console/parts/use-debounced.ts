import { useEffect, useState } from 'preact/hooks';

/** A value that is being typed, as it is once nothing was typed for so many milliseconds. */
export function useDebounced(value: string, milliseconds: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
