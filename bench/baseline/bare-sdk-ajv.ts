import {
  CreateImagePipelineCommand,
  ImagebuilderClient,
  type CreateImagePipelineCommandInput,
} from '@aws-sdk/client-imagebuilder';
import { Ajv2020 } from 'ajv/dist/2020.js';
import requestSchema from '../../src/schema/create-image-pipeline-request.schema.json' with { type: 'json' };

const client = new ImagebuilderClient({});
const validate = new Ajv2020({ allErrors: true }).compile<CreateImagePipelineCommandInput>(
  requestSchema,
);

/** The usual way to validate: the schema is compiled while the function starts. */
export const handler = async (event: { body: string }) => {
  const body: unknown = JSON.parse(event.body);
  if (!validate(body)) return { statusCode: 400, body: JSON.stringify(validate.errors) };
  const answer = await client.send(new CreateImagePipelineCommand(body));
  return { statusCode: 201, body: JSON.stringify(answer) };
};
