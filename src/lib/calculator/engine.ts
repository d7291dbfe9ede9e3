// Calculates lines of an estimate. mathjs reads an expression and does the arithmetic of quantities; only numbers, names,
// the units of units.ts and a few functions get through, so there is nothing to run and nothing that takes long.
import { create, createUnitDependencies, parseDependencies, unitDependencies } from 'mathjs';
import {
  addDependencies,
  divideDependencies,
  multiplyDependencies,
  powDependencies,
  subtractDependencies,
} from 'mathjs';
import type { FactoryFunctionMap, MathNode, Unit } from 'mathjs';
import { readLine, unreadable, mostLines } from './reading.ts';
import { magnitudeOf, shownAs } from './showing.ts';
import type { Shown } from './showing.ts';
import { bytesIn, secondsIn } from '#domain/units.ts';
import { countedThings, knownUnits, unitNamed } from './units.ts';

// Its types leave room for undefined, which none of these is.
const parts = {
  ...{ parseDependencies, unitDependencies, createUnitDependencies },
  ...{ addDependencies, subtractDependencies, multiplyDependencies, divideDependencies, powDependencies },
};
const math = create(parts as FactoryFunctionMap);
// Own names, so that none of the library's own units is meant by accident.
math.createUnit('qbyte');
for (const thing of countedThings) math.createUnit(`q${thing}`);

export type Line = { text: string } & (
  | { kind: 'empty' }
  | { kind: 'value'; name: string | null; shown: Shown }
  | { kind: 'error'; message: string }
);
type Quantity = number | Unit;

/** A sentence about what is wrong with a line; never leaves this file. */
class Wrong extends Error {}

/** Every line in turn; names of lines above can be used below. Never throws, and takes no longer for a long text. */
export function calculate(text: string): Line[] {
  const names = new Map<string, Quantity>();
  return text
    .slice(0, 100 * mostLines)
    .split('\n')
    .slice(0, mostLines)
    .map((line) => calculateLine(line, names));
}

function calculateLine(text: string, names: Map<string, Quantity>): Line {
  const { name, expression, code } = readLine(text);
  if (expression === '' && name === null) return { text, kind: 'empty' };
  try {
    const problem =
      unreadable(code) ?? (expression === '' ? 'There is nothing after the equals sign.' : null);
    if (problem) throw new Wrong(problem);
    if (name !== null && unitNamed(name)?.kind.match(/time|size/))
      throw new Wrong(`“${name}” is a unit. Choose another name.`);
    const value = checked(valueOf(parsed(expression), names));
    const shown = shownAs(value);
    if (name !== null) names.set(name, value);
    return { text, kind: 'value', name, shown };
  } catch (error) {
    return { text, kind: 'error', message: wordsFor(error) };
  }
}

function parsed(expression: string): MathNode {
  try {
    return math.parse(expression);
  } catch {
    throw new Wrong('This cannot be read. Write it like 10M / day * 200 B.');
  }
}

function wordsFor(error: unknown): string {
  if (error instanceof Wrong) return error.message;
  const message = error instanceof Error ? error.message : '';
  if (/units do not match|dimensions|unexpected type/i.test(message))
    return 'These two measure different things and cannot be added.';
  return 'This cannot be calculated.';
}

type Node = MathNode & {
  value?: unknown;
  name?: string;
  fn?: string | { name: string };
  args?: MathNode[];
  content?: MathNode;
};

function valueOf(node: MathNode, names: Map<string, Quantity>): Quantity {
  const { type, value, name = '', fn, args = [], content } = node as Node;
  switch (type) {
    case 'ConstantNode':
      if (typeof value === 'number') return value;
      throw new Wrong('Only numbers are calculated with.');
    case 'ParenthesisNode':
      return valueOf(content!, names);
    case 'SymbolNode':
      return named(name, names);
    case 'OperatorNode':
      return operated(
        typeof fn === 'string' ? fn : '',
        args.map((arg) => valueOf(arg, names)),
      );
    case 'FunctionNode': {
      const called = typeof fn === 'string' ? fn : (fn?.name ?? '');
      return applied(
        called,
        args.map((arg) => valueOf(arg, names)),
      );
    }
    default:
      throw new Wrong('Only numbers, names, units and + - * / ^ ( ) are read.');
  }
}

function named(name: string, names: Map<string, Quantity>): Quantity {
  const known = names.get(name);
  if (known !== undefined) return known;
  const unit = unitNamed(name);
  if (!unit)
    throw new Wrong(`“${name}” is neither the name of a line above nor a unit. Units: ${knownUnits}.`);
  if (unit.kind === 'time') return math.unit(secondsIn[unit.name]!, 's');
  if (unit.kind === 'rate') return math.divide(sizeOrThing(unit.name), math.unit(1, 's'));
  return sizeOrThing(unit.name);
}

const sizeOrThing = (name: string): Unit => {
  const bytes = bytesIn[name];
  return bytes === undefined ? math.unit(1, `q${name}`) : math.unit(bytes, 'qbyte');
};

function operated(operator: string, [a = 0, b = 0]: Quantity[]): Quantity {
  switch (operator) {
    case 'add':
      return math.add(a as number, b as number);
    case 'subtract':
      return math.subtract(a as number, b as number);
    case 'multiply':
      return math.multiply(a as number, b as number);
    case 'divide':
      if (isZero(b)) throw new Wrong('Nothing can be divided by zero.');
      return math.divide(a as number, b as number);
    case 'pow':
      return power(a, b);
    case 'unaryMinus':
      return math.multiply(-1, a as number);
    case 'unaryPlus':
      return a;
    default:
      throw new Wrong('Only + - * / ^ ( ) are calculated.');
  }
}

/** Doubles only: however large the exponent, it is one step. */
function power(a: Quantity, b: Quantity): Quantity {
  if (typeof b !== 'number') throw new Wrong('An exponent has no unit.');
  if (typeof a === 'number') return a ** b;
  if (!Number.isInteger(b) || Math.abs(b) > 3)
    throw new Wrong('A unit is raised to whole numbers up to 3 only.');
  return math.pow(a, b) as unknown as Unit;
}

const functions: Record<string, (...values: number[]) => number> = {
  ...{ sqrt: Math.sqrt, log2: Math.log2, log10: Math.log10, round: Math.round, ceil: Math.ceil },
  ...{ floor: Math.floor, abs: Math.abs, min: Math.min, max: Math.max },
};

function applied(name: string, values: Quantity[]): Quantity {
  const work = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!work)
    throw new Wrong(`“${name}” is no function here. There are ${Object.keys(functions).join(', ')}.`);
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length || numbers.length === 0)
    throw new Wrong(`${name} takes numbers without units.`);
  return work(...numbers);
}

const isZero = (value: Quantity): boolean => magnitudeOf(value) === 0;

/** What is too large or no number is said, and not carried on. */
function checked(value: Quantity): Quantity {
  const number = magnitudeOf(value);
  if (Number.isNaN(number)) throw new Wrong('This has no value.');
  if (!Number.isFinite(number)) throw new Wrong('This is larger than 10^308. Nothing real is.');
  return value;
}
