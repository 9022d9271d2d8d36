import type { templates } from '@coterie/contract';
import { slugOf } from '@coterie/kernel';

export type GroupEntry = { groupSlug: string; name: string; roles: readonly string[] };
export type TemplateDraft = {
  name: string;
  description: string;
  /** A name on each line; its slug may follow after a colon. */
  environments: string;
  groups: readonly GroupEntry[];
};

const usual = [
  { name: 'Development', slug: 'dev' },
  { name: 'Staging', slug: 'staging' },
  { name: 'Production', slug: 'prod' },
];

/** What the form begins with: the template as it is, or the usual environments. */
export const draftOf = (template: templates.ProjectTemplate | undefined): TemplateDraft => ({
  name: template?.name ?? '',
  description: template?.description ?? '',
  environments: (template?.environments ?? usual)
    .map(({ name, slug }) => (slugOf(name) === slug ? name : `${name}: ${slug}`))
    .join('\n'),
  groups: template?.groups ?? [],
});

/** The environments of the text, in its order; where no slug is written, it is made from the name. */
export const environmentsIn = (text: string): { name: string; slug: string }[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.lastIndexOf(':');
      if (colon < 0) return { name: line, slug: slugOf(line) };
      return { name: line.slice(0, colon).trim(), slug: line.slice(colon + 1).trim() };
    });

/** The draft as the contract takes it. */
export const draftRequest = ({ name, description, environments, groups }: TemplateDraft) => ({
  name,
  description,
  environments: environmentsIn(environments),
  groups: groups.map(({ groupSlug, roles }) => ({ groupSlug, roles: [...roles] })),
});
