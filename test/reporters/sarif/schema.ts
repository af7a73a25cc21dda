import { Ajv } from 'ajv';

/** JSON Schema of an object that has these members and no other; all of them but the optional ones. */
function object(properties: Record<string, object>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', additionalProperties: false, properties, required };
}

const list = (items: object, more: object = {}) => ({ type: 'array', items, ...more });
const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const anyText = { type: 'string' };
const index = { type: 'integer', minimum: 0 };
const message = object({ text: text(1024) });
const uriReference = { type: 'string', minLength: 1, format: 'uri-reference' };
const time = { type: 'string', format: 'date-time' };
const level = { enum: ['note', 'warning', 'error'] };
const bag = { type: 'object' };
const texts = { type: 'object', additionalProperties: anyText };

const region = object({
  startLine: { const: 1 },
  startColumn: { const: 1 },
  endLine: { const: 1 },
  endColumn: { type: 'integer', minimum: 2 },
});

const location = object({
  physicalLocation: object({ artifactLocation: object({ uri: uriReference, index: { const: 0 } }), region }),
});

const rule = object(
  {
    id: text(255),
    name: { type: 'string', pattern: '^[A-Z][A-Za-z0-9]*$', maxLength: 255 },
    shortDescription: message,
    fullDescription: message,
    helpUri: { type: 'string', format: 'uri', pattern: '^https?://' },
    help: object({ text: text(10_000), markdown: text(10_000) }),
    defaultConfiguration: object({ level }),
    properties: object(
      {
        tags: list(text(200), { maxItems: 10, uniqueItems: true, contains: { const: 'security' } }),
        precision: { enum: ['very-high', 'high', 'medium', 'low'] },
        'problem.severity': { enum: ['error', 'warning', 'recommendation'] },
        'security-severity': { type: 'string', pattern: '^(10\\.0|[0-9]\\.[0-9])$' },
      },
      ['security-severity'],
    ),
  },
  ['helpUri'],
);

const suppression = object({
  kind: { enum: ['inSource', 'external'] },
  status: { enum: ['accepted', 'underReview', 'rejected'] },
  justification: text(1000),
});

const webRequest = object(
  {
    protocol: { const: 'HTTP' },
    version: anyText,
    target: text(6000),
    method: text(6000),
    headers: texts,
    body: object({ text: anyText }),
  },
  ['body'],
);

const webResponse = {
  oneOf: [
    object({
      protocol: { const: 'HTTP' },
      version: anyText,
      statusCode: { type: 'integer' },
      headers: texts,
      body: object({ text: anyText }),
    }),
    object({ noResponseReceived: { const: true } }),
  ],
};

const result = object(
  {
    ruleId: text(255),
    ruleIndex: index,
    kind: { const: 'fail' },
    level,
    message,
    locations: list(location, { minItems: 1, maxItems: 1 }),
    partialFingerprints: object({
      primaryLocationLineHash: { type: 'string', pattern: '^[0-9a-f]{16}:1$' },
    }),
    suppressions: list(suppression, { minItems: 1, maxItems: 1 }),
    webRequest,
    webResponse,
    properties: bag,
  },
  ['suppressions', 'webRequest', 'webResponse'],
);

const notification = object({ associatedRule: object({ id: text(255), index }), level, message });

const run = object({
  tool: object({
    driver: object({
      name: { const: 'canary-gate' },
      version: text(100),
      semanticVersion: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
      rules: list(rule, { maxItems: 25_000 }),
    }),
  }),
  automationDetails: object({ id: { type: 'string', pattern: '^canary-gate/[^/]+/[^/]+$' } }),
  columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
  artifacts: list(
    object({
      location: object({ uri: uriReference }),
      roles: list({ const: 'analysisTarget' }),
      hashes: object({ 'sha-256': text(200) }),
    }),
    { minItems: 1, maxItems: 1 },
  ),
  invocations: list(
    object({
      executionSuccessful: { type: 'boolean' },
      startTimeUtc: time,
      endTimeUtc: time,
      exitCode: { type: 'integer' },
      exitCodeDescription: text(200),
      toolExecutionNotifications: list(notification),
      toolConfigurationNotifications: list(notification),
      properties: bag,
    }),
    { minItems: 1, maxItems: 1 },
  ),
  results: list(result, { maxItems: 25_000 }),
  properties: bag,
});

/**
 * The part of SARIF 2.1.0 (OASIS Standard, section 3) that the reporter writes, with what GitHub demands beyond it: members
 * that GitHub calls required are required, texts keep to its limits, and nothing else is allowed.
 */
const SARIF = object({
  $schema: { const: 'https://json.schemastore.org/sarif-2.1.0.json' },
  version: { const: '2.1.0' },
  runs: list(run, { minItems: 1, maxItems: 20 }),
});

const ajv = new Ajv({ allErrors: true, strict: false });
ajv.addFormat('uri', (uri) => URL.canParse(uri) && isReference(uri));
ajv.addFormat('uri-reference', isReference);
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const validate = ajv.compile(SARIF);

/** What is wrong with a log; empty when nothing is. */
export function problems(log: unknown): string[] {
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** RFC 3986: only its characters, whole escapes, and no colon in the first segment of what has no scheme. */
function isReference(uri: string): boolean {
  const spelt = /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9A-F]{2})+$/i.test(uri);
  return spelt && (/^[a-z][a-z\d+.-]*:\/\//i.test(uri) || !/^[^/?#]*:/.test(uri));
}
