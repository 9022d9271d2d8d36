import { type Company, type House, openCompany } from '../../server/test/support/house.ts';

/** An organization on a server process of its own, with someone in a group that may read a project's secret. */
export async function openScene(url: string) {
  // Only the address is looked at.
  const company: Company = await openCompany({ url } as House);
  const ada = await company.person('Ada');
  const project = await company.project('Engine');
  const group = await company.group('Readers');
  const { secret } = await company.secret(project.id, 'KEY', 'brass');
  await company.addGroup(project, group, 'viewer');
  await company.join(group, ada);
  const path = `/api/v4/secrets/KEY?projectId=${project.id}&environment=dev`;
  return { company, ada, project, group, secret, path };
}
