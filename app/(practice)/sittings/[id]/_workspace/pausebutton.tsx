'use client';

import { useState } from 'react';
import { BusyButton } from '../../../../_ui/busybutton.tsx';
import { PauseIcon, ResumeIcon } from '../../../../_ui/icons.tsx';
import { texts } from '../../../../_ui/texts.ts';
import { useSitting, useSittingState } from './sittingcontext.tsx';

const words = texts.workspace;

/** Stops the cluster's clock and lets it go on; a refusal is said where the terminal says such things. */
export function PauseButton({ size }: { readonly size: 'wide' | 'phone' }) {
  const client = useSitting();
  const isPaused = useSittingState((state) => state.view?.paused ?? false);
  const [isBusy, setBusy] = useState(false);
  const toggle = async () => {
    setBusy(true);
    const answer = await client.pause(isPaused ? 'running' : 'paused');
    setBusy(false);
    if (!answer.ok) client.say(answer.error.message);
  };
  const name = isPaused ? words.resume : words.pause;
  const icon = isPaused ? <ResumeIcon /> : <PauseIcon />;
  return (
    <BusyButton
      size="xs"
      variant={isPaused ? 'filled' : 'default'}
      onClick={() => void toggle()}
      isBusy={isBusy}
      aria-label={name}
      title={isPaused ? words.resumeText : words.pauseText}
      {...(size === 'wide' ? { leftSection: icon } : { px: 8 })}
    >
      {size === 'wide' ? name : icon}
    </BusyButton>
  );
}
