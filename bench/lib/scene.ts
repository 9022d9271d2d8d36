import { compatSecrets, groups, identities } from '@coterie/contract';
import { openScene } from './company.ts';
import type { Request } from './throughput.ts';

const programs = 50;
const projectCount = 10;
const listed = 100;
const longest = 10_000;
/** As many as one request may make. */
const batch = 1000;

type Measured = { what: string; request: Request; isRight: (answer: unknown) => boolean };

/** What is asked of a server again and again: checks of programs in projects by way of groups, and secrets of a project. */
export async function openQuestions(url: string, checks: number): Promise<Measured[]> {
  const scene = await openScene(url);
  const { company, ada, path } = scene;
  const { subjects, places } = await fill(scene);
  const list = await company.project('List');
  await company.addGroup(list, scene.group, 'viewer');
  for (let n = 0; n < listed; n++) await company.secret(list.id, `KEY_${n}`, `brass ${n}`);
  const long = await company.project('Long list');
  await company.addGroup(long, scene.group, 'viewer');
  for (let from = 0; from < longest; from += batch)
    await company.admin.call(compatSecrets.createRawSecrets, {
      body: {
        workspaceId: long.id,
        environment: 'dev',
        secrets: Array.from({ length: batch }, (_, n) => ({
          secretKey: `KEY_${from + n}`,
          secretValue: `brass ${from + n}`,
        })),
      },
    });
  const listOf = ({ id }: { id: string }, length: number) => ({
    request: get(`/api/v4/secrets?projectId=${id}&environment=dev`),
    isRight: (answer: unknown) =>
      lengthOf(answer, 'secrets') === length &&
      JSON.stringify(answer).includes(`"brass ${length - 1}"`),
  });
  const { token } = company.admin;
  const evaluation = (n: number) => ({
    subject: { type: 'machineIdentity', id: subjects[n % programs]?.id ?? '' },
    action: { name: n % 3 === 0 ? 'edit' : 'readValue' },
    resource: {
      type: 'secrets',
      id: places[Math.floor(n / programs) % projectCount]?.id ?? '',
      properties: { environment: 'dev', secretPath: '/', secretName: 'KEY' },
    },
  });
  const many = { evaluations: Array.from({ length: checks }, (_, n) => evaluation(n)) };
  const post = (where: string, body: object): Request => ({
    ...{ method: 'POST', path: `/access/v1/${where}`, token },
    body: JSON.stringify(body),
  });
  const get = (at: string): Request => ({ method: 'GET', path: at, token: ada.token });
  return [
    {
      what: 'one check',
      request: post('evaluation', evaluation(1)),
      isRight: (answer) => (answer as { decision: boolean }).decision,
    },
    {
      what: `${checks} checks in a request`,
      request: post('evaluations', many),
      isRight: (answer) => yesAndNo(answer) && lengthOf(answer, 'evaluations') === checks,
    },
    {
      what: 'one secret',
      request: get(path),
      isRight: (answer) => JSON.stringify(answer).includes('"secretValue":"brass"'),
    },
    ...[
      { of: list, length: listed },
      { of: long, length: longest },
    ].flatMap(({ of, length }) => {
      const { request, isRight } = listOf(of, length);
      const what = `${length.toLocaleString('en')} secrets of a folder`;
      return [
        { what, request, isRight },
        { what: `${what}, 304`, request: { ...request, isKnown: true as const }, isRight },
      ];
    }),
  ];
}

/** Programs in groups, and groups in projects as viewers or members. */
async function fill({ company }: Awaited<ReturnType<typeof openScene>>) {
  const teams = [];
  const places = [];
  const subjects = [];
  for (let n = 0; n < projectCount; n++) {
    const [team, place] = [await company.group(`Team ${n}`), await company.project(`Place ${n}`)];
    await company.addGroup(place, team, n % 2 === 0 ? 'viewer' : 'member');
    teams.push(team);
    places.push(place);
  }
  for (let n = 0; n < programs; n++) {
    const body = { name: `Program ${n}`, role: 'no-access' };
    const { identity } = await company.admin.call(identities.createIdentity, { body });
    subjects.push(identity);
    // Program 1 is in the first team, which reads in the first project.
    for (const team of [teams[(n + 9) % 10], teams[(n * 3) % 10]]) {
      const params = { id: team?.id ?? '', identityId: identity.id };
      await company.admin.call(groups.addGroupIdentity, { params });
    }
  }
  return { subjects, places };
}

const lengthOf = (answer: unknown, field: string): number | undefined =>
  (answer as Record<string, unknown[] | undefined>)[field]?.length;

const yesAndNo = (answer: unknown): boolean => {
  const text = JSON.stringify(answer);
  return text.includes('"decision":true') && text.includes('"decision":false');
};
