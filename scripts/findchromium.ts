// Prints the path of the browser the tests use, or fails.
import { findChromium } from '../tests/e2e/chromium.ts';

const path = findChromium();
if (path) console.log(path);
else process.exitCode = 1;
