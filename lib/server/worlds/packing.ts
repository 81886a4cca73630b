/** Snapshots between the worker, which reads them, and the database, which keeps them small. */
import { promisify } from 'node:util';
import { deflateRaw, inflateRawSync } from 'node:zlib';
import type { Snapshot } from '../../sitting/snapshot.ts';
import type { PackedSnapshot } from './port.ts';

const compress = promisify(deflateRaw);

export async function pack(snapshot: Snapshot): Promise<PackedSnapshot> {
  return { ...snapshot, body: new Uint8Array(await compress(Buffer.from(snapshot.body, 'utf8'))) };
}

export function unpack(snapshot: PackedSnapshot): Snapshot {
  return { ...snapshot, body: inflateRawSync(snapshot.body).toString('utf8') };
}
