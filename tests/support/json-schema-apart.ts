/** Cases of the published suite in which the validator comes out otherwise, each by its name. */
export type Apart = {
  /** What it does instead: `the validator …`. */
  readonly why: string;
  readonly file: string;
  readonly cases: Readonly<Record<string, readonly string[]>>;
};

export const JSON_SCHEMA_APART: readonly Apart[] = [
  {
    why: 'does not follow every $dynamicRef as the standard does',
    file: 'dynamicRef.json',
    cases: {
      'A $dynamicRef to a $dynamicAnchor in the same schema resource behaves like a normal $ref to an $anchor':
        ['An array of strings is valid'],
      'A $dynamicRef to an $anchor in the same schema resource behaves like a normal $ref to an $anchor': [
        'An array of strings is valid',
      ],
      'A $dynamicRef resolves to the first $dynamicAnchor still in scope that is encountered when the schema is evaluated':
        ['An array of strings is valid'],
      'A $dynamicRef without anchor in fragment behaves identical to $ref': ['An array of numbers is valid'],
      "A $dynamicRef with intermediate scopes that don't include a matching $dynamicAnchor does not affect dynamic scope resolution":
        ['An array of strings is valid'],
      'An $anchor with the same name as a $dynamicAnchor is not used for dynamic scope resolution': [
        'Any array is valid',
      ],
      'A $dynamicRef without a matching $dynamicAnchor in the same schema resource behaves like a normal $ref to $anchor':
        ['Any array is valid'],
      'A $dynamicRef with a non-matching $dynamicAnchor in the same schema resource behaves like a normal $ref to $anchor':
        ['Any array is valid'],
      'A $dynamicRef that initially resolves to a schema with a matching $dynamicAnchor resolves to the first $dynamicAnchor in the dynamic scope':
        ['The recursive part is valid against the root', 'The recursive part is not valid against the root'],
      'A $dynamicRef that initially resolves to a schema without a matching $dynamicAnchor behaves like a normal $ref to $anchor':
        ["The recursive part doesn't need to validate against the root"],
      'multiple dynamic paths to the $dynamicRef keyword': [
        'number list with string values',
        'string list with number values',
      ],
      'after leaving a dynamic scope, it is not used by a $dynamicRef': [
        'string matches /$defs/thingy, but the $dynamicRef does not stop here',
        'first_scope is not in dynamic scope for the $dynamicRef',
        '/then/$defs/thingy is the final stop for the $dynamicRef',
      ],
      'tests for implementation dynamic anchor and reference link': ['correct extended schema'],
      '$ref and $dynamicAnchor are independent of order - $defs first': ['correct extended schema'],
      '$ref and $dynamicAnchor are independent of order - $ref first': ['correct extended schema'],
      '$ref to $dynamicRef finds detached $dynamicAnchor': ['number is valid', 'non-number is invalid'],
      '$dynamicRef points to a boolean schema': ['follow $dynamicRef to a false schema'],
      '$dynamicRef skips over intermediate resources - direct reference': ['integer property passes'],
      '$dynamicRef avoids the root of each schema, but scopes are still registered': [
        'data is sufficient for schema at second#/$defs/length',
        'data is not sufficient for schema at second#/$defs/length',
      ],
    },
  },
  {
    why: 'refuses a list of no values when the schema is written',
    file: 'enum.json',
    cases: {
      'empty enum': [
        'string is invalid',
        'number is invalid',
        'null is invalid',
        'object is invalid',
        'array is invalid',
        'boolean is invalid',
      ],
    },
  },
  {
    why: 'compares steps with nine digits after the point, so that 0.29 is a multiple of 0.01',
    file: 'multipleOf.json',
    cases: {
      'float division = inf': ['always invalid, but naive implementations may raise an overflow error'],
    },
  },
  {
    why: 'knows no other draft than 2020-12',
    file: 'optional/cross-draft.json',
    cases: {
      'refs to historic drafts are processed as historic drafts': ['first item not a string is valid'],
    },
  },
  {
    why: 'does not follow every $dynamicRef as the standard does',
    file: 'optional/dynamicRef.json',
    cases: {
      '$dynamicRef skips over intermediate resources - pointer reference across resource boundary': [
        'integer property passes',
      ],
    },
  },
  {
    why: 'is lenient with offsets of hours alone and hour 24, and counts seconds as binary fractions',
    file: 'optional/format/date-time.json',
    cases: {
      'validation of date-time strings': [
        'a numeric offset without minutes is invalid',
        'hour 24 is invalid even with a leap second',
        'a second fraction of fifteen nines is valid',
      ],
    },
  },
  {
    why: 'lets a duration leave out a part between two others',
    file: 'optional/format/duration.json',
    cases: {
      'validation of duration strings': [
        'years and days cannot appear without months',
        'hours and seconds cannot appear without minutes',
      ],
    },
  },
  {
    why: 'takes \\a in a pattern that is a value for the letter',
    file: 'optional/format/ecmascript-regex.json',
    cases: { '\\a is not an ECMA 262 control escape': ['when used as a pattern'] },
  },
  {
    why: 'knows addresses of plain words at host names alone',
    file: 'optional/format/email.json',
    cases: {
      'validation of e-mail addresses': [
        'a quoted string with a space in the local part is valid',
        'a quoted string with a double dot in the local part is valid',
        'a quoted string with a @ in the local part is valid',
        'an IPv4-address-literal after the @ is valid',
        'an IPv6-address-literal after the @ is valid',
      ],
    },
  },
  {
    why: 'does not look into punycode, and lets a dot end a host name',
    file: 'optional/format/hostname.json',
    cases: {
      'validation of host names': ['trailing dot'],
      'validation of A-label (punycode) host names': [
        'invalid Punycode',
        'contains illegal char U+302E Hangul single dot tone mark',
        'Begins with a Spacing Combining Mark',
        'Begins with a Nonspacing Mark',
        'Begins with an Enclosing Mark',
        'Exceptions that are DISALLOWED, right-to-left chars',
        'Exceptions that are DISALLOWED, left-to-right chars',
        "MIDDLE DOT with no preceding 'l'",
        'MIDDLE DOT with nothing preceding',
        "MIDDLE DOT with no following 'l'",
        'MIDDLE DOT with nothing following',
        'Greek KERAIA not followed by Greek',
        'Greek KERAIA not followed by anything',
        'Hebrew GERESH not preceded by Hebrew',
        'Hebrew GERESH not preceded by anything',
        'Hebrew GERSHAYIM not preceded by Hebrew',
        'Hebrew GERSHAYIM not preceded by anything',
        'KATAKANA MIDDLE DOT with no Hiragana, Katakana, or Han',
        'KATAKANA MIDDLE DOT with no other characters',
        'Arabic-Indic digits mixed with Extended Arabic-Indic digits',
        'ZERO WIDTH JOINER not preceded by Virama',
        'ZERO WIDTH JOINER not preceded by anything',
        'contains "--" in the 3rd and 4th position',
      ],
    },
  },
  {
    why: 'is lenient with brackets, quotes and ports of addresses',
    file: 'optional/format/uri-reference.json',
    cases: {
      'validation of URI References': [
        'a double quote in a path',
        'square brackets outside an authority',
        'a non-numeric port in a network-path reference',
        'more than one at-sign in the authority',
        'a leading zero in the IPv4 part of an IPv6 literal',
        'a colon in the first segment of a relative-path reference',
      ],
    },
  },
  {
    why: 'is another reader of templates at the edges of their alphabet',
    file: 'optional/format/uri-template.json',
    cases: {
      'format: uri-template': [
        'a dotted variable name is valid',
        'a delete character in a literal is invalid',
        'an apostrophe in a literal is valid',
      ],
    },
  },
  {
    why: 'is lenient with brackets, quotes and ports of addresses',
    file: 'optional/format/uri.json',
    cases: {
      'validation of URIs': [
        'non-numeric port is invalid',
        'leading zero in an embedded IPv4 address is invalid',
        'square brackets are not allowed in a path segment',
      ],
    },
  },
  {
    why: 'takes urn:uuid: before a UUID',
    file: 'optional/format/uuid.json',
    cases: { 'uuid format': ['URN prefixed UUID is invalid'] },
  },
  {
    why: 'knows no vocabularies but the standard ones',
    file: 'optional/format-assertion.json',
    cases: {
      'schema that uses custom metaschema with format-assertion: false': [
        'format-assertion: false: valid string',
        'format-assertion: false: invalid string',
      ],
      'schema that uses custom metaschema with format-assertion: true': [
        'format-assertion: true: valid string',
        'format-assertion: true: invalid string',
      ],
    },
  },
  {
    why: 'takes an $id below a word that it does not know for one',
    file: 'optional/unknownKeyword.json',
    cases: {
      '$id inside an unknown keyword is not a real identifier': [
        'type matches second anyOf, which has a real schema in it',
        'type matches non-schema in first anyOf',
        'type matches non-schema in third anyOf',
      ],
    },
  },
  {
    why: 'does not look into a property that is called __proto__',
    file: 'properties.json',
    cases: { 'properties whose names are Javascript object property names': ['__proto__ not valid'] },
  },
  {
    why: 'takes an $id beside a $ref to itself for its own target, and refuses the schema when it is written',
    file: 'ref.json',
    cases: {
      'refs with relative uris and defs': [
        'invalid on inner field',
        'invalid on outer field',
        'valid on both fields',
      ],
      'relative refs with absolute uris and defs': [
        'invalid on inner field',
        'invalid on outer field',
        'valid on both fields',
      ],
      'URN ref with nested pointer ref': ['a string is valid', 'a non-string is invalid'],
    },
  },
  {
    why: 'does not count what a branch has seen in part',
    file: 'unevaluatedItems.json',
    cases: {
      'unevaluatedItems with nested items': ['with no additional items', 'with invalid additional item'],
    },
  },
  {
    why: 'does not follow every $dynamicRef as the standard does',
    file: 'unevaluatedItems.json',
    cases: { 'unevaluatedItems with $dynamicRef': ['with no unevaluated items', 'with unevaluated items'] },
  },
  {
    why: 'does not count what contains has seen',
    file: 'unevaluatedItems.json',
    cases: {
      'unevaluatedItems depends on adjacent contains': ['contains passes, second item is not evaluated'],
      'unevaluatedItems depends on multiple nested contains': ['7 not evaluated, fails unevaluatedItems'],
      'unevaluatedItems and contains interact to control item dependency relationship': [
        "only b's are invalid",
        "only c's are invalid",
        "only b's and c's are invalid",
        "only a's and c's are invalid",
      ],
      'unevaluatedItems with minContains = 0': ['all items evaluated by contains'],
    },
  },
  {
    why: 'does not count what an if without a then has seen',
    file: 'unevaluatedItems.json',
    cases: {
      'unevaluatedItems can see annotations from if without then and else': ['valid in case if is evaluated'],
    },
  },
  {
    why: 'does not count what an if without a then has seen',
    file: 'unevaluatedProperties.json',
    cases: {
      'unevaluatedProperties with if/then/else, then not defined': [
        'when if is true and has no unevaluated properties',
        'when if is false and has unevaluated properties',
      ],
      'unevaluatedProperties can see annotations from if without then and else': [
        'valid in case if is evaluated',
      ],
    },
  },
  {
    why: 'does not follow every $dynamicRef as the standard does',
    file: 'unevaluatedProperties.json',
    cases: {
      'unevaluatedProperties with $dynamicRef': [
        'with no unevaluated properties',
        'with unevaluated properties',
      ],
    },
  },
  {
    why: 'knows no vocabularies but the standard ones',
    file: 'vocabulary.json',
    cases: {
      'schema that uses custom metaschema with with no validation vocabulary': [
        'no validation: invalid number, but it still validates',
      ],
    },
  },
];
