import { type FormEvent, type ReactNode, useState } from 'react';
import { type Act, problemOf, sentence } from '../../api.ts';
import { Notice } from '../frame/notice.tsx';

/** What was typed, by field; `at` ties a field to it and to what the server says of that field. */
export function useTyped<T extends object>(start: T) {
  const [typed, setTyped] = useState(start);
  const set =
    <K extends keyof T>(field: K) =>
    (value: T[K]) =>
      setTyped((before) => ({ ...before, [field]: value }));
  const at = <K extends keyof T & string>(field: K, error: unknown) => ({
    value: typed[field],
    onChange: set(field),
    error: problemOf(error, field),
  });
  return { typed, set, setTyped, at };
}

type Given = {
  act: Pick<Act, 'run' | 'error'>;
  /** The fields that show what is wrong with them. */
  fields?: readonly string[];
  children: ReactNode;
  label?: string;
  /** The buttons that end it: what is wrong stands above them. */
  actions?: ReactNode;
};

/** A form: submits without leaving the page; a failure that no field shows stands above, and what was typed stays. */
export function Form({ act: { run, error }, fields = [], children, label, actions }: Given) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(undefined);
  };
  const isShownAtField = fields.some((field) => problemOf(error, field) !== undefined);
  return (
    <form onSubmit={submit} aria-label={label} className="flex flex-col gap-4">
      {children}
      {error !== null && error !== undefined && !isShownAtField && (
        <Notice tone="danger">{sentence(error)}</Notice>
      )}
      {actions}
    </form>
  );
}
