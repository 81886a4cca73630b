/** Calls `see` for every node of a parsed script below and including `node`, in substitutions too. */
export function visit(node: unknown, see: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, see);
  } else if (typeof node === 'object' && node !== null) {
    see(node as Record<string, unknown>);
    for (const value of Object.values(node)) if (typeof value === 'object') visit(value, see);
  }
}
