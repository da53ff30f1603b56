import module from 'node:module';

// For each module of a package Node reads the whole package.json above it, and drizzle-orm's has 180 kB for 106
// modules: most of a start's second and a half. Its modules name each other by path, so nothing there is to be looked up.
const INSIDE = '/node_modules/drizzle-orm/';

module.registerHooks({
  resolve(specifier, context, next) {
    const isNear = specifier.startsWith('.') && specifier.endsWith('.js');
    if (!isNear || !context.parentURL?.includes(INSIDE)) return next(specifier, context);
    return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true };
  },
});
