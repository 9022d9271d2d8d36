import type { Level } from '@coterie/kernel';
import { slugOf } from '@coterie/kernel';
import { useState } from 'react';
import { Button } from '../form/button.tsx';
import { TextField } from '../form/field.tsx';
import { Form, useTyped } from '../form/form.tsx';
import { Matrix } from './matrix.tsx';
import { RuleList } from './rule-list.tsx';
import { actionsOf, type Rule } from './rules.ts';

export type RoleDraft = { name: string; slug: string; description: string; permissions: Rule[] };
export const emptyRole: RoleDraft = { name: '', slug: '', description: '', permissions: [] };

type Given = {
  level: Level;
  start: RoleDraft;
  isNew: boolean;
  /** The missing permission in words: the role is only shown. */
  locked: string | undefined;
  onSave: (draft: RoleDraft) => void;
  onCancel: () => void;
  pending: boolean;
  error: unknown;
};

/** Name, slug, description, the matrix and the rules of one role. */
export function RoleEditor(given: Given) {
  const { level, start, isNew, locked, onSave, onCancel, pending, error } = given;
  const { typed, set, at } = useTyped(start);
  const [isSlugOwn, setSlugOwn] = useState(!isNew);
  const slug = isSlugOwn ? typed.slug : slugOf(typed.name);
  const setSlug = (value: string) => {
    setSlugOwn(true);
    set('slug')(value);
  };
  const readOnly = locked !== undefined;
  const permissions = typed.permissions.filter((rule) => actionsOf(rule).length > 0);
  const editing = readOnly ? {} : { onChange: set('permissions') };
  const act = { run: () => onSave({ ...typed, slug, permissions }), error };
  const asSlug = { ...at('slug', error), value: slug, onChange: setSlug };
  return (
    <Form
      act={act}
      fields={['name', 'slug', 'description']}
      label="Role"
      actions={
        <div className="sticky bottom-0 flex flex-wrap gap-2 border-t border-line bg-canvas py-3">
          <Button look="primary" submit pending={pending} locked={locked}>
            {isNew ? 'Create role' : 'Save role'}
          </Button>
          <Button onClick={onCancel}>{readOnly ? 'Back' : 'Cancel'}</Button>
        </div>
      }
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label="Name" required readOnly={readOnly} {...at('name', error)} />
        <TextField label="Slug" required mono readOnly={readOnly} {...asSlug} />
      </div>
      <TextField label="Description" readOnly={readOnly} {...at('description', error)} />
      <section aria-labelledby="matrix" className="flex flex-col gap-3">
        <MatrixHead level={level} />
        <Matrix level={level} rules={typed.permissions} {...editing} />
      </section>
      <RuleList level={level} rules={typed.permissions} {...editing} />
    </Form>
  );
}

const MatrixHead = ({ level }: { level: Level }) => (
  <div>
    <h2 id="matrix" className="font-semibold">
      Permissions
    </h2>
    <p className="text-sm text-dim">
      What the role allows everywhere in the {level}. Nothing is allowed unless it is ticked.
    </p>
  </div>
);
