import { createContext } from 'preact';
import type { ComponentChildren } from 'preact';
import { useCallback, useContext, useMemo, useState } from 'preact/hooks';
import { Flash } from './flash.tsx';
import type { FlashTone } from './flash.tsx';

interface Message {
  readonly id: number;
  readonly tone: FlashTone;
  readonly text: string;
}

type Announce = (text: string, tone?: FlashTone | 'silent') => void;

const AnnouncerContext = createContext<{ announce: Announce; shown: ComponentChildren }>({
  announce: () => undefined,
  shown: null,
});

/** How many messages are shown at once; older ones go. */
const most = 3;
let lastId = 0;

/** Keeps what was announced, and says it to screen readers. */
export function Announcer({ children }: { children: ComponentChildren }) {
  const [messages, setMessages] = useState<readonly Message[]>([]);
  const [spoken, setSpoken] = useState('');
  const announce = useCallback<Announce>((text, tone = 'silent') => {
    setSpoken(text);
    if (tone === 'silent') return;
    const message = { id: (lastId += 1), tone, text };
    setMessages((before) => [...before, message].slice(-most));
  }, []);
  const dismiss = (id: number) => setMessages((all) => all.filter((each) => each.id !== id));
  const shown = messages.map(({ id, tone, text }) => (
    <Flash key={id} tone={tone} onDismiss={() => dismiss(id)}>
      {text}
    </Flash>
  ));
  const value = useMemo(() => ({ announce, shown }), [announce, messages]);
  return (
    <AnnouncerContext.Provider value={value}>
      {children}
      <div class="hidden" role="status" aria-live="polite">
        {spoken}
      </div>
    </AnnouncerContext.Provider>
  );
}

/**
 * Says what has happened: to screen readers, and with a tone as a flash message above the page too.
 */
export function useAnnounce(): Announce {
  return useContext(AnnouncerContext).announce;
}

/** The flash messages that were announced, newest last, until they are dismissed. */
export function Flashes() {
  return <div class="flashes">{useContext(AnnouncerContext).shown}</div>;
}
