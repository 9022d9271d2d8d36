/** What a fresh clone needs before anything else can run; each function does nothing when it is there already. */
export { ensureChromium } from './lib/chromium.mjs';
export { ensureConsoleBuilt } from './lib/console.mjs';
export { ensureInstalled } from './lib/installed.mjs';
export { node24 } from './lib/node24.mjs';
