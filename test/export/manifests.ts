import { parseAllDocuments } from 'yaml';

export interface TestRun {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: {
    readonly parallelism: number;
    readonly separate: boolean;
    readonly script: {
      readonly configMap?: { readonly name: string; readonly file: string };
      readonly volumeClaim?: { readonly name: string; readonly file: string };
    };
    readonly args: readonly string[];
    readonly runner: {
      readonly image: string;
      readonly env: readonly { readonly name: string; readonly value?: string }[];
      readonly envFrom?: readonly object[];
      readonly volumes?: readonly { readonly name: string }[];
      readonly volumeMounts?: readonly { readonly name: string }[];
    };
  };
}

export interface ConfigMap {
  readonly metadata: { readonly name: string };
  readonly data: Readonly<Record<string, string>>;
}

/** What a stream of manifests holds, as Kubernetes would see it. */
export function manifestsOf(text: string): { configMap: ConfigMap | undefined; testRun: TestRun } {
  const documents = parseAllDocuments(text);
  const faults = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  if (faults.length > 0) throw faults[0]!;
  const all = documents.map((document) => document.toJS() as { kind: string } | null);
  const ofKind = (kind: string) => all.filter((one) => one?.kind === kind);
  if (ofKind('TestRun').length !== 1 || all.length > 2) throw new Error('one TestRun was expected');
  return {
    configMap: ofKind('ConfigMap')[0] as ConfigMap | undefined,
    testRun: ofKind('TestRun')[0] as unknown as TestRun,
  };
}

/**
 * The command line of one instance as the k6-operator 1.6 makes it; `$(NAME)` of its arguments is put in as Kubernetes does.
 */
export function commandOf(
  { metadata: { name }, spec: { parallelism, args } }: TestRun,
  index: number,
  script: string,
): string[] {
  const cuts = Array.from({ length: parallelism + 1 }, (_, cut) =>
    cut === 0 ? '0' : cut === parallelism ? '1' : `${cut}/${parallelism}`,
  );
  return [
    'run',
    '--quiet',
    ...(parallelism > 1
      ? [
          `--execution-segment=${cuts[index - 1]}:${cuts[index]}`,
          `--execution-segment-sequence=${cuts.join(',')}`,
        ]
      : []),
    ...args.map((argument) => argument.replaceAll('$(JOB_NAME)', `${name}-${index}`)),
    script,
    '--address=127.0.0.1:0',
    '--tag',
    `instance_id=${index}`,
    '--tag',
    `testrun_name=${name}`,
  ];
}
