import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PermissionType } from '../contracts/permissions.ts';
import { covers, overlaps, workspaceResource } from './permission-scope.ts';

const segment = fc.stringMatching(/^[a-zA-Z0-9 _.-]{1,12}$/).filter((text) => text !== '.' && text !== '..');
const folder = fc.array(segment, { minLength: 1, maxLength: 5 }).map((parts) => `/${parts.join('/')}`);
const host = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(\.[a-z]{2,5}){1,2}$/);
const port = fc.integer({ min: 1, max: 65_535 });
const scope = fc.record(
  {
    kind: fc.constantFrom('task', 'note', 'client'),
    projectId: fc.constantFrom('p1', 'p2', null),
    clientId: fc.constantFrom('c1', 'c2', null),
  },
  { requiredKeys: [] },
);

describe('a folder covers', () => {
  test('itself and everything below it, whatever the names', () => {
    fc.assert(
      fc.property(folder, fc.array(segment, { maxLength: 4 }), (above, below) => {
        expect(covers('read_folder', above, [above, ...below].join('/'))).toBe(true);
      }),
    );
  });
  test('nothing that only begins with the same letters, lies above or climbs out', () => {
    fc.assert(
      fc.property(folder, segment, (above, name) => {
        expect(covers('read_folder', above, `${above}${name}`)).toBe(false);
        expect(covers('read_folder', `${above}/${name}`, above)).toBe(false);
        expect(covers('read_folder', above, `${above}/../${name}`)).toBe(false);
      }),
    );
  });
  test.each(['', 'home', './a', '/a/\0/b', '/a/./b'])('nothing by the odd path %j', (path) => {
    expect(covers('read_folder', path, path)).toBe(false);
    expect(covers('read_folder', '/a', path)).toBe(false);
  });
  test('paths of Windows by segment, too', () => {
    expect(covers('read_folder', 'C:\\Users\\me', 'C:\\Users\\me\\mail')).toBe(true);
    expect(covers('read_folder', 'C:\\Users\\me', 'C:\\Users\\mel')).toBe(false);
    expect(covers('read_folder', 'C:\\Users', 'D:\\Users')).toBe(false);
  });
});

describe('a host covers', () => {
  test('each of its ports, and with a port that one alone', () => {
    fc.assert(
      fc.property(host, port, port, (name, one, other) => {
        expect(covers('network', name, `${name}:${one}`)).toBe(true);
        expect(covers('network', name.toUpperCase(), name)).toBe(true);
        expect(covers('network', `${name}:${one}`, `${name}:${other}`)).toBe(one === other);
        expect(covers('network', `${name}:${one}`, name)).toBe(false);
      }),
    );
  });
  test('no host that ends or begins like it', () => {
    fc.assert(
      fc.property(host, host, (name, more) => {
        expect(covers('network', name, `${more}.${name}`)).toBe(false);
        expect(covers('network', name, `${name}.${more}`)).toBe(false);
      }),
    );
  });
});

describe('a part of the workspace', () => {
  const type: PermissionType = 'read_workspace';
  test('is covered by everything, by itself and by each single fact of it', () => {
    fc.assert(
      fc.property(scope, (wanted) => {
        const resource = workspaceResource(wanted);
        expect(covers(type, '*', resource)).toBe(true);
        expect(covers(type, resource, resource)).toBe(true);
        if (resource !== '*')
          for (const fact of resource.split(' ')) expect(covers(type, fact, resource)).toBe(true);
      }),
    );
  });
  test('is covered by nothing that says something else or more than the call is limited to', () => {
    fc.assert(
      fc.property(scope, scope, (granted, wanted) => {
        const isCovered = Object.entries(granted).every(
          ([key, value]) => Object.hasOwn(wanted, key) && wanted[key as keyof typeof wanted] === value,
        );
        expect(covers(type, workspaceResource(granted), workspaceResource(wanted))).toBe(isCovered);
      }),
    );
  });
  test('a denial refuses whatever could reach into it, and nothing else', () => {
    fc.assert(
      fc.property(scope, scope, (denied, wanted) => {
        const isApart = Object.entries(denied).some(
          ([key, value]) => Object.hasOwn(wanted, key) && wanted[key as keyof typeof wanted] !== value,
        );
        expect(overlaps(type, workspaceResource(denied), workspaceResource(wanted))).toBe(!isApart);
      }),
    );
  });
  test('text that is no scope covers nothing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(text !== '*' && !/^(kind|project|client):[^\s:]+( |$)/.test(text));
        expect(covers(type, text, text)).toBe(false);
      }),
    );
  });
});

test('what covers also overlaps, for every type', () => {
  const types: readonly PermissionType[] = [
    'read_folder',
    'network',
    'model',
    'read_email',
    'write_workspace',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.oneof(folder, host, fc.string()),
      fc.oneof(folder, host),
      (type, left, right) => {
        expect(overlaps(type, left, right) || !covers(type, left, right)).toBe(true);
      },
    ),
  );
});
