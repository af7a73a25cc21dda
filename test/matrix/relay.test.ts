import { matrixOf } from './matrix.ts';

matrixOf('relay');
