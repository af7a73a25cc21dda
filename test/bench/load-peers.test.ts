import { describe, expect, test } from 'vitest';
import { PEERS } from '../../bench/load/peers/all.ts';
import { canaryGate } from '../../bench/load/peers/canary-gate.ts';
import { k6 } from '../../bench/load/peers/k6.ts';
import type { Peer, Reading, Task } from '../../bench/load/peers/peer.ts';
import { vegeta } from '../../bench/load/peers/vegeta.ts';
import { Plan } from '../../src/plan/schema.ts';
import { OUTPUTS } from './peer-outputs.ts';

const peer = (name: string) => PEERS.find((it) => it.name === name) as Peer;
const TASK: Task = {
  url: 'http://127.0.0.1:8080/',
  connections: 50,
  seconds: 20,
  scripted: false,
  certificate: 'certificate.pem',
  folder: '.',
};

const readings: Readonly<Record<string, Reading>> = {
  'canary-gate': { requests: 2000, errors: 3, seconds: 2, p50: 0.5, p95: 0.7, p99: 1.7, sendLagP99: 0.25 },
  wrk: { requests: 109253, errors: 0, seconds: 2.022694, p50: 0.3, p95: 22.776, p99: 39.952 },
  autocannon: { requests: 31115, errors: 5, seconds: 2.04, p50: 1, p95: null, p99: 13 },
  k6: { requests: 1000, errors: 6, seconds: 2.5, p50: 0.7, p95: 1.5, p99: 2.5 },
  oha: { requests: 47170, errors: 3, seconds: 2.001692614, p50: 0.25, p95: 11.5, p99: 20.5 },
  vegeta: { requests: 33320, errors: 20, seconds: 2.000482978, p50: 1.769109, p95: 4.725179, p99: 8.129169 },
  hey: { requests: 93995, errors: 7, seconds: 2.0055, p50: 1, p95: 2, p99: 3.1 },
  artillery: { requests: 5658, errors: 9, seconds: 3.031, p50: 10.1, p95: 30.9, p99: 47.9 },
  h2load: { requests: 52561, errors: 1, seconds: 2.01, p50: null, p95: null, p99: null },
};

test('every generator has an output that is read', () => {
  expect(Object.keys(readings).sort()).toEqual(PEERS.map(({ name }) => name).sort());
  expect(Object.keys(OUTPUTS).sort()).toEqual(PEERS.map(({ name }) => name).sort());
});

test.each(Object.entries(readings))('the output of %s', (name, expected) => {
  const { seconds, ...rest } = peer(name).read(OUTPUTS[name] as string);
  expect(seconds).toBeCloseTo(expected.seconds, 9);
  expect({ ...rest, seconds: expected.seconds }).toEqual(expected);
});

test.each(PEERS.map(({ name }) => name))('%s takes nothing else for its output', (name) => {
  expect(() => peer(name).read('command not found')).toThrow();
  expect(() => peer(name).read('')).toThrow();
});

test('hey of releases that print the sign of per cent once', () => {
  const once = (OUTPUTS['hey'] as string).replaceAll('%%', '%');
  expect(peer('hey').read(once).p95).toBe(2);
});

test.each([
  ['210.50ms', 0.2105],
  ['1.50s', 1.5],
  ['1.5m', 90],
])('h2load that finished in %s', (time, seconds) => {
  const output = (OUTPUTS['h2load'] as string).replace('2.01s', time);
  expect(peer('h2load').read(output).seconds).toBeCloseTo(seconds, 9);
});

describe('how the generators are called', () => {
  test.each(PEERS.filter(({ loops }) => loops.includes('static')).map(({ name }) => name))(
    '%s, in a closed loop',
    (name) => {
      const { command, files, environment } = peer(name).call(['program'], TASK);
      const said = [command, files, environment].flatMap((it) => Object.values(it ?? {})).join(' ');
      expect(command.includes('program')).toBe(true);
      expect(said).toContain('127.0.0.1:8080');
      expect(said).toMatch(/\b50\b/);
      expect(said).toMatch(/\b20(s|000)?\b/);
    },
  );

  test('vegeta passes its rate on, without one it goes as fast as it can', () => {
    expect(vegeta.call(['vegeta'], TASK).command).toContain('-rate=0');
    expect(vegeta.call(['vegeta'], { ...TASK, rate: 1000 }).command).toContain('-rate=1000/s');
  });

  test('k6 reads bodies only where it has to look at them', () => {
    const script = (task: Task) => k6.call(['k6'], task).files?.['script.js'];
    expect(script(TASK)).toContain('"discardResponseBodies":true');
    expect(script({ ...TASK, scripted: true })).toContain('"discardResponseBodies":false');
    expect(script({ ...TASK, rate: 700 })).toContain('"executor":"constant-arrival-rate","rate":700');
  });

  test.each([
    ['static', TASK],
    ['scripted', { ...TASK, scripted: true }],
    ['open', { ...TASK, rate: 1000 }],
    ['TLS', { ...TASK, url: 'https://127.0.0.1:8443/' }],
  ])('the plan of canary-gate is one: %s', (_, task) => {
    const { files } = canaryGate.call(['canary-gate'], task);
    expect(Plan.safeParse(JSON.parse(files?.['plan.json'] as string)).error).toBeUndefined();
  });
});
