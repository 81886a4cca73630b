/** Differences that we know, by the line as it is written, each with its reason. One that disappears fails the suite. */
export const KNOWN: Readonly<Record<string, string>> = {};
