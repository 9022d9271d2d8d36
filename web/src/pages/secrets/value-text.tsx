/** A value as it is read; dots while it is not shown. */
export function ValueText({ value }: { value: string | undefined }) {
  if (value === undefined) return <span aria-hidden>••••••••</span>;
  return value || <span className="text-dim italic">empty</span>;
}
