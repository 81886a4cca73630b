'use client';

import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ErrorAnswer } from '../../../../../lib/sitting/wire.ts';
import { send } from '../../../../_ui/api.ts';
import { FailureNote } from '../../../../_ui/failurenote.tsx';
import { texts } from '../../../../_ui/texts.ts';

/** The same lab with another fault. */
export function NewVariantButton({ sittingId }: { readonly sittingId: string }) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorAnswer>();
  const start = async () => {
    setBusy(true);
    const answer = await send<{ readonly sittingId: string }>('POST', `/api/sittings/${sittingId}/new-variant`, {});
    if (answer.ok) return location.assign(`/sittings/${answer.value.sittingId}`);
    setBusy(false);
    setError(answer.error);
  };
  return (
    <>
      <Button onClick={() => void start()} loading={isBusy}>
        {texts.debrief.newVariant}
      </Button>
      {error && <FailureNote error={error} />}
    </>
  );
}
