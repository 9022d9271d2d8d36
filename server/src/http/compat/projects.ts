import { compatProjects } from '@coterie/contract';
import { findEnvironment } from '../../usecases/content/environments/read.ts';
import {
  createEnvironment,
  deleteEnvironment,
  editEnvironment,
} from '../../usecases/content/environments/write.ts';
import { createProject } from '../../usecases/projects/create.ts';
import { deleteProject } from '../../usecases/projects/delete.ts';
import { editProject } from '../../usecases/projects/edit.ts';
import { findProject } from '../../usecases/projects/find.ts';
import {
  getProject,
  getProjectBySlug,
  listReachableProjects,
} from '../../usecases/projects/list.ts';
import { type Door, door } from '../door/door.ts';
import { presentEnvironment, presentProject } from '../present/projects.ts';

const all = { all: false, limit: 1000, offset: 0, order: 'name', direction: 'asc' } as const;

export const compatProjectDoors: Door[] = [
  door(compatProjects.createWorkspace, async (parts, caller, { body }) => ({
    project: presentProject(await createProject(parts, caller, body)),
  })),
  door(compatProjects.listWorkspaces, async (parts, caller) => ({
    workspaces: (await listReachableProjects(parts, caller, all)).projects.map(({ row }) =>
      presentProject(row),
    ),
  })),
  door(compatProjects.getWorkspace, async (parts, caller, { params }) => ({
    workspace: presentProject((await getProject(parts, caller, params.projectId)).row),
  })),
  door(compatProjects.getWorkspaceBySlug, async (parts, caller, { params }) =>
    presentProject(await getProjectBySlug(parts, caller, params.slug)),
  ),
  door(compatProjects.getWorkspaceNamed, async (parts, caller, { params }) => {
    const workspace = presentProject(await getProjectBySlug(parts, caller, params.slug));
    return { ...workspace, workspace };
  }),
  door(compatProjects.deleteWorkspace, async (parts, caller, { params }) => ({
    project: presentProject(
      await deleteProject(parts, caller, await findProject(parts, caller, params)),
    ),
  })),
  door(compatProjects.setAuditRetention, async (parts, caller, { params, body }) => ({
    workspace: presentProject(
      await editProject(parts, caller, await findProject(parts, caller, params), body),
    ),
  })),

  door(compatProjects.createWorkspaceEnvironment, async (parts, caller, { params, body }) => {
    const wanted = { ...body, position: body.position ?? undefined };
    const row = await createEnvironment(parts, caller, params.projectId, wanted);
    return {
      message: 'created',
      workspace: params.projectId,
      environment: presentEnvironment(row),
    };
  }),
  door(compatProjects.getWorkspaceEnvironment, async (parts, caller, { params }) => ({
    environment: presentEnvironment(await findEnvironment(parts, caller, params.envId)),
  })),
  door(compatProjects.editWorkspaceEnvironment, async (parts, caller, { params, body }) => {
    const wanted = { ...body, position: body.position ?? undefined };
    const row = await editEnvironment(parts, caller, params.projectId, params.envId, wanted);
    return { environment: presentEnvironment(row) };
  }),
  door(compatProjects.deleteWorkspaceEnvironment, async (parts, caller, { params }) => ({
    environment: presentEnvironment(
      await deleteEnvironment(parts, caller, params.projectId, params.envId),
    ),
  })),
];
