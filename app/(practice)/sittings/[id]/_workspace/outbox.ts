import type { ClientMessage } from '../../../../../lib/sitting/wire.ts';

export type KeysMessage = Extract<ClientMessage, { t: 'keys' }>;

/** What of `Storage` the outbox uses; a tab's session storage in the browser. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/**
 * Typed input that the server has not yet called saved, oldest first. It outlives a reload of the tab: what an earlier
 * page left behind keeps its own client id, so the server recognises what it has already seen.
 */
export interface Outbox {
  add(terminal: number, data: string): KeysMessage;
  saved(clientId: string, seq: number): void;
  pending(): readonly KeysMessage[];
}

export function createOutbox(sittingId: string, clientId: string, shelf: Shelf): Outbox {
  const key = `hoplab.outbox.${sittingId}`;
  let waiting = readShelf(shelf, key);
  let clientSeq = 0;
  const put = (next: readonly KeysMessage[]) => {
    waiting = next;
    writeShelf(shelf, key, next);
  };
  return {
    add(terminal, data) {
      clientSeq += 1;
      const message: KeysMessage = { t: 'keys', terminal, clientId, clientSeq, data };
      put([...waiting, message]);
      return message;
    },
    saved(id, seq) {
      const rest = waiting.filter((message) => message.clientId !== id || message.clientSeq > seq);
      if (rest.length !== waiting.length) put(rest);
    },
    pending: () => waiting,
  };
}

function readShelf(shelf: Shelf, key: string): readonly KeysMessage[] {
  try {
    const kept: unknown = JSON.parse(shelf.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isKeysMessage) : [];
  } catch {
    // A browser may forbid storage, and a shelf may hold anything: then nothing was kept.
    return [];
  }
}

function writeShelf(shelf: Shelf, key: string, messages: readonly KeysMessage[]): void {
  try {
    if (messages.length === 0) shelf.removeItem(key);
    else shelf.setItem(key, JSON.stringify(messages));
  } catch {
    // Storage is full or forbidden: the inputs stay in memory, which is enough unless the tab is closed.
  }
}

function isKeysMessage(value: unknown): value is KeysMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { t, terminal, clientId, clientSeq, data } = value as Partial<Record<string, unknown>>;
  return (
    t === 'keys' &&
    typeof terminal === 'number' &&
    typeof clientId === 'string' &&
    typeof clientSeq === 'number' &&
    typeof data === 'string'
  );
}
