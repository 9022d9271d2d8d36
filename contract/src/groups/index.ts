export * from './groups.ts';
export * from './managers.ts';
export * from './members.ts';
