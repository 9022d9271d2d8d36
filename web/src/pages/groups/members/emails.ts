/** The most members that one request may add. */
export const most = 10_000;
type Pasted = { piece: string; email: string };

/** The pieces of a pasted text, one a line or set apart by commas or semicolons, each with the address in it; the same address once. */
export function pasted(text: string): readonly Pasted[] {
  const pieces = text
    .split(/[\n,;]+/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .map((piece) => ({ piece, email: addressIn(piece) }));
  return [...new Map(pieces.map((one) => [one.email, one])).values()];
}

/** `Ada <ada@example.org>` is how mail programs copy an address. */
const addressIn = (piece: string): string =>
  (piece.match(/<([^<>]+)>\s*$/)?.[1] ?? piece).trim().toLowerCase();

/** Whether it could be an address at all; the server knows whose. */
export const isAddress = (email: string): boolean =>
  email.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(email);
