import { problemOf } from '../../../api.ts';
import { AreaField, SelectField, TextField } from '../../../parts/form/field.tsx';
import { duration } from '../token-life.tsx';
import { type Field, labelIn } from './fields.ts';

type Given = {
  field: Field;
  fields: readonly Field[];
  /** Of a way that is there already. */
  isThere: boolean;
  value: string;
  onChange: (value: string) => void;
  failure: unknown;
};

/** One setting as a field of a form, with what the server says of it. */
export function WayField({ field, fields, isThere, value, onChange, failure }: Given) {
  const { name, label, kind, hint, placeholder, required, options } = field;
  const problem = problemOf(failure, name);
  const given = {
    label,
    value,
    onChange,
    ...(hint === undefined ? {} : { hint }),
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(kind === 'secret' && isThere
      ? { placeholder: 'Left empty, the one that is there stays' }
      : {}),
    error: problem && labelIn(problem, fields),
  };
  switch (kind) {
    case 'choice':
      return <SelectField {...given} options={options ?? []} />;
    case 'pem':
    case 'pems':
    case 'claims':
      return <AreaField {...given} mono />;
    case 'number':
      return <TextField {...given} type="number" />;
    case 'seconds':
      return <TextField {...given} type="number" hint={duration(Number(value))} />;
    case 'secret':
      return <TextField {...given} type="password" autoComplete="new-password" />;
    default:
      return <TextField {...given} mono required={required === true} />;
  }
}
