// The typed database client, for editors and type checks.
import { generateClient } from './build.mjs';

await generateClient();
