/**
 * The Corefile's grammar: server blocks of zones with plugins, each plugin with arguments and possibly a block of its own.
 * Models: https://coredns.io/manual/configuration/
 */

import { isDirective } from './directives.ts';

export interface PluginConfig {
  readonly name: string;
  readonly args: readonly string[];
  /** Lines of the plugin's own block, split into words. */
  readonly block: readonly (readonly string[])[];
}

export interface ServerBlock {
  readonly zones: readonly { /** With the final dot, lower case. */ readonly zone: string; readonly port: number }[];
  readonly plugins: readonly PluginConfig[];
}

export type Corefile =
  | { readonly text: string; readonly blocks: readonly ServerBlock[] }
  | {
      /** As CoreDNS logs it when it ends. */
      readonly error: string;
      /** `Syntax`: the braces do not match; `Directive`: a word that is none. */
      readonly fault: 'Syntax' | 'Directive';
    };

interface Token {
  readonly text: string;
  readonly line: number;
}

function tokenize(text: string): Token[] {
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.replace(/(^|\s)#.*$/, '');
    const words = line.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
    return words.map((word) => ({ text: word.replace(/^"(.*)"$/, '$1'), line: index + 1 }));
  });
}

/** Syntax errors come as text. */
export function parseCorefile(text: string): Corefile {
  return Object.freeze(parse(text, tokenize(text)));
}

function parse(text: string, tokens: readonly Token[]): Corefile {
  const blocks: ServerBlock[] = [];
  let at = 0;
  while (at < tokens.length) {
    const open = tokens.findIndex((token, index) => index >= at && token.text === '{');
    if (open < 0) return unexpectedEnd(tokens[at]);
    const zones = tokens.slice(at, open).map(({ text }) => parseZone(text.replace(/,$/, '')));
    const body = parseBody(tokens, open + 1);
    if (body.unknown) return unknownDirective(body.unknown);
    if (body.end === undefined) return unexpectedEnd(tokens.at(-1));
    blocks.push({ zones, plugins: body.plugins });
    at = body.end + 1;
  }
  return { text, blocks };
}

function unknownDirective({ line, text }: Token): Corefile {
  const error = `/etc/coredns/Corefile:${line} - Error during parsing: Unknown directive '${text}'`;
  return { error, fault: 'Directive' };
}

function unexpectedEnd(at: Token | undefined): Corefile {
  return { error: `/etc/coredns/Corefile:${at?.line} - Error during parsing: Unexpected EOF`, fault: 'Syntax' };
}

/** `cluster.local:53`, `.`, `dns://.:5300` */
function parseZone(text: string): ServerBlock['zones'][number] {
  const bare = text.replace(/^dns:\/\//, '');
  const match = /^(.*?)(?::(\d+))?$/.exec(bare);
  const zone = (match?.[1] || '.').toLowerCase();
  return { zone: zone.endsWith('.') ? zone : `${zone}.`, port: Number(match?.[2] ?? 53) };
}

interface Body {
  readonly plugins: PluginConfig[];
  /** Index of the closing brace; undefined when there is none, or a word is no directive. */
  readonly end: number | undefined;
  readonly unknown?: Token;
}

function parseBody(tokens: readonly Token[], from: number): Body {
  const plugins: PluginConfig[] = [];
  let at = from;
  while (at < tokens.length) {
    const token = tokens[at] as Token;
    if (token.text === '}') return { plugins, end: at };
    if (!isDirective(token.text)) return { plugins, end: undefined, unknown: token };
    const args: string[] = [];
    for (at++; tokens[at]?.line === token.line && tokens[at]?.text !== '{'; at++) args.push((tokens[at] as Token).text);
    const block: string[][] = [];
    if (tokens[at]?.text === '{' && tokens[at]?.line === token.line) {
      const end = readLines(tokens, at + 1, block);
      if (end === undefined) return { plugins, end: undefined };
      at = end + 1;
    }
    plugins.push({ name: token.text, args, block });
  }
  return { plugins, end: undefined };
}

/** Index of the closing brace; nested braces belong to the line on which they open. */
function readLines(tokens: readonly Token[], from: number, lines: string[][]): number | undefined {
  let line = -1;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (token.text === '}') return at;
    if (token.line !== line) lines.push([]);
    line = token.line;
    lines.at(-1)?.push(token.text);
  }
  return undefined;
}
