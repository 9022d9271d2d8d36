import { projects } from '@coterie/contract';
import {
  getEnvironment,
  getEnvironmentBySlug,
  listProjectEnvironments,
} from '../usecases/content/environments/read.ts';
import {
  createEnvironment,
  deleteEnvironment,
  editEnvironment,
} from '../usecases/content/environments/write.ts';
import { createProject } from '../usecases/projects/create.ts';
import { deleteProject } from '../usecases/projects/delete.ts';
import { editProject } from '../usecases/projects/edit.ts';
import { getProject, getProjectBySlug, listReachableProjects } from '../usecases/projects/list.ts';
import { takeProject } from '../usecases/projects/take.ts';
import { type Door, door } from './door/door.ts';
import { presentEnvironment, presentProject } from './present/projects.ts';

export const projectDoors: Door[] = [
  door(
    projects.listProjects,
    async (parts, caller, { query: { orderBy: order, orderDirection: direction, ...rest } }) => {
      const { projects: found, total } = await listReachableProjects(parts, caller, {
        ...rest,
        order,
        direction,
      });
      return {
        projects: found.map(({ row, roles }) => ({ ...presentProject(row), roles })),
        totalCount: total,
      };
    },
  ),
  door(projects.createProject, async (parts, caller, { body }) => ({
    project: presentProject(await createProject(parts, caller, body)),
  })),
  door(projects.getProject, async (parts, caller, { params }) => {
    const { row, roles, permissions } = await getProject(parts, caller, params.projectId);
    return { project: { ...presentProject(row), roles, permissions } };
  }),
  door(projects.getProjectBySlug, async (parts, caller, { params }) =>
    presentProject(await getProjectBySlug(parts, caller, params.slug)),
  ),
  door(projects.editProject, async (parts, caller, { params, body }) => ({
    project: presentProject(await editProject(parts, caller, params.projectId, body)),
  })),
  door(projects.deleteProject, async (parts, caller, { params }) => ({
    project: presentProject(await deleteProject(parts, caller, params.projectId)),
  })),
  door(projects.takeProject, async (parts, caller, { params }) => {
    await takeProject(parts, caller, params.projectId);
    return { membership: { projectId: params.projectId, roles: ['admin'] } };
  }),

  door(projects.createEnvironment, async (parts, caller, { params, body }) => ({
    environment: presentEnvironment(await createEnvironment(parts, caller, params.projectId, body)),
  })),
  door(projects.listEnvironments, async (parts, caller, { params }) => ({
    environments: (await listProjectEnvironments(parts, caller, params.projectId)).map(
      presentEnvironment,
    ),
  })),
  door(projects.getEnvironmentBySlug, async (parts, caller, { params }) =>
    presentEnvironment(await getEnvironmentBySlug(parts, caller, params.projectId, params.slug)),
  ),
  door(projects.getEnvironment, async (parts, caller, { params }) => ({
    environment: presentEnvironment(
      await getEnvironment(parts, caller, params.projectId, params.envId),
    ),
  })),
  door(projects.editEnvironment, async (parts, caller, { params, body }) => ({
    environment: presentEnvironment(
      await editEnvironment(parts, caller, params.projectId, params.envId, body),
    ),
  })),
  door(projects.deleteEnvironment, async (parts, caller, { params }) => ({
    environment: presentEnvironment(
      await deleteEnvironment(parts, caller, params.projectId, params.envId),
    ),
  })),
];
