// A real OpenID provider on loopback for tests: one client, people by their login name, no screens of its own.
import Provider from 'oidc-provider';

const [port, clientId, secret, redirect] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const people = JSON.parse(process.env.PEOPLE || '{}');

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: clientId,
      client_secret: secret,
      redirect_uris: [redirect],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
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
