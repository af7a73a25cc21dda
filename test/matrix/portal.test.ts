import { matrixOf } from './matrix.ts';

matrixOf('portal');
