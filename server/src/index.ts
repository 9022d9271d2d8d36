/** The server's only door, for the bench and tests of other packages. */
export { buildApp } from './app.ts';
export { type Config, readConfig } from './config.ts';
export { openApi } from './http/pages/describe.ts';
export { makeLogger, type Running, start } from './server.ts';
