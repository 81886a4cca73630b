/** Waiting in world time for something to become true. */
import type { ToolIo } from '../../tool.ts';

export type Waited = 'Done' | 'TimedOut' | 'Interrupted';

/**
 * Looks, lets the world go on to its next event, and looks again. Without a limit (`undefined`) a world in which
 * nothing is ever going to happen ends the wait as an interrupt would.
 */
export async function waitUntil(io: ToolIo, limitMs: number | undefined, look: () => boolean): Promise<Waited> {
  const deadline = limitMs === undefined ? Number.POSITIVE_INFINITY : io.clock.nowMs() + limitMs;
  for (;;) {
    if (look()) return 'Done';
    const left = deadline - io.clock.nowMs();
    if (left <= 0) return 'TimedOut';
    const next = await io.clock.next('jump');
    if (next === 'interrupted' || io.interrupted()) return 'Interrupted';
    if (next === 'moved') continue;
    if (limitMs === undefined) return 'Interrupted';
    await io.clock.sleep(left);
  }
}
