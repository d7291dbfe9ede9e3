// The JSON Schemas of the content files and of a saved scorecard, made from the definitions the server parses with, so
// that an editor completes and checks what the server will accept. Kept in rubrics/schemas.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveSchema } from '#domain/archive-schema.ts';
import { bankSchema } from '#domain/bank.ts';
import { calibrationSchema } from '#domain/calibration-round.ts';
import { drillSchema } from '#domain/drill.ts';
import { formatSchema } from '#domain/format.ts';
import { questionSchema } from '#domain/question.ts';
import { rubricSchema } from '#domain/rubric.ts';

const schemas = {
  ...{ bank: bankSchema, calibration: calibrationSchema, drill: drillSchema },
  ...{ format: formatSchema, question: questionSchema, rubric: rubricSchema },
};

const fileOf = (name: string) => join(import.meta.dirname, '../rubrics/schemas', `${name}.schema.json`);

/** Each schema's file as it should stand; null where the generator is not installed. */
async function schemaFiles(): Promise<{ path: string; text: string }[] | null> {
  const generator = await import('@valibot/to-json-schema').catch(() => null);
  if (!generator) return null;
  // Rules between fields cannot be said in JSON Schema; the server checks them.
  const errorMode = 'ignore';
  const made = Object.entries(schemas).map(
    ([name, schema]) => [name, generator.toJsonSchema(schema, { typeMode: 'input', errorMode })] as const,
  );
  // Written by a server, so what has a default is there.
  const scorecard = generator.toJsonSchema(archiveSchema, {
    ...{ typeMode: 'output', errorMode },
    definitions: { format: formatSchema, rubric: rubricSchema },
  });
  return [...made, ['scorecard', scorecard] as const].map(([name, json]) => {
    return { path: fileOf(name), text: `${JSON.stringify({ title: `A ${name} file`, ...json }, null, 2)}\n` };
  });
}

/** The names of schema files that are missing or old; null where that cannot be told. */
export async function oldSchemas(): Promise<string[] | null> {
  const files = await schemaFiles();
  if (!files) return null;
  const old = await Promise.all(
    files.map(async ({ path, text }) =>
      (await readFile(path, 'utf8').catch(() => '')) === text ? [] : [path],
    ),
  );
  return old.flat();
}

export async function writeSchemas(): Promise<void> {
  for (const { path, text } of (await schemaFiles()) ?? []) {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text);
  }
}
