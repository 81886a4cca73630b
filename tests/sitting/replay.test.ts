/** A sitting rebuilt from its record is the sitting: world, transcript and grade. */
import { describe, expect, it } from 'vitest';
import { Templates } from '../../lib/sitting/templates.ts';
import { play, rebuild } from './recorded.ts';

const SITTINGS = 60;

describe('sixty recorded sittings', () => {
  it('replay to the same world, transcript and grade, in another order and after other sittings', async () => {
    const templates = new Templates(20);
    const played = [];
    for (let n = 0; n < SITTINGS; n++) played.push({ n, ...(await play(n, templates)) });
    const fresh = new Templates(20);
    for (const { n, rows, outcome } of played.toReversed()) {
      expect({ n, ...(await rebuild(n, rows, fresh)) }).toEqual({ n, ...outcome });
    }
  }, 120_000);
});
