import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '#tools/build/parts.ts';

const RENDERER = join(ROOT, 'src', 'renderer');

test('the generated route tree has every route file and no other: run the build after adding one', () => {
  const written = readFileSync(join(RENDERER, 'route-tree.gen.ts'), 'utf8');
  const inTree = [...written.matchAll(/from '\.\/routes\/(.+?)'/g)].map(([, path = '']) => path);
  const onDisk = readdirSync(join(RENDERER, 'routes'), { recursive: true, encoding: 'utf8' });
  const routes = onDisk.filter((path) => path.endsWith('.tsx') && !path.includes('.test.'));
  expect(inTree.toSorted()).toEqual(routes.toSorted());
});
