import { z } from 'zod';
import { Name } from '../units.ts';

export const CACHE_CLASSES = ['no-store', 'private', 'public'] as const;

/** Cache class by endpoint. */
export const CachePolicy = z.record(Name, z.enum(CACHE_CLASSES));
