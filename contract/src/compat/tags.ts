import { workspace } from '../content/tags.ts';

/** Tags under the paths that Terraform calls. */
export const listWorkspaceTags = workspace.list;
export const createWorkspaceTag = workspace.create;
export const getWorkspaceTag = workspace.one;
export const getWorkspaceTagBySlug = workspace.bySlug;
export const editWorkspaceTag = workspace.edit;
export const deleteWorkspaceTag = workspace.remove;
