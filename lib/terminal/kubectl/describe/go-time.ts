/** `2026-11-22 20:00:00 +0000 UTC`, as Go prints a time that nobody formatted. */
export function goTime(value: string): string {
  return value.replace('T', ' ').replace(/Z$/, ' +0000 UTC');
}
