/** `!!`, `!n`, `!-n`, `!text` and `^old^new`. Models: bash 5.2, HISTORY EXPANSION (event designators and `:p` apart). */

export type Expanded =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly text: string }
  | { readonly kind: 'error'; readonly message: string };

export function expandHistory(line: string, history: readonly string[]): Expanded {
  const quick = /^\^([^^]*)\^([^^\n]*)\^?/.exec(line);
  if (quick) {
    const last = history.at(-1) ?? '';
    if (!last.includes(quick[1] ?? '')) return { kind: 'error', message: `:s${quick[0]}: substitution failed` };
    return { kind: 'changed', text: last.replace(quick[1] ?? '', () => quick[2] ?? '') };
  }
  if (!line.includes('!')) return { kind: 'same' };
  let text = '';
  let quote = '';
  for (let at = 0; at < line.length; ) {
    const char = line[at] as string;
    if (char === '\\') {
      text += line.slice(at, at + 2);
      at += 2;
      continue;
    }
    if (char === "'" && quote !== '"') quote = quote === "'" ? '' : "'";
    else if (char === '"' && quote !== "'") quote = quote === '"' ? '' : '"';
    const event = char === '!' && quote !== "'" ? eventAt(line.slice(at)) : undefined;
    if (!event || /[$[{(]$/.test(text)) {
      text += char;
      at++;
      continue;
    }
    const found = findEvent(event, history);
    if (found === undefined) return { kind: 'error', message: `${event}: event not found` };
    text += found;
    at += event.length;
  }
  return text === line ? { kind: 'same' } : { kind: 'changed', text };
}

function eventAt(rest: string): string | undefined {
  return /^!(?:!|\$|-?\d+|\?[^?\n]*\??|[A-Za-z_./][^\s;&|"'()<>]*)/.exec(rest)?.[0];
}

function findEvent(event: string, history: readonly string[]): string | undefined {
  const spec = event.slice(1);
  if (spec === '!') return history.at(-1);
  if (spec === '$') return history.at(-1)?.trim().split(/\s+/).at(-1);
  if (/^-\d+$/.test(spec)) return history.at(Number(spec));
  if (/^\d+$/.test(spec)) return history[Number(spec) - 1];
  if (spec.startsWith('?')) return history.findLast((line) => line.includes(spec.replace(/^\?|\?$/g, '')));
  return history.findLast((line) => line.startsWith(spec));
}
