/** The first that fits: browsers name others that they are like. */
const browsers: readonly [RegExp, string][] = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/HeadlessChrome\/|Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/^infisical/i, 'Infisical CLI'],
  [/^coterie/i, 'Coterie CLI'],
  [/curl\//i, 'curl'],
  [/python/i, 'a Python program'],
  [/Go-http-client|terraform/i, 'a Go program'],
  [/^node\b|undici|axios/i, 'a Node program'],
];
const systems: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];
const first = (list: readonly [RegExp, string][], text: string): string | undefined =>
  list.find(([pattern]) => pattern.test(text))?.[1];

/** What a user agent calls itself, in words: a hint, since anyone can send any. */
export function deviceInWords(userAgent: string | null): string {
  if (userAgent === null || userAgent === '') return 'an unknown program';
  const program = first(browsers, userAgent);
  const system = first(systems, userAgent);
  if (program === undefined && system === undefined) return 'an unknown program';
  return [program ?? 'a browser', system].filter(Boolean).join(' on ');
}
