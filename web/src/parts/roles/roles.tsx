import { roles } from '@coterie/contract';
import { projectRoles } from '@coterie/kernel';
import { useAsk } from '../../api.ts';
import { useOrganization } from '../../session.tsx';
import { roleWord } from '../../words.ts';
import type { Option } from '../form/field.tsx';

/** The organization roles to choose from; the built-in ones where the viewer may not list them. */
export function useOrganizationRoles() {
  const { may } = useOrganization();
  const { answer } = useAsk(roles.listOrganizationRoles, {}, { enabled: may('role', 'read') });
  const list =
    answer?.roles ??
    ['member', 'admin', 'no-access'].map((slug) => ({ slug, name: roleWord(slug) }));
  const options: Option[] = list.map(({ slug, name }) => ({ value: slug, label: name }));
  return {
    options,
    nameOf: (slug: string) => list.find((role) => role.slug === slug)?.name ?? roleWord(slug),
  };
}

export type RoleChoice = { slug: string; name: string; description: string | null };

/** The roles of a project to choose from. */
export function useProjectRoles(projectId: string, mayRead: boolean) {
  const { answer } = useAsk(
    roles.listProjectRoles,
    { params: { projectId } },
    { enabled: mayRead },
  );
  const list: readonly RoleChoice[] = answer?.roles ?? projectRoles;
  return {
    list,
    nameOf: (slug: string) => list.find((role) => role.slug === slug)?.name ?? roleWord(slug),
  };
}

export type HasRole = {
  role: string;
  customRoleSlug?: string | null;
  customRole?: { slug: string } | null;
};
/** The slug by which a role is asked for, built in or custom. */
export const slugOfRole = ({ role, customRoleSlug, customRole }: HasRole): string =>
  customRoleSlug ?? customRole?.slug ?? role;
