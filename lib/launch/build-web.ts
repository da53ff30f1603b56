import { startBuild } from './build.ts';
import { reportFailure } from './report-failure.ts';

// What `npm run build` runs; `npm start` then finds the build done.
const build = startBuild();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, build.stop);
build.finished.catch(reportFailure);
