import { z } from 'zod';
import { reads } from '../server/usecase.ts';
import { filterNames } from './filter-names.ts';

/** Lists the connections and people a filter can be narrowed to, by their names. */
export const listNames = reads({
  name: 'list-names',
  input: z.object({}),
  run: (ctx) => filterNames(ctx),
});
