import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { gcp } from './gcp.ts';
import { jwt } from './jwt.ts';
import { kubernetes } from './kubernetes.ts';
import { oidc } from './oidc.ts';
import type { Way } from './proof.ts';

/** Every way of signing in by what others say of a machine. */
export const ways: readonly Way[] = [oidc, jwt, kubernetes, aws, gcp, azure];
