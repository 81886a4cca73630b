/**
 * What stands first in the page of a sitting, in the page itself (`lib/server/sittingpage.ts`): it connects before any file
 * was asked for, and starts the page's own scripts when the prompt is on the screen. It is bundled by itself.
 */
import { type PageStart, SCRIPT_HELD_BACK, sittingAddress } from './startedpage.ts';

/** Later than this the page goes on whether or not the prompt is there. */
const PATIENCE_MS = 1_000;

function connect(sittingId: string): PageStart['early'] {
  const socket = new WebSocket(sittingAddress(sittingId, location.href));
  const early: { sittingId: string; socket: WebSocket; received: unknown[] } = { sittingId, socket, received: [] };
  socket.onmessage = (event) => early.received.push(event.data);
  return early;
}

function startScripts(): void {
  for (const held of document.querySelectorAll<HTMLScriptElement>(`script[type="${SCRIPT_HELD_BACK}"]`)) {
    const script = document.createElement('script');
    for (const { name, value } of held.attributes) if (name !== 'type') script.setAttribute(name, value);
    // A browser hides it from the attributes.
    script.nonce = held.nonce;
    held.replaceWith(script);
  }
}

function goOn(): void {
  startScripts();
  // Those that stand further down in the page.
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', startScripts);
}

const script = document.currentScript;
const sittingId = script?.dataset.sitting;
// React compares the head with its own.
script?.remove();
window.hoplabStart = { early: sittingId ? connect(sittingId) : undefined, goOn };
setTimeout(goOn, PATIENCE_MS);
