import {
  type HTMLInputTypeAttribute,
  type KeyboardEventHandler,
  type ReactNode,
  useId,
} from 'react';

type Common = { label: string; hint?: ReactNode; error?: string | undefined };
type Wiring = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
};

/** Label, control, hint and what is wrong, tied together for screen readers. */
export function Field({
  label,
  hint,
  error,
  children,
}: Common & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : '']
    .filter(Boolean)
    .join(' ');
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-dim">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-1 text-xs text-danger-ink">
          {error}
        </p>
      )}
    </div>
  );
}

type TextGiven = Common & {
  value: string;
  onChange: (value: string) => void;
  type?: HTMLInputTypeAttribute;
  required?: boolean;
  readOnly?: boolean;
  autoComplete?: string;
  placeholder?: string;
  minLength?: number;
  mono?: boolean;
  onKeyDown?: KeyboardEventHandler;
};

export function TextField({
  value,
  onChange,
  type = 'text',
  autoComplete = 'off',
  mono,
  label,
  hint,
  error,
  ...rest
}: TextGiven) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <input
          {...wiring}
          {...rest}
          type={type}
          autoComplete={autoComplete}
          spellCheck={mono ? false : undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={`control ${mono ? 'font-mono' : ''}`}
        />
      )}
    </Field>
  );
}

type AreaGiven = Common & {
  value: string;
  onChange: (value: string) => void;
  rows?: number;
  mono?: boolean;
  placeholder?: string;
};

export function AreaField({
  value,
  onChange,
  rows = 3,
  mono,
  label,
  hint,
  error,
  placeholder,
}: AreaGiven) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <textarea
          {...wiring}
          rows={rows}
          placeholder={placeholder}
          spellCheck={mono ? false : undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={`control resize-y ${mono ? 'font-mono' : ''}`}
        />
      )}
    </Field>
  );
}

export type Option = { value: string; label: string };
type SelectGiven = Common & {
  value: string;
  onChange: (value: string) => void;
  options: readonly Option[];
};

export function SelectField({ value, onChange, options, label, hint, error }: SelectGiven) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <select
          {...wiring}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className="control"
        >
          <Options list={options} />
        </select>
      )}
    </Field>
  );
}

/** A select inside a row: its label is only read out. */
export function RowSelect({
  label,
  value,
  onChange,
  options,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: readonly Option[];
}) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="h-8 max-w-44 rounded-md border border-line bg-raised px-2 text-sm hover:border-edge"
    >
      <Options list={options} />
    </select>
  );
}

const Options = ({ list }: { list: readonly Option[] }) =>
  list.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));

type CheckGiven = {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  hint?: ReactNode;
};

export function Check({ label, checked, onChange, disabled, hint }: CheckGiven) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <div className="min-w-0">
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p id={`${id}-hint`} className="text-xs text-dim">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
