import type { ServerResponse } from 'node:http';

/**
 * Next puts inline scripts into prerendered pages and Mantine inline styles on elements: both need 'unsafe-inline'
 * (a nonce would make every page dynamic). Everything else comes from this origin or not at all.
 */
function contentSecurityPolicy(mode: 'production' | 'development'): string {
  const scripts = mode === 'development' ? "'self' 'unsafe-inline' 'unsafe-eval'" : "'self' 'unsafe-inline'";
  return [
    "default-src 'self'",
    `script-src ${scripts}`,
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

export function setSecurityHeaders(response: ServerResponse, mode: 'production' | 'development'): void {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(mode));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
}
