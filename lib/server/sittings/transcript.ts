/**
 * The text that people saw, kept beside their records: for reviewers, and for the day when an engine no longer tells
 * it the same way. Nothing waits for it.
 */
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { PrismaClient } from '../../../prisma/generated/client.ts';

export interface Transcripts {
  add(sittingId: string, terminal: number, text: string): void;
  /** Writes what came since the last time; to be called every second or so. */
  flush(): Promise<void>;
}

/** Characters of one terminal kept between two writes; a flood is cut, and the cut is noted. */
const LIMIT = 256 * 1024;

interface Pending {
  readonly sittingId: string;
  readonly terminal: number;
  text: string;
  cut: number;
}

const compress = promisify(deflateRaw);
const decompress = promisify(inflateRaw);

export function createTranscripts(prisma: PrismaClient): Transcripts {
  let pending = new Map<string, Pending>();
  const write = async (entry: Pending) => {
    const text = new Uint8Array(await compress(Buffer.from(entry.text, 'utf8')));
    const note = entry.cut > 0 ? `${entry.cut} characters were cut here` : null;
    const { sittingId, terminal } = entry;
    const last = await prisma.transcript.aggregate({ where: { sittingId }, _max: { number: true } });
    await prisma.transcript.create({
      data: { sittingId, terminal, number: (last._max.number ?? 0) + 1, text, note },
    });
  };
  return {
    add(sittingId, terminal, text) {
      const key = `${sittingId} ${terminal}`;
      const entry = pending.get(key) ?? { sittingId, terminal, text: '', cut: 0 };
      const kept = text.slice(0, Math.max(0, LIMIT - entry.text.length));
      entry.text += kept;
      entry.cut += text.length - kept.length;
      pending.set(key, entry);
    },
    async flush() {
      const entries = [...pending.values()];
      pending = new Map();
      for (const entry of entries) await write(entry);
    },
  };
}

/** What a terminal of a sitting showed, oldest first. */
export async function readTranscript(prisma: PrismaClient, sittingId: string, terminal: number): Promise<string> {
  const parts = await prisma.transcript.findMany({ where: { sittingId, terminal }, orderBy: { number: 'asc' } });
  const texts = await Promise.all(parts.map(async ({ text }) => (await decompress(text)).toString('utf8')));
  return texts.join('');
}
