import { createRequire } from 'node:module';
import type { Ajv, ErrorObject, ValidateFunction } from 'ajv';
import type formats from 'ajv-formats';
import type { SettingsSchema } from '#shared/contracts/plugin-manifest.ts';

export type CheckedSettings =
  | { readonly isOk: true; readonly settings: Readonly<Record<string, unknown>> }
  | { readonly isOk: false; readonly problems: readonly string[] };

type Validator = { readonly Ajv: typeof Ajv; readonly formats: typeof formats };
let loaded: Validator | undefined;

/** Only when there are settings to look at: the app starts without it. Both are CommonJS packages. */
function loadValidator(): Validator {
  const require = createRequire(import.meta.url);
  loaded ??= {
    ...(require('ajv') as Pick<Validator, 'Ajv'>),
    formats: require('ajv-formats') as typeof formats,
  };
  return loaded;
}

function compile(schema: SettingsSchema): ValidateFunction {
  const { Ajv, formats } = loadValidator();
  const ajv = new Ajv({ allErrors: true, useDefaults: true, strict: true });
  // Its function is one level down.
  formats.default(ajv, { mode: 'fast', formats: ['email', 'uri', 'date'] });
  // As a clock shows it and a form hands it over, without seconds and zone.
  ajv.addFormat('time', /^([01]\d|2[0-3]):[0-5]\d$/);
  // A hint for the form: every text is one.
  ajv.addFormat('multiline', true);
  return ajv.compile({ ...schema, additionalProperties: false });
}

function problemText({ instancePath, keyword, message, params }: ErrorObject): string {
  const field =
    instancePath.slice(1) || String(params['missingProperty'] ?? params['additionalProperty'] ?? '');
  if (keyword === 'required') return `${field}: a value is needed.`;
  if (keyword === 'additionalProperties') return `${field}: the plugin has no such setting.`;
  return `${field}: ${message ?? 'not valid'}.`;
}

/** Faults of the schema itself: what it requires must be there, and its defaults must fit. */
export function findSettingsFaults(schema: SettingsSchema): readonly string[] {
  const unknown = schema.required
    .filter((name) => !Object.hasOwn(schema.properties, name))
    .map((name) => `manifest.json, settings: ${name} is required and not among the properties.`);
  if (unknown.length > 0) return unknown;
  const validate = compile({ ...schema, required: [] });
  if (validate({})) return [];
  return (validate.errors ?? []).map((error) => `manifest.json, settings, default of ${problemText(error)}`);
}

/** Fills in defaults and checks what a person has entered. */
export function checkSettings(
  schema: SettingsSchema,
  values: Readonly<Record<string, unknown>>,
): CheckedSettings {
  const settings = structuredClone(values);
  const validate = compile(schema);
  if (validate(settings)) return { isOk: true, settings };
  return { isOk: false, problems: (validate.errors ?? []).map(problemText) };
}
