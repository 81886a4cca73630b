#!/usr/bin/env node
// The `hoplab` command: bundles lib/cli when its sources changed, then runs it.
import { bundle, generateClient, requireNode } from '../scripts/build.mjs';

requireNode();
await generateClient();
await bundle('hoplab');
await import('../dist/hoplab.mjs');
