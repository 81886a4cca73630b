import { useEffect, useState } from 'react';

/**
 * For a dialog that is there only while it is open: when it goes, the focus goes back to what opened it (Mantine returns it
 * only for a dialog that stays and is closed). What was chosen in a menu gives it to the button of the menu.
 */
export function useFocusBack(): void {
  const [opener] = useState(findOpener);
  useEffect(
    () => () => {
      // After the dialog has let go of the focus, and only if nothing else has taken it.
      requestAnimationFrame(() => {
        if (document.activeElement === null || document.activeElement === document.body) opener?.focus();
      });
    },
    [opener],
  );
}

function findOpener(): HTMLElement | undefined {
  const active = document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
  const button = active?.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  return (button ? document.getElementById(button) : undefined) ?? active;
}
