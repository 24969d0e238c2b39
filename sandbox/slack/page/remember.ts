/** The function, asked once for each object and remembered as long as the object lives. It must depend on nothing else. */
export function remembering<Given extends object, Answer>(ask: (given: Given) => Answer): (given: Given) => Answer {
  const known = new WeakMap<Given, { readonly answer: Answer }>();
  return (given) => {
    const entry = known.get(given) ?? { answer: ask(given) };
    known.set(given, entry);
    return entry.answer;
  };
}
