/** @typedef {{ version?: string, dev?: boolean, license?: string, optionalDependencies?: Record<string, string>, [more: string]: unknown }} Locked */
/** @typedef {Record<string, Locked>} Packages the packages of a lock file, by their folder */
/** @typedef {{ name: string, version: string, parent: Locked }} Missing */

/**
 * The packages for other systems that a lock file leaves out. npm leaves out what the registry it asks does not hold,
 * such as a mirror without them, and then `npm ci` refuses the lock file everywhere.
 * @param {Packages} packages
 * @returns {Missing[]}
 */
export function missingFromLock(packages) {
  return Object.entries(packages).flatMap(([folder, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => !isLocked(packages, folder, name))
      .map(([name, version]) => ({ name, version, parent })),
  );
}

/** As Node looks a package up: in the folder itself, then in each one above.
 * @param {Packages} packages
 * @param {string} folder
 * @param {string} name
 * @returns {boolean} */
function isLocked(packages, folder, name) {
  if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
  if (folder === '') return false;
  return isLocked(packages, folder.replace(/(^|\/)(node_modules\/(@[^/]+\/)?)?[^/]+$/, ''), name);
}

/** The packages with the missing ones, each told for which system it is, so that npm passes it over elsewhere.
 * @param {Packages} packages
 * @returns {Packages} */
export function completed(packages) {
  const added = missingFromLock(packages).map((one) => [`node_modules/${one.name}`, entry(one)]);
  const all = [...Object.entries(packages), ...added];
  return Object.fromEntries(all.sort(([a], [b]) => String(a).localeCompare(String(b), 'en')));
}

/** @param {Missing} one
 * @returns {Locked} */
function entry({ name, version, parent }) {
  const words = name.split(/[-/]/).map((word) => word.replace('windows', 'win32'));
  return {
    version,
    ...listed('cpu', words, /^(arm|arm64|ia32|loong64|mips64el|ppc64|riscv64|s390x|wasm32|x64)$/),
    ...(parent.dev ? { dev: true } : {}),
    ...listed('libc', words, /^musl/),
    license: parent.license,
    optional: true,
    ...listed(
      'os',
      words,
      /^(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)$/,
    ),
  };
}

/** @param {string} key
 * @param {readonly string[]} words
 * @param {RegExp} pattern
 * @returns {Record<string, string[]>} */
function listed(key, words, pattern) {
  const found = words.find((word) => pattern.test(word));
  return found ? { [key]: [key === 'libc' ? 'musl' : found] } : {};
}
