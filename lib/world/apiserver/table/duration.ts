/**
 * Durations as tables print them.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/duration/duration.go (HumanDuration)
 */

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}

/** `119s`, `2m13s`, `179m`, `3h5m`, `29h`, `5d1h`, `30d`, `2y30d`. */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(ms / 60_000);
  if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(ms / 3_600_000);
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  if (hours < 24 * 8) return pair(Math.trunc(hours / 24), 'd', hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24)}d`;
  const years = Math.trunc(hours / 24 / 365);
  if (hours < 24 * 365 * 8) return pair(years, 'y', Math.trunc(hours / 24) % 365, 'd');
  return `${years}y`;
}

/** The age of something that happened at `sinceMs`; `<unknown>` when nothing says when. */
export function age(sinceMs: number | undefined, nowMs: number): string {
  return sinceMs === undefined ? '<unknown>' : humanDuration(nowMs - sinceMs);
}
