'use client';

import { Skeleton } from '@mantine/core';
import { type ComponentProps, lazy, Suspense } from 'react';
import type { TraceView } from './traceview.tsx';

const Loaded = lazy(async () => ({ default: (await import('./traceview.tsx')).TraceView }));

/** The path of a packet; its code and the schema of traces come when there is one to show. */
export function LazyTraceView(props: ComponentProps<typeof TraceView>) {
  return (
    <Suspense fallback={<Skeleton height={96} />}>
      <Loaded {...props} />
    </Suspense>
  );
}
