import { type FormEvent, type ReactNode, useState } from 'react';
import { problemOf, sentence } from '../../api.ts';
import { Notice } from '../frame/notice.tsx';

/** What was typed, by field. */
export function useTyped<T extends object>(start: T) {
  const [typed, setTyped] = useState(start);
  const set =
    <K extends keyof T>(field: K) =>
    (value: T[K]) =>
      setTyped((before) => ({ ...before, [field]: value }));
  return { typed, set, setTyped };
}

type Given = {
  onSubmit: () => void;
  error: unknown;
  fields: readonly string[];
  children: ReactNode;
  label?: string;
};

/** A form: submits without leaving the page; a failure that no field shows stands above, and what was typed stays. */
export function Form({ onSubmit, error, fields, children, label }: Given) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  const isShownAtField = fields.some((field) => problemOf(error, field) !== undefined);
  return (
    <form onSubmit={submit} aria-label={label} className="flex flex-col gap-4">
      {children}
      {error !== null && error !== undefined && !isShownAtField && (
        <Notice tone="danger">{sentence(error)}</Notice>
      )}
    </form>
  );
}
