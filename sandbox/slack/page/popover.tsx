import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface PopoverProps {
  readonly label: string;
  readonly face: ComponentChildren;
  readonly class?: string;
  readonly disabled?: boolean;
  /** What it opens: a list of things to do, or anything else. */
  readonly opens?: 'menu' | 'dialog';
  readonly children: (close: () => void) => ComponentChildren;
}

/** A button that opens a small menu; Escape and a press elsewhere close it. */
export function Popover({ label, face, class: style = '', disabled = false, opens = 'menu', children }: PopoverProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  useWhileOpen(open, root, () => setOpen(false));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  return (
    <span class="popover-root" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        class={style}
        aria-label={label}
        title={label}
        aria-haspopup={opens}
        aria-expanded={open}
        disabled={disabled}
        onClick={() => setOpen(!open)}
      >
        {face}
      </button>
      {open && (
        <div class="popover" role={opens} aria-label={label}>
          {children(() => setOpen(false))}
        </div>
      )}
    </span>
  );
}

function useWhileOpen(open: boolean, root: RefObject<HTMLElement>, close: () => void): void {
  useEffect(() => {
    const away = (event: Event): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) close();
    };
    if (open) {
      document.addEventListener('pointerdown', away);
      root.current?.querySelector('.popover')?.scrollIntoView({ block: 'nearest' });
      root.current?.querySelector<HTMLElement>('.popover button, .popover input')?.focus();
    }
    return () => document.removeEventListener('pointerdown', away);
  }, [open]);
}
