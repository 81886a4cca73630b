import { Button, type ButtonProps, Loader } from '@mantine/core';
import type { ComponentPropsWithoutRef } from 'react';
import styles from './busybutton.module.css';

interface BusyButtonProps
  extends Omit<ButtonProps, 'loading'>,
    Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps> {
  readonly isBusy: boolean;
}

/**
 * A button that keeps the focus while its work goes on, for work after which the page stays: Mantine's `loading` disables
 * the button, and a disabled button loses the focus to nothing. Pressed meanwhile it does nothing.
 */
export function BusyButton({ isBusy, onClick, children, ...props }: BusyButtonProps) {
  return (
    <Button
      {...props}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      {...(isBusy ? { 'aria-disabled': true, 'aria-busy': true } : {})}
    >
      <span className={styles.words} data-busy={isBusy || undefined}>
        {children}
      </span>
      {isBusy && <Loader className={styles.loader ?? ''} size={16} color="currentColor" aria-hidden="true" />}
    </Button>
  );
}
