import 'reflect-metadata';
import type { Server } from 'node:http';
import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Header,
  HttpCode,
  type MessageEvent,
  Module,
  Post,
  Req,
  Sse,
  UnauthorizedException,
} from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { SkipThrottle, ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import type { Request } from 'express';
import helmet from 'helmet';
import { concatMap, delay, from, type Observable, of } from 'rxjs';
import { declare } from '../plan.ts';
import { type Control, EVENT_PAUSE, EVENTS, ITEMS, ORIGINS, QUOTA, WINDOW } from '../service.ts';
import { type Caller, rsaIssuer, UsedTokens, verifyBearer } from '../tokens.ts';
import { end, watch } from '../watch.ts';

const EXPOSED = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset', 'Retry-After'];
const issuer = rsaIssuer('PS256');
const callers = new WeakMap<object, Caller>();

/** Nest 12 on Express with its throttler as a global guard; decorators are called as the functions that they are. */
export async function startNest(): Promise<Control> {
  const app = await NestFactory.create(AppModule, { logger: false });
  app.use(helmet());
  app.enableCors({
    origin: ORIGINS,
    credentials: true,
    methods: ['GET', 'POST', 'PATCH'],
    allowedHeaders: ['Authorization', 'Content-Type'],
    exposedHeaders: EXPOSED,
    maxAge: 600,
  });
  const server = app.getHttpServer() as Server;
  const seen = watch(server);
  await app.listen(0, '127.0.0.1');
  const plan = declare({
    issuer,
    limitHeaders: 'x-ratelimit',
    limit: { methods: ['HEAD'] },
    exposed: EXPOSED,
    oneTime: true,
    stream: true,
  });
  return { url: await app.getUrl(), plan, seen, close: () => end(server) };
}

class AppController {
  readonly #used = new UsedTokens();

  root() {
    return { service: 'controls' };
  }

  health() {
    return { status: 'ok' };
  }

  items() {
    return ITEMS;
  }

  tasks(request: Request) {
    if (this.#used.use(callers.get(request)!)) return { status: 'done' };
    throw new UnauthorizedException();
  }

  events(): Observable<MessageEvent> {
    const items = EVENTS.map((data) => ({ type: 'item', data }));
    return from([...items, { type: 'done', data: '{}' }]).pipe(
      concatMap((event) => of(event).pipe(delay(EVENT_PAUSE))),
    );
  }
}

type Method = 'root' | 'health' | 'items' | 'tasks' | 'events';

/** What `@Get()` and the like above a method do. */
function decorate(method: Method, ...decorators: readonly MethodDecorator[]): void {
  const descriptor = Object.getOwnPropertyDescriptor(AppController.prototype, method)!;
  for (const apply of [Header('Cache-Control', 'no-store'), ...decorators])
    apply(AppController.prototype, method, descriptor);
}

decorate('root', Get());
decorate('health', Get('healthz'), SkipThrottle());
decorate('items', Get('api/items'));
decorate('tasks', Post('api/tasks'), HttpCode(200), SkipThrottle());
decorate('events', Sse('api/events'), SkipThrottle());
Req()(AppController.prototype, 'tasks', 0);
Controller()(AppController);

class Authentication implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    if (!request.path.startsWith('/api/')) return true;
    try {
      callers.set(request, await verifyBearer(request.headers.authorization, issuer));
      return true;
    } catch {
      throw new UnauthorizedException();
    }
  }
}

/** Counts by subject where there is one, and by address where there is none. */
class SubjectThrottler extends ThrottlerGuard {
  protected override async getTracker(request: Request): Promise<string> {
    return callers.get(request)?.subject ?? super.getTracker(request);
  }
}

class AppModule {}
Module({
  imports: [ThrottlerModule.forRoot([{ ttl: WINDOW, limit: QUOTA }])],
  controllers: [AppController],
  providers: [
    { provide: APP_GUARD, useValue: new Authentication() },
    { provide: APP_GUARD, useClass: SubjectThrottler },
  ],
})(AppModule);
