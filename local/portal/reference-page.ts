import { isJsonArray, isJsonObject, type JsonObject } from '../../src/json/json-value.ts';
import { valueAt } from '../../src/json/pointer.ts';
import { html, prose, type Markup } from './html.ts';
import { memberRows } from './reference-members.ts';

const objectAt = (value: unknown, member: string): JsonObject => {
  const inner = isJsonObject(value) ? value[member] : undefined;
  return isJsonObject(inner) ? inner : {};
};

const textAt = (value: unknown, member: string): string => {
  const inner = isJsonObject(value) ? value[member] : undefined;
  return typeof inner === 'string' ? inner : '';
};

/** An OpenAPI document as a page that a person can read: static, with nothing loaded from elsewhere. */
export const referencePage = (document: unknown): string => {
  const info = objectAt(document, 'info');
  const operations = Object.entries(objectAt(document, 'paths')).flatMap(([path, methods]) =>
    Object.entries(isJsonObject(methods) ? methods : {}).map(([method, operation]) => ({
      route: `${method.toUpperCase()} ${path}`,
      id: textAt(operation, 'operationId'),
      operation,
    })),
  );
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>API reference: ${textAt(info, 'title')}</title>
        <link rel="icon" href="icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="portal.css" />
        <link rel="stylesheet" href="reference.css" />
      </head>
      <body>
        <header>
          <h1>API reference</h1>
          <p>${textAt(info, 'summary')} Version ${textAt(info, 'version')}.</p>
          <nav aria-label="Operations">
            <ul>
              ${operations.map(
                ({ route, id }) =>
                  html`<li>
                    <a href="#${id}"><code>${route}</code></a>
                  </li>`,
              )}
            </ul>
          </nav>
        </header>
        <main>
          <section class="section">${prose(textAt(info, 'description'))}</section>
          ${operations.map(({ route, id, operation }) => operationSection(document, route, id, operation))}
          <p>
            <a href="api/openapi.json">The OpenAPI document itself</a> · <a href="./">The portal</a>
          </p>
        </main>
      </body>
    </html>`;
  return page.markup;
};

const operationSection = (
  document: unknown,
  route: string,
  id: string,
  operation: unknown,
): Markup => {
  const body = objectAt(operation, 'requestBody');
  const content = objectAt(objectAt(body, 'content'), 'application/json');
  const parameters = isJsonObject(operation) ? operation['parameters'] : undefined;
  return html`<section class="section" id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title"><code>${route}</code> ${textAt(operation, 'summary')}</h2>
    ${prose(textAt(operation, 'description'))}
    ${
      isJsonArray(parameters) && parameters.length > 0
        ? html`<h3>Parameters</h3>
            <dl class="request">
              ${parameters.map(
                (parameter) =>
                  html`<div>
                    <dt><code>${textAt(parameter, 'name')}</code></dt>
                    <dd>${prose(textAt(parameter, 'description'))}</dd>
                    <dd class="source">${textAt(parameter, 'in')}</dd>
                  </div>`,
              )}
            </dl>`
        : undefined
    }
    ${
      Object.keys(body).length > 0
        ? html`<h3>Body</h3>
            ${prose(textAt(body, 'description'))}
            <dl class="request">${memberRows(document, content['schema'])}</dl>
            ${examples(content)}`
        : undefined
    }
    <h3>Answers</h3>
    ${Object.entries(objectAt(operation, 'responses')).map(([status, response]) =>
      responseSection(document, status, response),
    )}
  </section>`;
};

const responseSection = (document: unknown, status: string, response: unknown): Markup => {
  const contents = Object.entries(objectAt(response, 'content'));
  const [success] = contents.filter(() => status.startsWith('2'));
  return html`<details class="answer">
    <summary><b>${status}</b> ${firstLine(textAt(response, 'description'))}</summary>
    ${prose(textAt(response, 'description'))}
    ${Object.entries(objectAt(response, 'headers')).map(([name, header]) => {
      const reference = textAt(header, '$ref').slice(1);
      return html`<p>
        <code>${name}</code>: ${textAt(valueAt(document, reference), 'description')}
      </p>`;
    })}
    ${
      success === undefined
        ? undefined
        : html`<dl class="request">${memberRows(document, objectAt(success[1], 'schema'))}</dl>`
    }
    ${contents.map(([, content]) => examples(content))}
  </details>`;
};

const firstLine = (description: string): string => {
  const codes = [...description.matchAll(/^- `([^`]+)`/gm)].map(([, code]) => code);
  return codes.length > 0 ? codes.join(', ') : description;
};

const examples = (content: unknown): Markup[] =>
  Object.values(objectAt(content, 'examples')).map(
    (example) =>
      html`<details>
        <summary>${textAt(example, 'summary')}</summary>
        <pre
          tabindex="0"
        ><code>${JSON.stringify(isJsonObject(example) ? example['value'] : undefined, undefined, 2)}</code></pre>
      </details>`,
  );
