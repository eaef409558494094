import { describe, expect, it } from 'vitest';
import { reachOf } from './reach.ts';

const local = { kind: 'openai_compatible', isLocal: true, chatModel: 'small' } as const;

describe('how far a question travels', () => {
  it.each([
    ['http://127.0.0.1:8080/v1', 'computer'],
    ['http://localhost:1234/v1', 'computer'],
    ['http://[::1]:1234/v1', 'computer'],
    ['http://192.168.1.20:8080/v1', 'network'],
    [null, 'computer'],
  ])('%s stays in: %s', (baseUrl, reach) => expect(reachOf({ ...local, baseUrl })).toBe(reach));

  it('leaves where the address is elsewhere', () =>
    expect(reachOf({ kind: 'openai', isLocal: false, chatModel: 'x', baseUrl: null })).toBe('away'));

  it('leaves where Ollama runs the model on its own servers', () =>
    expect(reachOf({ kind: 'ollama', isLocal: true, chatModel: 'gpt-oss:120b-cloud', baseUrl: null })).toBe(
      'away',
    ));
});
