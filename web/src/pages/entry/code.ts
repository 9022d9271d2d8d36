/** Base64 of a text in UTF-8. */
export const asCode = (text: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)));
