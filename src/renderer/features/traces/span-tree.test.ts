import { describe, expect, it } from 'vitest';
import type { SpanDetail, TraceDetail } from '#shared/contracts/traces.ts';
import { kindOf, readable, spanLines, subjectOf } from './span-tree.ts';

function span(id: string, parentId: string | null, startedAt: number, durationMs: number | null): SpanDetail {
  return {
    id,
    parentId,
    name: `chat ${id}`,
    kind: 'internal',
    startedAt,
    durationMs,
    status: durationMs === null ? 'open' : 'ok',
    message: '',
    attributes: {},
    events: [],
    contents: [],
  };
}

function trace(spans: readonly SpanDetail[]): TraceDetail {
  return {
    id: 'a'.repeat(32),
    name: 'chat',
    feature: 'assistant',
    principal: 'assistant',
    runId: null,
    startedAt: 1000,
    durationMs: 100,
    status: 'ok',
    spanCount: spans.length,
    errorCount: 0,
    models: [],
    callCount: 0,
    inputTokens: 0,
    outputTokens: 0,
    costMicros: 0,
    spans,
  };
}

describe('the waterfall of a trace', () => {
  it('places each step within the whole, deeper below what it is part of', () => {
    const lines = spanLines(
      trace([
        span('root', null, 1000, 100),
        span('child', 'root', 1025, 50),
        span('unclaimed', null, 1090, 10),
      ]),
      0,
    );
    expect(lines.map(({ depth, start, length }) => [depth, start, length])).toEqual([
      [0, 0, 1],
      [1, 0.25, 0.5],
      [1, 0.9, expect.closeTo(0.1)],
    ]);
  });

  it('draws what is still open until now, and never beyond the end', () => {
    const [, open] = spanLines(
      trace([span('root', null, 1000, 100), span('open', 'root', 1100, null)]),
      1200,
    );
    expect(open?.start).toBeCloseTo(0.5);
    expect(open?.length).toBeCloseTo(0.5);
  });

  it('fills the line where nothing took any time', () => {
    const [line] = spanLines({ ...trace([span('a', null, 1000, 0)]), durationMs: 0 }, 0);
    expect(line).toMatchObject({ start: 0, length: 1 });
  });
});

it('lets a step that began after the first one had ended stand by itself', () => {
  const lines = spanLines(trace([span('first', null, 1000, 20), span('second', null, 1050, 10)]), 0);
  expect(lines.map(({ depth }) => depth)).toEqual([0, 0]);
});

it('names a step by what it is about', () => {
  expect(subjectOf({ name: 'chat gpt-5' })).toBe('gpt-5');
  expect(subjectOf({ name: 'invoke_agent' })).toBe('invoke_agent');
});

it('knows what a step is by the name of its operation', () => {
  expect(kindOf({ name: 'chat gpt', attributes: {} })).toBe('model');
  expect(kindOf({ name: 'x', attributes: { 'gen_ai.operation.name': 'execute_tool' } })).toBe('tool');
  expect(kindOf({ name: 'anything else', attributes: {} })).toBe('step');
});

it('breaks JSON into lines and leaves words alone', () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable('[not json')).toBe('[not json');
  expect(readable('Hello')).toBe('Hello');
});
