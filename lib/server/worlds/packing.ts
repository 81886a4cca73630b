/** Snapshots between the worker, which reads them, and the database, which keeps them small. */
import { promisify } from 'node:util';
import { deflateRaw, inflateRawSync } from 'node:zlib';
import type { Snapshot } from '../../sitting/snapshot.ts';
import type { PackedSnapshot } from './port.ts';

const compress = promisify(deflateRaw);

export type Pack = (snapshot: Snapshot) => Promise<PackedSnapshot>;

/**
 * Packs the snapshots of one sitting, each after the one before: whoever has waited for the newest has been told of every older one.
 * A server that is drained closes a sitting when the newest is kept.
 */
export function packInOrder(): Pack {
  let last: Promise<unknown> = Promise.resolve();
  return (snapshot) => {
    const packed = last.then(() => pack(snapshot));
    last = packed.catch(() => undefined);
    return packed;
  };
}

async function pack(snapshot: Snapshot): Promise<PackedSnapshot> {
  return { ...snapshot, body: new Uint8Array(await compress(Buffer.from(snapshot.body, 'utf8'))) };
}

export function unpack(snapshot: PackedSnapshot): Snapshot {
  return { ...snapshot, body: inflateRawSync(snapshot.body).toString('utf8') };
}
