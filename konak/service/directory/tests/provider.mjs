// A real OpenID provider on loopback for tests: one client, people by their login name, no screens of its own.
import Provider from 'oidc-provider';
import { SignJWT, decodeJwt, exportJWK, generateKeyPair } from 'jose';

const [port, clientId, secret, redirect] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const people = JSON.parse(process.env.PEOPLE || '{}');
const own = await generateKeyPair('RS256', { extractable: true });
const foreign = await generateKeyPair('RS256', { extractable: true });
const key = { ...(await exportJWK(own.privateKey)), kid: 'own', alg: 'RS256', use: 'sig' };
let tamper = '';

// What a forged or stale identity looks like; everything else about the answer stays as it was.
async function forged(token) {
  const claims = decodeJwt(token);
  const now = Math.floor(Date.now() / 1000);
  if (tamper === 'unsigned') {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'none', kid: 'own' })}.${part(claims)}.`;
  }
  if (tamper === 'content') {
    const [head, , tail] = token.split('.');
    return [head, Buffer.from(JSON.stringify({ ...claims, acr: 'iki-adim' })).toString('base64url'), tail].join('.');
  }
  const changed = {
    issuer: { iss: 'https://baska.example' },
    audience: { aud: 'baska' },
    nonce: { nonce: 'baska' },
    expired: { iat: now - 7200, exp: now - 3600 },
    subject: { sub: 'baska' },
  }[tamper];
  const signer = tamper === 'key' ? foreign.privateKey : own.privateKey;
  return new SignJWT({ ...claims, ...changed }).setProtectedHeader({ alg: 'RS256', kid: 'own' }).sign(signer);
}

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: clientId,
      client_secret: secret,
      redirect_uris: [redirect],
      post_logout_redirect_uris: ['http://testserver/giris/'],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  jwks: { keys: [key] },
  pkce: { required: () => true },
  claims: { openid: ['sub', 'acr'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
  acrValues: ['parola', 'iki-adim'],
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: false } },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...(people[id] || {}) }) }),
  cookies: { keys: ['deneme'] },
  renderError: (ctx, out) => {
    ctx.type = 'text/plain';
    ctx.body = JSON.stringify(out);
  },
});

provider.use(async (ctx, next) => {
  if (ctx.path.startsWith('/tamper/')) {
    tamper = ctx.path.slice('/tamper/'.length);
    ctx.body = 'done';
    return undefined;
  }
  if (ctx.path === '/token') {
    await next();
    if (tamper && ctx.body?.id_token) ctx.body = { ...ctx.body, id_token: await forged(ctx.body.id_token) };
    return undefined;
  }
  const found = ctx.path.match(/^\/interaction\/[^/]+$/);
  if (!found) return next();
  const { prompt, params, grantId, session } = await provider.interactionDetails(ctx.req, ctx.res);
  if (ctx.query.deny) {
    const to = await provider.interactionResult(ctx.req, ctx.res, { error: 'access_denied' });
    return ctx.redirect(to);
  }
  if (prompt.name === 'login') {
    const who = ctx.query.who;
    if (!who) {
      ctx.body = 'who?';
      return undefined;
    }
    const login = { accountId: who, acr: ctx.query.acr || 'parola', amr: ctx.query.amr ? [ctx.query.amr] : ['pwd'] };
    return ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, { login }));
  }
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const result = { consent: { grantId: await grant.save() } };
  return ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: true }));
});

provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
