import { useQueryState } from '../../../parts/use-query-state.ts';

/** How answers are shown: it stands in the address, so that what one sees can be shared. */
export interface ViewSettings {
  /** What is less likely is not shown, 0 to 1. */
  readonly threshold: number;
  /** Of masks and heat, 0 to 1. */
  readonly opacity: number;
}

interface ViewControlsProps {
  readonly view: ViewSettings;
  readonly set: (name: 'threshold' | 'opacity', percent: number) => void;
  /** True: masks or heat are drawn. */
  readonly hasAreas: boolean;
  readonly hasThreshold: boolean;
}

/** @param threshold what holds where the address says nothing, percent */
export function useViewSettings(threshold: number) {
  const [thresholdText, setThreshold] = useQueryState('threshold', String(threshold));
  const [opacityText, setOpacity] = useQueryState('opacity', '60');
  const view = { threshold: shareOf(thresholdText), opacity: shareOf(opacityText) };
  const set: ViewControlsProps['set'] = (name, percent) =>
    (name === 'threshold' ? setThreshold : setOpacity)(String(percent), true);
  return { view, set };
}

/** Of an address that somebody may have typed. */
function shareOf(text: string): number {
  const percent = Number(text);
  return Number.isFinite(percent) ? Math.min(1, Math.max(0, percent / 100)) : 0;
}

export function ViewControls({ view, set, hasAreas, hasThreshold }: ViewControlsProps) {
  if (!hasAreas && !hasThreshold) return null;
  return (
    <div class="row sliders">
      {hasThreshold && (
        <Slider
          label="Show from value"
          share={view.threshold}
          shown={view.threshold.toFixed(2)}
          onChange={(percent) => set('threshold', percent)}
        />
      )}
      {hasAreas && (
        <Slider
          label="Opacity"
          share={view.opacity}
          shown={`${Math.round(view.opacity * 100)} %`}
          onChange={(percent) => set('opacity', percent)}
        />
      )}
    </div>
  );
}

interface SliderProps {
  readonly label: string;
  readonly share: number;
  readonly shown: string;
  readonly onChange: (percent: number) => void;
}

function Slider({ label, share, shown, onChange }: SliderProps) {
  return (
    <label class="row">
      {label}
      <input
        type="range"
        min={0}
        max={100}
        value={Math.round(share * 100)}
        aria-valuetext={shown}
        onInput={({ currentTarget }) => onChange(Number(currentTarget.value))}
      />
      <output class="number">{shown}</output>
    </label>
  );
}
