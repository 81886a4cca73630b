/** Memory that things occupy in the heap and in buffers beside it, with everything else collected before and after. */

function collect(): number {
  const { gc } = globalThis as { gc?: () => void };
  if (!gc) throw new Error('start the benchmark with npm run bench: it needs --expose-gc');
  gc();
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** KiB of each of `count` things that `make` makes; they are all alive while the heap is read. */
export async function heapOf(count: number, make: (n: number) => unknown): Promise<number> {
  const kept: unknown[] = new Array(count).fill(undefined);
  const before = collect();
  for (let n = 0; n < count; n++) kept[n] = await make(n);
  const after = collect();
  if (kept.includes(undefined)) throw new Error('something was not made');
  return (after - before) / 1024 / count;
}

/** KiB of the process for each of `count` things that `make` makes together; what it had freed before is in no figure. */
export async function residentOf(count: number, make: () => Promise<unknown>): Promise<number> {
  collect();
  const before = process.memoryUsage.rss();
  await make();
  collect();
  return (process.memoryUsage.rss() - before) / 1024 / count;
}
