interface ProgressProps {
  /** What advances, for screen readers. */
  readonly label: string;
  /** 0 to 100; undefined: nobody knows yet. */
  readonly percent: number | undefined;
}

/** A bar. */
export function Progress({ label, percent }: ProgressProps) {
  return (
    <progress aria-label={label} max={100} {...(percent === undefined ? {} : { value: percent })} />
  );
}
