/** The command line's only door. */
export { program } from './program.ts';
