/** What each generator prints, shortened, with a few requests that went wrong where its format can say so. */
export const OUTPUTS: Readonly<Record<string, string>> = {
  'canary-gate': JSON.stringify({
    load: {
      seconds: 2.019,
      scenarios: [
        {
          requests: 2000,
          outcomes: { ok: 1990, cut: 8, '5xx': 2 },
          exceptions: { count: 1, messages: ['no'] },
          plannedRate: null,
          iterations: 2000,
          achievedRate: 1000,
          latency: { p50: 9, p95: 9, p99: 9 },
          duration: { p50: 0.5, p95: 0.7, p99: 1.7 },
        },
      ],
    },
    generator: { sendLagP99: 0.25 },
  }),

  wrk: `Running 2s test @ http://127.0.0.1:8080/
  1 threads and 50 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     3.97ms    8.14ms  52.27ms   89.71%
    Req/Sec    54.52k    17.24k   81.55k    65.00%
  109253 requests in 2.02s, 18.75MB read
Requests/sec:  54013.61
Transfer/sec:      9.27MB
{"requests":109253,"errors":0,"seconds":2.022694,"p50":0.300,"p95":22.776,"p99":39.952}
`,

  autocannon: JSON.stringify({
    connections: 50,
    duration: 2.04,
    errors: 2,
    timeouts: 0,
    non2xx: 3,
    '2xx': 31112,
    latency: { average: 2.72, p50: 1, p75: 2, p90: 5, p97_5: 9, p99: 13, totalCount: 31115 },
    requests: { average: 15554, total: 31115, sent: 31162 },
  }),

  k6: JSON.stringify({
    requests: 1000,
    failed: 6,
    milliseconds: 2500,
    duration: { med: 0.7, 'p(95)': 1.5, 'p(99)': 2.5 },
  }),

  oha: JSON.stringify({
    summary: { successRate: 1, total: 2.001692614, requestsPerSec: 23589.036 },
    latencyPercentiles: { p50: 0.00025, p95: 0.0115, p99: 0.0205 },
    statusCodeDistribution: { '200': 47168, '503': 2 },
    errorDistribution: { 'aborted due to deadline': 50, 'connection reset': 1 },
  }),

  vegeta: JSON.stringify({
    latencies: { mean: 2410112, '50th': 1769109, '95th': 4725179, '99th': 8129169 },
    duration: 1999450016,
    wait: 1032962,
    requests: 33320,
    rate: 16664.58,
    success: 0.999,
    status_codes: { '200': 33300, '503': 20 },
    errors: [],
  }),

  hey: `
Summary:
  Total:	2.0055 secs
  Slowest:	0.0109 secs
  Average:	0.0011 secs
  Requests/sec:	46868.6113

Response time histogram:
  0.000 [1]	|
  0.001 [52205]	|■■■■

Latency distribution:
  10%% in 0.0002 secs
  50%% in 0.0010 secs
  95%% in 0.0020 secs
  99%% in 0.0031 secs

Status code distribution:
  [200]	93988 responses
  [503]	4 responses

Error distribution:
  [3]	Get "http://127.0.0.1:8080/": read: connection reset by peer
`,

  artillery: JSON.stringify({
    aggregate: {
      counters: {
        'http.requests': 5658,
        'http.codes.200': 5650,
        'http.codes.503': 8,
        'plugins.expect.failed': 1,
      },
      firstCounterAt: 1795268123480,
      lastCounterAt: 1795268126511,
      summaries: { 'http.response_time': { mean: 11.8, p50: 10.1, p95: 30.9, p99: 47.9 } },
    },
  }),

  h2load: `Main benchmark duration is over for thread #0. Stopping all clients.

finished in 2.01s, 26280.50 req/s, 4.51MB/s
requests: 52561 total, 52611 started, 52561 done, 52560 succeeded, 1 failed, 0 errored, 0 timeout
status codes: 52560 2xx, 0 3xx, 0 4xx, 1 5xx
                     min         max         mean         sd        +/- sd
time for request:      311us    120.45ms      1.88ms      5.58ms    94.91%
`,
};
