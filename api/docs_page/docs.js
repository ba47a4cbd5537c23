/* Renders /openapi.json: one block per route with parameters, body and answers. */
'use strict';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function refName(schema) {
  return schema && schema.$ref ? schema.$ref.split('/').pop() : '';
}

function typeText(schema) {
  if (!schema) return '';
  if (schema.$ref) return refName(schema);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const several = schema.anyOf || schema.oneOf;
  if (several) return several.map(typeText).join(' | ');
  if (schema.type === 'array') return `${typeText(schema.items) || 'any'}[]`;
  return [schema.type || 'any', schema.format].filter(Boolean).join(' ');
}

function table(rows, heads) {
  const made = element('table');
  const head = made.createTHead().insertRow();
  heads.forEach((text) => head.append(element('th', text)));
  const body = made.createTBody();
  rows.forEach((cells) => {
    const row = body.insertRow();
    cells.forEach((text) => row.append(element('td', text)));
  });
  return made;
}

function shape(api, schema) {
  const named = refName(schema);
  const whole = named ? api.components.schemas[named] : schema;
  const required = new Set(whole.required || []);
  const rows = Object.entries(whole.properties || {}).map(([name, property]) => [
    name,
    typeText(property),
    required.has(name) ? '✓' : '',
    property.description || '',
  ]);
  const made = element('div');
  made.append(element('p', named || typeText(schema)));
  if (whole.description) made.append(element('p', whole.description));
  if (rows.length) made.append(table(rows, ['字段 Field', '类型 Type', '必填 Required', '']));
  return made;
}

function contents(api, content) {
  return Object.entries(content || {})
    .filter(([, media]) => media.schema)
    .map(([type, media]) => {
      const made = element('div');
      made.append(element('p', type), shape(api, media.schema));
      return made;
    });
}

function route(api, path, method, operation) {
  const made = element('details');
  made.dataset.text = `${method} ${path} ${operation.summary || ''}`.toLowerCase();
  const summary = element('summary');
  summary.append(
    element('span', method.toUpperCase(), 'method'),
    element('code', path),
    element('span', operation.description || operation.summary || ''),
  );
  made.append(summary);
  made.addEventListener('toggle', () => fill(api, made, operation), { once: true });
  return made;
}

function fill(api, made, operation) {
  const parameters = (operation.parameters || []).map((one) => [
    one.name,
    one.in,
    typeText(one.schema),
    one.required ? '✓' : '',
  ]);
  if (parameters.length) {
    made.append(element('h4', '参数 Parameters'), table(parameters, ['', 'in', '类型 Type', '必填']));
  }
  const sent = contents(api, operation.requestBody && operation.requestBody.content);
  if (sent.length) made.append(element('h4', '请求 Request'), ...sent);
  Object.entries(operation.responses || {}).forEach(([status, answer]) => {
    made.append(element('h4', `${status} ${answer.description || ''}`), ...contents(api, answer.content));
  });
}

async function start() {
  const api = await (await fetch('/openapi.json')).json();
  const groups = new Map();
  Object.entries(api.paths).forEach(([path, operations]) => {
    METHODS.filter((method) => operations[method]).forEach((method) => {
      const operation = operations[method];
      const tag = (operation.tags || ['other'])[0];
      groups.set(tag, [...(groups.get(tag) || []), route(api, path, method, operation)]);
    });
  });
  const main = document.getElementById('routes');
  main.replaceChildren();
  groups.forEach((routes, tag) => main.append(element('h2', tag), ...routes));
  document.getElementById('filter').addEventListener('input', (event) => {
    const wanted = event.target.value.toLowerCase();
    main.querySelectorAll('details').forEach((one) => {
      one.hidden = !one.dataset.text.includes(wanted);
    });
  });
}

start().catch((error) => {
  document.getElementById('routes').textContent = `无法读取 /openapi.json: ${error}`;
});
