/** The files that are not files: where just-bash's commands meet the terminal and the seeded chance. */
import type { Device } from './file-system.ts';

export const DEVICE_OUTPUT = '/dev/hoplab-output';
export const DEVICE_ERRORS = '/dev/hoplab-errors';
export const DEVICE_LINE = '/dev/hoplab-line';

export interface DeviceSide {
  out(text: string): void;
  err(text: string): void;
  readLine(): Promise<string | undefined>;
  draw(): number;
}

/** How much of an endless device one read gives. */
const ENDLESS_BYTES = 4096;

export function createDevices(side: DeviceSide): ReadonlyMap<string, Device> {
  const line = async () => {
    const text = await side.readLine();
    return text === undefined ? '' : `${text}\n`;
  };
  const chance = async () =>
    Array.from({ length: ENDLESS_BYTES }, () => String.fromCharCode(Math.floor(side.draw() * 256))).join('');
  return new Map<string, Device>([
    ['/dev/null', { read: async () => '', write: () => {} }],
    ['/dev/zero', { read: async () => '\0'.repeat(ENDLESS_BYTES), write: () => {} }],
    ['/dev/urandom', { read: chance, write: () => {} }],
    ['/dev/random', { read: chance, write: () => {} }],
    ['/dev/tty', { read: line, write: (text) => side.out(text) }],
    ['/dev/stdin', { read: async () => '' }],
    ['/dev/stdout', { write: (text) => side.out(text) }],
    ['/dev/stderr', { write: (text) => side.err(text) }],
    [DEVICE_OUTPUT, { write: (text) => side.out(text) }],
    [DEVICE_ERRORS, { write: (text) => side.err(text) }],
    [DEVICE_LINE, { read: line }],
  ]);
}
