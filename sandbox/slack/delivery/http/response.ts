/** What the application put into its answer: JSON, or text, which is shown as it is; nothing for an empty body. */
export async function payloadIn(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  if (!(response.headers.get('content-type') ?? '').includes('json')) return text;
  try {
    const payload: unknown = JSON.parse(text);
    return payload;
  } catch {
    return text;
  }
}
