/** 26 bytes. */
export const BODY = '{"ok":true,"id":123456789}';

export interface Ports {
  readonly plain: number;
  readonly tls: number;
}

/** Files and folders are relative to nginx's prefix. */
export function configOf({ plain, tls }: Ports, connections: number): string {
  return `daemon off;
worker_processes 1;
worker_rlimit_nofile ${connections + 100};
pid nginx.pid;
error_log error.log;
events {
  worker_connections ${connections};
}
http {
  client_body_temp_path client_body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  log_format moment '$msec';
  access_log off;
  default_type application/json;
  keepalive_timeout 1h;
  keepalive_requests 1000000000;
  server {
    listen 127.0.0.1:${plain} backlog=65535;
    listen 127.0.0.1:${tls} ssl backlog=65535;
    ssl_certificate certificate.pem;
    ssl_certificate_key key.pem;
    # One cipher suite, so that every generator pays for the same.
    ssl_protocols TLSv1.3;
    ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
    location / {
      return 200 '${BODY}';
    }
    location = /logged {
      access_log moments.log moment;
      return 200 '${BODY}';
    }
    location = /status {
      stub_status;
    }
  }
}
`;
}

/** What nginx counted since its start. */
export interface Status {
  /** Open at this moment, that of the question included. */
  readonly active: number;
  readonly accepted: number;
  /** That of the question included. */
  readonly requests: number;
}

/** Reads the page of `stub_status`. */
export function parseStatus(page: string): Status {
  const active = /Active connections: (\d+)/.exec(page);
  const totals = /^\s*(\d+) (\d+) (\d+)\s*$/m.exec(page);
  if (!active || !totals) throw new Error(`this is no page of stub_status: ${page}`);
  return { active: Number(active[1]), accepted: Number(totals[1]), requests: Number(totals[3]) };
}
