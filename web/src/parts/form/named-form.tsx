import { slugOf } from '@coterie/kernel';
import { useState } from 'react';
import { problemOf } from '../../api.ts';
import { TextField } from './field.tsx';

/** Name and Slug, the slug following the name until it is typed by hand. */
export function useNamed(start = { name: '', slug: '' }) {
  const [name, setName] = useState(start.name);
  const [ownSlug, setOwnSlug] = useState(start.slug === '' ? undefined : start.slug);
  return { name, setName, slug: ownSlug ?? slugOf(name), setSlug: setOwnSlug };
}

/** What the API takes for a slug: nothing else is asked about. */
export const isSlug = (text: string): boolean => /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/.test(text);

type Given = {
  named: ReturnType<typeof useNamed>;
  error: unknown;
  nameField?: string;
  readOnly?: boolean;
};

export function NamedFields({ named, error, nameField = 'name', readOnly = false }: Given) {
  return (
    <>
      <TextField
        label="Name"
        required
        readOnly={readOnly}
        value={named.name}
        onChange={named.setName}
        error={problemOf(error, nameField)}
      />
      <TextField
        label="Slug"
        required
        mono
        readOnly={readOnly}
        hint="Its name in addresses and programs: lower case, digits, hyphens."
        value={named.slug}
        onChange={named.setSlug}
        error={problemOf(error, 'slug')}
      />
    </>
  );
}
