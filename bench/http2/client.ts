import { once } from 'node:events';
import { connect } from 'node:http2';
import { Call } from '../../src/engines/embedded/call.ts';
import { Http2Transport } from '../../src/engines/embedded/http2/transport.ts';
import { dialerOf } from '../../src/http/dial.ts';
import { Target } from '../../src/model/target.ts';

/** Sends one request and says when it is answered. */
type Send = (done: () => void) => void;

const [client = '', url = '', requests = '', streams = ''] = process.argv.slice(2);
const HEADERS = ['user-agent', 'canary-gate/1 (+run 1)', 'canary-gate-run', '1'];

/** Our transport: as many calls as there are streams, each sent again from its own end. */
function transport(): Send {
  const target = Target.parse({ url, tls: { insecure: true }, connection: { protocol: 'h2' } });
  const dialer = dialerOf(target, { protocols: ['h2'] });
  const http2 = new Http2Transport({ url, now: () => performance.now(), dialer, ...target.connection });
  const message = http2.prepare({ method: 'GET', path: '/', headers: HEADERS });
  const idle: Call[] = [];
  const waiting = new Map<Call, () => void>();
  const onEnd = (call: Call): void => {
    if (call.status !== 200 || call.failure) throw new Error(call.failure?.code ?? `status ${call.status}`);
    idle.push(call);
    waiting.get(call)?.();
  };
  return (done) => {
    const call = idle.pop() ?? new Call(onEnd);
    call.message = message;
    waiting.set(call, done);
    http2.send(call);
  };
}

/** The library alone, with as little around it as possible: what no transport on it can go below. */
async function library(): Promise<Send> {
  const session = connect(url, { rejectUnauthorized: false });
  await once(session, 'connect');
  const path = [
    ':method',
    'GET',
    ':path',
    '/',
    ':scheme',
    'https',
    ':authority',
    new URL(url).host,
    ...HEADERS,
  ];
  return (done) => {
    session.request(path, { endStream: true }).on('end', done).resume();
  };
}

function drive(send: Send, total: number, atOnce: number): Promise<void> {
  return new Promise((resolve) => {
    let [sent, ended] = [0, 0];
    const next = (): void => {
      if (sent === total) return;
      sent += 1;
      send(done);
    };
    const done = (): void => {
      ended += 1;
      if (ended === total) resolve();
      else next();
    };
    for (let stream = 0; stream < atOnce; stream += 1) next();
  });
}

const send = client === 'library' ? await library() : transport();
await drive(send, Number(requests) / 4, Number(streams));
const before = process.cpuUsage();
await drive(send, Number(requests), Number(streams));
const { user, system } = process.cpuUsage(before);
process.stdout.write(`${(user + system) / Number(requests)}\n`);
process.exit();
