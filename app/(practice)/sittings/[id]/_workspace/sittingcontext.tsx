'use client';

import { createContext, type ReactNode, useContext, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import type { SittingClient } from './sittingclient.ts';
import { type SittingState, START } from './sittingstate.ts';
import type { TerminalKit } from './terminalentry.ts';
import { loadTerminalKit } from './terminalkit.ts';

const SittingContext = createContext<SittingClient | undefined>(undefined);

/**
 * Connects to a sitting for as long as the page is open, by the client that `terminalentry.ts` made before the page was
 * there. Nothing is rendered on the server, where there is no tab.
 */
export function SittingProvider({ sittingId, children }: { readonly sittingId: string; readonly children: ReactNode }) {
  const [client, setClient] = useState<SittingClient>();
  useLayoutEffect(() => {
    let end = () => {};
    let isGone = false;
    const connect = (kit: TerminalKit) => {
      if (isGone) return;
      const { client, leave } = kit.takeClient(sittingId);
      setClient(client);
      end = leave;
    };
    void loadTerminalKit().then(async (kit) => {
      await kit.whenShown();
      connect(kit);
    });
    return () => {
      isGone = true;
      end();
    };
  }, [sittingId]);
  return <SittingContext value={client}>{children}</SittingContext>;
}

/** Undefined until the page runs in a browser. */
export function useFindSitting(): SittingClient | undefined {
  return useContext(SittingContext);
}

export function useSitting(): SittingClient {
  const client = useContext(SittingContext);
  if (!client) throw new Error('This part of the workspace was rendered before the sitting was there.');
  return client;
}

const stay = () => () => {};

/** One part of what the workspace shows; renders again only when that part changes. */
export function useSittingState<T>(select: (state: SittingState) => T): T {
  const client = useFindSitting();
  return useSyncExternalStore(
    client?.subscribe ?? stay,
    () => select(client?.state() ?? START),
    () => select(START),
  );
}
