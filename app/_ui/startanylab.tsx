'use client';

import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import type { ErrorAnswer, LabCard } from '../../lib/sitting/wire.ts';
import { get } from './api.ts';
import { FailureNote } from './failurenote.tsx';
import { useStartSitting } from './startsitting.ts';
import { texts } from './texts.ts';

/** One click into a real lab: the sitting that is under way, or the shortest lab. */
export function StartAnyLab() {
  const { start, isStarting, error } = useStartSitting();
  const [isLooking, setLooking] = useState(false);
  const [failure, setFailure] = useState<ErrorAnswer>();
  const onClick = async () => {
    setLooking(true);
    setFailure(undefined);
    const answer = await get<{ readonly labs: readonly LabCard[] }>('/api/labs');
    setLooking(false);
    if (!answer.ok) return setFailure(answer.error);
    const [shortest] = [...answer.value.labs].sort((a, b) => a.minutes - b.minutes);
    const underWay = answer.value.labs.flatMap((lab) => lab.sittings).find((sitting) => !sitting.finished);
    if (underWay) location.assign(`/sittings/${underWay.id}`);
    else if (shortest) await start(`${shortest.topic}/${shortest.slug}`);
    else location.assign('/labs');
  };
  const problem = failure ?? error;
  return (
    <Stack gap="sm" align="flex-start">
      <Button size="lg" loading={isLooking || isStarting} onClick={() => void onClick()}>
        {texts.landing.start}
      </Button>
      {problem && <FailureNote error={problem} />}
    </Stack>
  );
}
