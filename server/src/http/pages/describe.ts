import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import type { Parts } from '../../usecases/parts.ts';
import { doors } from '../index.ts';
import { version } from './version.ts';

/** Has every route that is mounted after it judged by its zod schemas, and written down as OpenAPI 3.1. */
export const describe = async (app: FastifyInstance): Promise<void> => {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(swagger, {
    openapi: description(),
    transform: jsonSchemaTransform,
    transformObject: (given) =>
      withoutUnused(jsonSchemaTransformObject(given) as Described) as object,
  });
};

type Described = { paths?: object; components?: { schemas?: Record<string, unknown> } };

/** Each shape is written down as it is sent and as it is answered: only those that something refers to are kept. */
function withoutUnused(described: Described): Described {
  const schemas = { ...described.components?.schemas };
  for (let isLess = true; isLess; ) {
    const text = JSON.stringify([described.paths, schemas]);
    const unused = Object.keys(schemas).filter(
      (name) => !text.includes(`"#/components/schemas/${name}"`),
    );
    for (const name of unused) delete schemas[name];
    isLess = unused.length > 0;
  }
  return { ...described, components: { ...described.components, schemas } };
}

/** The description of the whole API, made without a database: the doors are mounted and never opened. */
export async function openApi(): Promise<object> {
  const app = Fastify();
  await describe(app);
  await app.register(async (api) => {
    for (const door of doors) door.open(api, {} as Parts);
  });
  await app.ready();
  return app.swagger();
}

const description = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Coterie',
    version,
    description:
      'User groups and access control for organizations, projects and the secrets in them.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  components: { securitySchemes: { bearer: { type: 'http' as const, scheme: 'bearer' } } },
});
