import type { Level } from '@coterie/kernel';
import { slugOf } from '@coterie/kernel';
import { useState } from 'react';
import { problemOf } from '../../api.ts';
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
export function RoleEditor({
  level,
  start,
  isNew,
  locked,
  onSave,
  onCancel,
  pending,
  error,
}: Given) {
  const { typed, set } = useTyped(start);
  const [isSlugOwn, setSlugOwn] = useState(!isNew);
  const slug = isSlugOwn ? typed.slug : slugOf(typed.name);
  const isShownOnly = locked !== undefined;
  const permissions = typed.permissions.filter((rule) => actionsOf(rule).length > 0);
  const editing = isShownOnly ? {} : { onChange: set('permissions') };
  return (
    <Form
      error={error}
      fields={['name', 'slug', 'description']}
      onSubmit={() => onSave({ ...typed, slug, permissions })}
      label="Role"
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Name"
          required
          readOnly={isShownOnly}
          value={typed.name}
          onChange={set('name')}
          error={problemOf(error, 'name')}
        />
        <TextField
          label="Slug"
          required
          mono
          readOnly={isShownOnly}
          value={slug}
          onChange={(value) => {
            setSlugOwn(true);
            set('slug')(value);
          }}
          error={problemOf(error, 'slug')}
        />
      </div>
      <TextField
        label="Description"
        readOnly={isShownOnly}
        value={typed.description}
        onChange={set('description')}
        error={problemOf(error, 'description')}
      />
      <section aria-labelledby="matrix" className="flex flex-col gap-3">
        <div>
          <h2 id="matrix" className="font-semibold">
            Permissions
          </h2>
          <p className="text-sm text-dim">
            What the role allows everywhere in the {level}. Nothing is allowed unless it is ticked.
          </p>
        </div>
        <Matrix level={level} rules={typed.permissions} {...editing} />
      </section>
      <RuleList level={level} rules={typed.permissions} {...editing} />
      <div className="sticky bottom-0 flex flex-wrap gap-2 border-t border-line bg-canvas py-3">
        <Button look="primary" submit pending={pending} locked={locked}>
          {isNew ? 'Create role' : 'Save role'}
        </Button>
        <Button onClick={onCancel}>{isShownOnly ? 'Back' : 'Cancel'}</Button>
      </div>
    </Form>
  );
}
