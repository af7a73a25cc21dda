import { matrixOf } from './matrix.ts';

matrixOf('scholarship');
