/** The most members that one request may add. */
export const most = 10_000;
type Pasted = { piece: string; email: string };

/**
 * The pieces of a pasted text, one a line or set apart by commas, semicolons, blanks or tabs, each with the address in it;
 * the same address once. `Last, First <a@b>` and `mailto:a@b` are how mail programs copy an address.
 */
export function pasted(text: string): readonly Pasted[] {
  const pieces = text.split(/[\n;]+/).flatMap(piecesOf);
  return [...new Map(pieces.map((one) => [one.email, one])).values()];
}

/** A line may name one address in brackets, or several with or without. */
function piecesOf(line: string): Pasted[] {
  const named = [...line.matchAll(/([^<>]*)<([^<>]+)>/g)];
  const rest = named.length === 0 ? line : line.slice(line.lastIndexOf('>') + 1);
  return [
    ...named.flatMap(([whole, before = '', inside = '']) => [
      // Addresses that stand before the name of the next: `ada@example.org, Alan <alan@example.org>`.
      ...before
        .split(/,/)
        .filter((one) => isAddress(one.trim()))
        .map((one) => pieceOf(one)),
      { piece: whole.replace(/^[\s,]+/, '').trim(), email: cleaned(inside) },
    ]),
    ...rest
      .split(/,/)
      .flatMap((part) => (/@\S*\s+\S*@/.test(part) ? part.split(/\s+/) : [part]))
      .map(pieceOf),
  ].filter(({ piece }) => piece !== '');
}

const pieceOf = (piece: string): Pasted => ({ piece: piece.trim(), email: cleaned(piece) });
const cleaned = (address: string): string =>
  address
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/\?.*$/, '')
    .toLowerCase();

/** Whether it could be an address at all; the server knows whose. */
export const isAddress = (email: string): boolean =>
  email.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(email);
