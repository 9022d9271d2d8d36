import { identities } from '@coterie/contract';
import { aws, azure, type Field, gcp, jwt, kubernetes, oidc } from './fields.ts';

/** A way of signing in by what others say of a machine. */
export type Way = {
  name: string;
  /** What it is for, in a line. */
  hint: string;
  endpoints: typeof identities.oidcAuth;
  fields: readonly Field[];
};

/** Every way has the same endpoints, whose settings differ in their names alone. */
const way = (
  name: string,
  endpoints: Omit<typeof identities.awsAuth, 'login'> | Omit<Way['endpoints'], 'login'>,
  { hint, fields }: Pick<Way, 'hint' | 'fields'>,
) => ({ name, hint, endpoints: endpoints as Way['endpoints'], fields });

export const ways: readonly Way[] = [
  way('oidc-auth', identities.oidcAuth, {
    hint: 'A CI system such as GitHub Actions, GitLab or CircleCI gives its jobs a token.',
    fields: oidc,
  }),
  way('jwt-auth', identities.jwtAuth, {
    hint: 'A token signed by a key of your own.',
    fields: jwt,
  }),
  way('kubernetes-auth', identities.kubernetesAuth, {
    hint: 'A pod shows the token of its service account. One of namespaces and service accounts has to be given.',
    fields: kubernetes,
  }),
  way('aws-auth', identities.awsAuth, {
    hint: 'A program shows a request that AWS knows it by. One of accounts, users and roles has to be given.',
    fields: aws,
  }),
  way('gcp-auth', identities.gcpAuth, {
    hint: 'A program shows a token of Google Cloud. One of service accounts and projects has to be given.',
    fields: gcp,
  }),
  way('azure-auth', identities.azureAuth, {
    hint: 'A program shows the token of its managed identity.',
    fields: azure,
  }),
];
