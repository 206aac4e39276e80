import type { MiddlewareObj } from '@middy/core';
import { resolve } from '../core/decide.ts';
import { checkCrossFieldRules } from '../core/cross-field-rules.ts';
import type { PolicySource } from '../policy-source/policy-source.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';

/** Applies the organization's policy to what was sent, and holds the result against the rules beyond its shape. */
export const applyPolicy = (source: PolicySource): MiddlewareObj<ProxyRequest, Answer> => ({
  before: async ({ event }) => {
    const { sent = {}, clientToken, caller, requestTime, findings } = event;
    const { policy, inheritedTagPolicy } = await source();
    const resolution = resolve(policy, { caller, requestTime }, sent, inheritedTagPolicy);
    const rules = checkCrossFieldRules(resolution.request);
    event.resolution = resolution;
    event.request = { ...resolution.request, ...(clientToken !== undefined && { clientToken }) };
    event.findings = {
      invalid: [...(findings?.invalid ?? []), ...rules.issues],
      forbidden: resolution.issues,
      warnings: [...rules.warnings, ...resolution.warnings],
    };
  },
});
