import { type Probe, probe } from './probe.ts';
import { readNode, readOpenFiles, readProcessors, readProgram, readProxies, readTls } from './reading.ts';

const OLD = [
  ['TLSv1', 'TLS 1.0'],
  ['TLSv1.1', 'TLS 1.1'],
] as const;
const SECOND = '127.0.0.2';

/** Everything of a machine that canary-gate can use. Adding a probe is adding an entry here. */
export const PROBES: readonly Probe[] = [
  probe({
    id: 'node',
    needed: true,
    gives: 'canary-gate itself',
    remedy: 'Node.js 24 or later, from https://nodejs.org',
    ask: ({ versions }) => versions['node'],
    read: (version) => readNode(version),
  }),
  probe({
    id: 'k6',
    gives: 'the engine "k6": the same scenarios on k6, in one process or several (run --engine k6)',
    remedy: 'k6 v1 or v2: https://grafana.com/docs/k6/latest/set-up/install-k6/',
    ask: ({ run }) => run('k6', ['version']),
    read: (said) => readProgram(said, [1, 2]),
  }),
  probe({
    id: 'autocannon',
    gives: 'the engine "autocannon": a second opinion on closed loops (run --engine autocannon)',
    remedy: 'install canary-gate again: it comes with it',
    ask: ({ packageVersion }) => packageVersion('autocannon'),
    read: (version) =>
      version === undefined ? { state: 'missing', found: 'not installed' } : { state: 'ok', found: version },
  }),
  probe({
    id: 'curl',
    gives: 'the lines that repeat the requests of a finding (canary-gate show)',
    remedy: 'the package curl of your system, or https://curl.se/download.html',
    ask: ({ run }) => run('curl', ['--version']),
    read: (said) => readProgram(said),
  }),
  probe({
    id: 'tls',
    gives: 'the check tls/old-versions: it stays open for versions that cannot be offered',
    remedy: 'a Node.js whose OpenSSL still speaks TLS 1.0 and 1.1, such as those of https://nodejs.org',
    ask: async ({ versions, offers }) => {
      const offered: string[] = [];
      for (const [version, name] of OLD) if (await offers(version)) offered.push(name);
      return { openssl: versions['openssl'], offered };
    },
    read: readTls,
  }),
  probe({
    id: 'loopback',
    gives: `further source addresses on this machine (${SECOND} and on), for quotas by address: the demo plans`,
    remedy: `on macOS: sudo ifconfig lo0 alias ${SECOND} up`,
    ask: ({ binds }) => binds(SECOND),
    read: (isBound) => ({
      state: isBound ? 'ok' : 'missing',
      found: isBound ? SECOND : `${SECOND} cannot be used`,
    }),
  }),
  probe({
    id: 'processors',
    gives: 'load from threads that share no processor with the rest, sent to the microsecond',
    remedy: 'two processors or more',
    ask: ({ processors }) => processors,
    read: readProcessors,
  }),
  probe({
    id: 'open files',
    gives: 'as many connections at once as there are requests under way',
    remedy: 'ulimit -n 65536, before canary-gate is started',
    ask: ({ openFiles }) => openFiles,
    read: (limit) => readOpenFiles(limit),
  }),
  probe({
    id: 'proxy',
    gives: 'the way to targets that are reached through one; never used for this machine itself',
    remedy: 'HTTP_PROXY, HTTPS_PROXY and NO_PROXY in the environment',
    ask: ({ env }) => env,
    read: readProxies,
  }),
];
