/**
 * What a browser may do with our pages. Scripts come from this origin, or they stand in the page and are named: by a nonce
 * in pages that are made for a request, by their hashes in pages that were made by the build. Styles stay open, because
 * Mantine and xterm write them onto elements.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

type Mode = 'production' | 'development';

function contentSecurityPolicy(scripts: readonly string[]): string {
  return [
    "default-src 'self'",
    `script-src ${["'self'", ...scripts].join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self' ws: wss:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Sets the headers of a response. `prerendered` is the folder of the pages that the build made. Next reads the nonce for its
 * own scripts from the policy in the *request*, where it puts nothing else. The nonce is the answer.
 */
export function createSecurityHeaders(mode: Mode, prerendered: string) {
  const hashes = mode === 'production' ? listScriptHashes(prerendered) : [];
  return (request: IncomingMessage, response: ServerResponse): string => {
    const value = randomBytes(16).toString('base64');
    const nonce = `'nonce-${value}'`;
    // The development server evaluates what it reloads.
    const scripts = mode === 'development' ? ["'unsafe-inline'", "'unsafe-eval'"] : [nonce, ...hashes];
    delete request.headers['content-security-policy-report-only'];
    request.headers['content-security-policy'] = mode === 'production' ? `script-src ${nonce}` : '';
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(scripts));
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('X-Frame-Options', 'DENY');
    response.setHeader('Referrer-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
    return value;
  };
}

/** `'sha256-…'` of every script that stands in a prerendered page. */
function listScriptHashes(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
  return [...new Set(pages.flatMap((name) => hashInlineScripts(readFileSync(join(folder, name), 'utf8'))))].sort();
}

export function hashInlineScripts(html: string): string[] {
  const scripts = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  return scripts.map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
}
