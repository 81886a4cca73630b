import type { HttpAnswer, HttpCall } from './host.ts';

/** curl's exit code and sentence for a call without an answer; undefined when there is one. */
export function failureText(call: HttpCall, answer: HttpAnswer): { code: number; text: string } | undefined {
  const name = hostOf(call.url);
  const where = `${name} port ${answer.port}`;
  switch (answer.outcome) {
    case 'CouldNotResolve':
      return { code: 6, text: `Could not resolve host: ${name}` };
    case 'Refused':
    case 'Unreachable':
      return {
        code: 7,
        text: `Failed to connect to ${where} after ${answer.durationMs} ms: Could not connect to server`,
      };
    case 'Timeout':
      return { code: 28, text: timeoutText(call, answer, where) };
    case 'EmptyReply':
      return { code: 52, text: 'Empty reply from server' };
    case 'Response':
    case 'NotModelled':
      return undefined;
    default:
      return answer.outcome satisfies never;
  }
}

function timeoutText(call: HttpCall, answer: HttpAnswer, where: string): string {
  if (answer.address === undefined) return `Resolving timed out after ${answer.durationMs} milliseconds`;
  if (answer.connectMs > 0) return `Operation timed out after ${answer.durationMs} milliseconds with 0 bytes received`;
  const limited = call.connectTimeoutMs !== undefined || call.maxTimeMs !== undefined;
  if (limited) return `Failed to connect to ${where} after ${answer.durationMs} ms: Timeout was reached`;
  return `Failed to connect to ${where} after ${answer.durationMs} ms: Could not connect to server`;
}

/** Without the brackets of an IPv6 address. */
export function hostOf(url: string): string {
  const match = /^[a-z]+:\/\/(?:\[([0-9a-f:.]+)\]|([^/:?#]+))/i.exec(url);
  return match?.[1] ?? match?.[2] ?? url;
}
