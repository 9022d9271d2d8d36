type Table = Readonly<Record<string, { readonly actions: readonly string[] }>>;

/** Rules that deny everything that a table of subjects has. */
export const denyAll = (table: Table) =>
  Object.entries(table).map(([subject, { actions }]) => ({
    subject,
    action: [...actions],
    inverted: true,
  }));
