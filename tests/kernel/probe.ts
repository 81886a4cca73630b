/** Exit 0: this machine can run the kernel tests. Otherwise says what is missing. */
import { findWhatIsMissing } from './house.ts';

const missing = findWhatIsMissing();
if (missing) {
  console.log(missing);
  process.exitCode = 1;
}
