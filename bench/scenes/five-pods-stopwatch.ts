/** Wall clock and CPU of this process between two points. */
export function stopwatch(): () => { wallMs: number; cpuMs: number } {
  const before = performance.now();
  const cpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { wallMs: performance.now() - before, cpuMs: (user + system) / 1000 };
  };
}
