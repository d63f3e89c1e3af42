import { useEffect, useState } from 'react';
import { Button } from './Button';

export interface CopyButtonProps {
  /** Called when pressed, so that a long text is only made when wanted. */
  readonly text: () => string;
  /** What is copied, for the button's name: "frame". */
  readonly what?: string | undefined;
  readonly label?: string | undefined;
}

const WORDS = { idle: 'Copy', done: 'Copied', failed: 'Not allowed' };

/** Copies a text and says whether it could. */
export function CopyButton({ text, what, label = WORDS.idle }: CopyButtonProps) {
  const [state, setState] = useState<keyof typeof WORDS>('idle');

  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2000);
    return () => clearTimeout(timer);
  }, [state]);

  function copy() {
    // Insecure origins have no clipboard at all.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    const done = clipboard
      ? clipboard.writeText(text())
      : Promise.reject(new Error('no clipboard'));
    done.then(
      () => setState('done'),
      () => setState('failed'),
    );
  }

  return (
    <Button size="small" tone="quiet" onClick={copy} aria-label={what ? `Copy ${what}` : undefined}>
      <span aria-live="polite">{state === 'idle' ? label : WORDS[state]}</span>
    </Button>
  );
}
